namespace OrleansSocial.Gateway.Slack;

/// <summary>Ends a call with an error word; for what is wrong with the request itself.</summary>
internal sealed class SlackRefusedException : Exception
{
    public SlackRefusedException()
        : this(SlackError.InvalidArguments)
    {
    }

    public SlackRefusedException(string error)
        : this(error, detail: null)
    {
    }

    public SlackRefusedException(string error, Exception innerException)
        : base(error, innerException)
    {
        Reply = SlackReply.Refused(error);
    }

    public SlackRefusedException(string error, string? detail)
        : base(error)
    {
        Reply = SlackReply.Refused(error, detail);
    }

    public SlackRefusedException(SlackReply reply)
        : base(reply.Error)
    {
        Reply = reply;
    }

    /// <summary>Gets the answer.</summary>
    public SlackReply Reply { get; }
}
