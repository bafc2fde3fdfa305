namespace OrleansSocial.Silo;

/// <summary>The host cannot start with its settings; the message says what to change.</summary>
internal sealed class HostStartException : Exception
{
    public HostStartException()
    {
    }

    public HostStartException(string message)
        : base(message)
    {
    }

    public HostStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
