using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack;

/// <summary>One wire method: what the pipeline does for it, and what docs and tests enumerate.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Token">Which token it asks for.</param>
/// <param name="Writes">True when it changes something: its outcome may be unknown, and a repeat must be recognised.</param>
/// <param name="Arguments">The arguments that it reads.</param>
/// <param name="Fields">The fields of its answer beside <c>ok</c>: all of them.</param>
/// <param name="Errors">Its own error words, beside those of every method.</param>
/// <param name="Handle">Answers a call.</param>
/// <param name="Summary">What it does, in a sentence; a test wants one.</param>
/// <param name="NotServed">
/// What Slack's method of that name does and this one does not, as words that follow "not served:". Arguments and fields that are missing are
/// found without it; it is for those that are here and do less.
/// </param>
internal sealed record SlackMethod(
    string Name,
    SlackTokenKind Token,
    bool Writes,
    IReadOnlyList<SlackField> Arguments,
    IReadOnlyList<SlackField> Fields,
    IReadOnlyList<string> Errors,
    Func<SlackCall, Task<SlackReply>> Handle,
    string Summary = "",
    string NotServed = "")
{
    /// <summary>Gets the part of the name before the first point.</summary>
    public string Family => Name.Split('.')[0];

    /// <summary>Gets whether an argument is a file: multipart/form-data keeps one, which other methods pass over.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Gets how often one token may call it.</summary>
    public RateTier Tier { get; init; } = RateTier.Tier3;

    /// <summary>
    /// Gets the scopes that a bot of an app needs: one of them, and where they differ by the sort of conversation
    /// (<c>channels:</c>, <c>groups:</c>, <c>im:</c>, <c>mpim:</c>) that of the conversation. People and bots without an app have all.
    /// </summary>
    public IReadOnlyList<string> Scopes => SlackScopes.Of(this);
}
