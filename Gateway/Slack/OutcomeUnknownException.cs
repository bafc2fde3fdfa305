namespace OrleansSocial.Gateway.Slack;

/// <summary>All tries ended without an answer: whether it was done is not known. It becomes 503, never <c>ok:false</c>.</summary>
internal sealed class OutcomeUnknownException : Exception
{
    public OutcomeUnknownException()
        : this("no answer in time")
    {
    }

    public OutcomeUnknownException(string message)
        : base(message)
    {
    }

    public OutcomeUnknownException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
