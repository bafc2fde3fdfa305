namespace OrleansSocial.Benchmarks.Load;

/// <summary>How a run posts and how long it is watched.</summary>
/// <param name="Window">Posts under way at once, per sender.</param>
/// <param name="Pause">How long a slot waits between an answer and its next post.</param>
/// <param name="WarmUp">Load before the measured window.</param>
/// <param name="Measured">The measured window.</param>
internal sealed record LoadPlan(int Window, TimeSpan Pause, TimeSpan WarmUp, TimeSpan Measured);
