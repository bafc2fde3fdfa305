namespace OrleansSocial.Client.Api;

/// <summary>No answer came; what was asked may or may not have happened.</summary>
internal sealed class UnreachableException : Exception
{
    public UnreachableException()
    {
    }

    public UnreachableException(string message)
        : base(message)
    {
    }

    public UnreachableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
