namespace OrleansSocial.Silo.Demo;

/// <summary>The demo team could not be made; the product itself serves.</summary>
internal sealed class DemoException : Exception
{
    public DemoException()
    {
    }

    public DemoException(string message)
        : base(message)
    {
    }

    public DemoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
