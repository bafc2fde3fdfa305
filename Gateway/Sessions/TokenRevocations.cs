using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Tokens;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Asks every 2 s which tokens were revoked: within 5 s the gateway refuses them and closes their sockets.</summary>
internal sealed partial class TokenRevocations(
    ClusterRouter clusters, TokenDirectory tokens, IEnumerable<ISocketHolder> holders, ILogger<TokenRevocations> logger, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        long last = -1;
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            last = await PollAsync(last, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<long> PollAsync(long last, CancellationToken stoppingToken)
    {
        try
        {
            RevocationPage page;
            do
            {
                page = await clusters.Main.GetGrain<IAccountsGrain>(0).RevokedSince(last).WaitAsync(AnswerTimeMax, clock, stoppingToken);
                foreach (var tokenId in page.TokenIds)
                {
                    tokens.Revoke(tokenId);
                    foreach (var holder in holders)
                    {
                        holder.OnRevoked(tokenId);
                    }
                }

                last = page.Last;
            }
            while (page.TokenIds.Length >= RevocationsPerPage);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotPolled(logger, exception.Message);
        }

        return last;
    }

    private const int RevocationsPerPage = 1_000;

    [LoggerMessage(4100, LogLevel.Warning, "Could not ask for revoked tokens: {Reason}")]
    private static partial void LogNotPolled(ILogger logger, string reason);
}
