namespace OrleansSocial.Client.Api;

/// <summary>The server answered, and the answer is no.</summary>
internal sealed class ApiException : Exception
{
    public ApiException()
        : this("fatal_error")
    {
    }

    public ApiException(string error)
        : this(error, innerException: null)
    {
    }

    public ApiException(string error, Exception? innerException)
        : base($"{error}: {ErrorWords.Explain(error)}", innerException)
    {
        Error = error;
    }

    /// <summary>Gets the error word of the wire, such as <c>channel_not_found</c>.</summary>
    public string Error { get; }
}
