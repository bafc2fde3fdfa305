using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Apps;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Presence;
using OrleansSocial.Grains.Sessions;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Grains.Users;
using OrleansSocial.Grains.Writes;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains;

/// <summary>Registers what the grains need in a silo.</summary>
public static class GrainsServiceCollectionExtensions
{
    /// <summary>Adds the grains' services: shard map, shard writers, outboxes, accounts.</summary>
    /// <param name="services">The silo's services; Storage's are already there.</param>
    /// <param name="configuration">The section <c>OrleansSocial</c>.</param>
    public static IServiceCollection AddOrleansSocialGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddShardWrites(configuration);
        services.AddEventDelivery(configuration);
        services.AddTables();
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountOptions>, AccountOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<ChainInstruments>();
        services.AddSingleton<ChainServices>();
        services.AddSingleton<ChannelServices>();
        services.AddSingleton<UserServices>();
        services.AddSingleton<PresenceServices>();
        services.AddSingleton<TeamServices>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AccountServices>();
        services.AddSingleton<AppServices>();
        services.AddSingleton<SessionServices>();
        return services;
    }

    private static void AddTables(this IServiceCollection services)
    {
        services.AddSingleton<AccountsTable>();
        services.AddSingleton<AppFeedsTable>();
        services.AddSingleton<AppRequestsTable>();
        services.AddSingleton<AppsTable>();
        services.AddSingleton<OAuthTable>();
        services.AddSingleton<RequestUrlsTable>();
        services.AddSingleton<BookmarksTable>();
        services.AddSingleton<ChainEventsTable>();
        services.AddSingleton<ChannelsTable>();
        services.AddSingleton<MemberPhotosTable>();
        services.AddSingleton<MessagesTable>();
        services.AddSingleton<SessionsTable>();
        services.AddSingleton<TeamChannelsTable>();
        services.AddSingleton<CustomEmojiTable>();
        services.AddSingleton<UserGroupsTable>();
        services.AddSingleton<UserSettingsTable>();
        services.AddSingleton<TeamMembersTable>();
        services.AddSingleton<AuditTable>();
        services.AddSingleton<InvitesTable>();
        services.AddSingleton<TeamsTable>();
        services.AddSingleton<ThreadsTable>();
        services.AddSingleton<TokensTable>();
        services.AddSingleton<UserChannelsTable>();
        services.AddSingleton<WebhooksTable>();
    }
}
