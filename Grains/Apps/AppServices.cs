using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Apps;

/// <summary>What the grains of apps need; one per silo.</summary>
/// <param name="Apps">Apps of the main database.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record AppServices(AppsTable Apps, TimeProvider TimeProvider);
