using OrleansSocial.Grains.Accounts;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Apps;

/// <summary>What the grains of apps need; one per silo.</summary>
/// <param name="Apps">Apps of the main database.</param>
/// <param name="Feeds">Where each app's events have got to.</param>
/// <param name="Webhooks">Incoming webhooks.</param>
/// <param name="Urls">Request URLs.</param>
/// <param name="Requests">Commands and response URLs.</param>
/// <param name="Audit">Notes of what admins did.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record AppServices(
    AppsTable Apps,
    AppFeedsTable Feeds,
    WebhooksTable Webhooks,
    RequestUrlsTable Urls,
    AppRequestsTable Requests,
    AuditTrail Audit,
    TimeProvider TimeProvider);
