namespace OrleansSocial.Benchmarks.Mix;

/// <summary>What one kind of action showed; times in milliseconds, of the whole action with all its calls.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Count">How often it went well.</param>
/// <param name="Errors">How often it did not.</param>
/// <param name="Mean">Mean time.</param>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="FirstError">Why the first one failed.</param>
internal sealed record ActionSummary(string Action, long Count, long Errors, double? Mean, double? P50, double? P99, string? FirstError);
