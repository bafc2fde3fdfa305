using System.Net;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack;

/// <summary>One call of a wire method: who calls, with what, and the grains behind it.</summary>
internal sealed class SlackCall(SlackMethod method, SlackArguments arguments, SlackServices services, Uri baseUrl)
{
    private Caller? caller;

    public SlackMethod Method { get; } = method;

    public SlackArguments Arguments { get; } = arguments;

    public SlackServices Services { get; } = services;

    /// <summary>Gets the public base URL, with a trailing slash.</summary>
    public Uri BaseUrl { get; } = baseUrl;

    /// <summary>Gets the base URL that others than the caller are told, with a trailing slash: never by the caller's words.</summary>
    public Uri UrlForOthers { get; init; } = baseUrl;

    /// <summary>Gets the caller; there is one for every method that asks for a token of a member.</summary>
    public Caller Caller
    {
        get => caller ?? throw new InvalidOperationException($"{Method.Name} has no caller");
        init => caller = value;
    }

    /// <summary>Gets the id of the caller's token.</summary>
    public string TokenId { get; init; } = string.Empty;

    /// <summary>Gets the Authorization header of a method without a token; empty for others.</summary>
    public string Authorization { get; init; } = string.Empty;

    /// <summary>Gets where the call comes from; null when that is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Gets what the caller's token may do; null for one that may do what its member may.</summary>
    public AppGrant? App { get; init; }

    /// <summary>Gets the key under which this call's change is stored once, through all its retries.</summary>
    public Guid DedupeKey { get; init; }

    public IClusterClient Cluster => Services.Clusters.For(Caller.Team);

    public ITeamGrain Team => Cluster.GetGrain<ITeamGrain>(ChainId.Of(Caller.Team).GrainKey);

    public IUserGrain User => UserOf(Caller.User);

    public IUserGrain UserOf(UserId user) => Cluster.GetGrain<IUserGrain>(ChainId.Of(Caller.Team, user).GrainKey);

    public IChannelGrain Channel(ChannelId channel) => Cluster.GetGrain<IChannelGrain>(ChainId.Of(Caller.Team, channel).GrainKey);

    /// <summary>Reads from a grain; tried again while there is no answer.</summary>
    public Task<T> ReadAsync<T>(Func<Task<T>> call) => Services.Retry.RunAsync(call, static _ => false);

    /// <summary>Finds the channel that an argument names: an id, <c>#name</c> or <c>name</c>.</summary>
    /// <param name="argument">The argument.</param>
    public async Task<ChannelId> ChannelIdAsync(string argument = "channel")
    {
        var text = Arguments.Text(argument) ?? throw new SlackRefusedException(SlackError.ChannelNotFound, $"missing required field: {argument}");
        if (ChannelId.TryParse(text, out var id))
        {
            NeedScopeFor(id.Kind);
            return id;
        }

        var name = text.StartsWith('#') ? text[1..] : text;
        if (UserId.TryParse(text, out _) || ChannelName.Check(name) is not null)
        {
            throw new SlackRefusedException(SlackError.ChannelNotFound);
        }

        var found = await ReadAsync(() => Team.FindChannel(name)) ?? throw new SlackRefusedException(SlackError.ChannelNotFound);
        if (found.Kind == ChannelKind.Private && !SlackScopes.Allows(Method, App, found.Kind))
        {
            // missing_scope would tell that there is one of that name.
            throw new SlackRefusedException(SlackError.ChannelNotFound);
        }

        NeedScopeFor(found.Kind);
        return found;
    }

    /// <summary>Refuses an app that may not do this in such a conversation.</summary>
    public void NeedScopeFor(ChannelKind kind) => SlackScopes.Check(Method, App, kind);

    /// <summary>Counts a post into a channel, before the channel is asked.</summary>
    /// <exception cref="SlackRefusedException">Over the limit of this token there.</exception>
    public void CountPost(ChannelId channel)
    {
        if (!Services.Limits.TryPost(TokenId, channel, out var wait))
        {
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }
    }

    /// <summary>Asks a channel; guards against ids that do not exist.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="call">One try.</param>
    /// <param name="error">Reads the answer's error.</param>
    public async Task<T> AskAsync<T>(ChannelId channel, Func<IChannelGrain, Task<T>> call, Func<T, PostError> error)
    {
        var grain = Channel(channel);
        var guard = Services.Channels;
        if (guard.IsSeen(Caller.Team, channel))
        {
            return await Services.Retry.RunAsync(() => call(grain), a => error(a) == PostError.Unavailable);
        }

        if (!guard.TryAsk(TokenId, out var wait))
        {
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }

        bool? exists = null;
        try
        {
            var answer = await Services.Retry.RunAsync(() => call(grain), a => error(a) == PostError.Unavailable);
            exists = error(answer) != PostError.ChannelNotFound;
            return answer;
        }
        finally
        {
            guard.Answered(TokenId, Caller.Team, channel, exists);
        }
    }

    /// <summary>Asks a channel for a change of, or a look at, itself.</summary>
    public Task<ChannelResult> AskAsync(ChannelId channel, Func<IChannelGrain, Task<ChannelResult>> call) =>
        AskAsync(channel, call, static a => a.Error);

    /// <summary>Asks a channel for a change of a message.</summary>
    public Task<PostResult> AskAsync(ChannelId channel, Func<IChannelGrain, Task<PostResult>> call) =>
        AskAsync(channel, call, static a => a.Error);
}
