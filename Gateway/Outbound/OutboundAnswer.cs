using System.Net;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>What came of a call.</summary>
/// <param name="Failure">Why nothing came, or None.</param>
/// <param name="Status">The status; 0 with a failure.</param>
/// <param name="MediaType">The type of the body, or null.</param>
/// <param name="Body">The body.</param>
/// <param name="NoRetry">True when the other side asks not to be sent this again (<c>X-Slack-No-Retry: 1</c>).</param>
internal sealed record OutboundAnswer(OutboundFailure Failure, HttpStatusCode Status, string? MediaType, string Body, bool NoRetry)
{
    /// <summary>Gets whether it was answered with 2xx.</summary>
    public bool IsSuccess => Failure == OutboundFailure.None && (int)Status is >= 200 and < 300;

    /// <summary>A failure.</summary>
    public static OutboundAnswer Failed(OutboundFailure failure) => new(failure, default, null, string.Empty, false);
}
