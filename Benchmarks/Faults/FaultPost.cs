namespace OrleansSocial.Benchmarks.Faults;

/// <summary>One post to send.</summary>
/// <param name="Id">Begins its text and names it in the logs.</param>
/// <param name="Channel">Where it goes.</param>
/// <param name="Author">Who posts it.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Key">Its client_msg_id; null when the sender retries blindly.</param>
public sealed record FaultPost(string Id, string Channel, FaultMember Author, string Text, string? Key);
