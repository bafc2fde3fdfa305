using OrleansSocial.Silo;

namespace OrleansSocial.Tests.Silo;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true, "http://127.0.0.1:5080/")]
    [InlineData("http://[::1]:5080", true, "http://[::1]:5080/")]
    [InlineData("http://localhost:5080", true, "http://localhost:5080/")]
    [InlineData("http://0.0.0.0:5080", false, "http://127.0.0.1:5080/")]
    [InlineData("http://[::]:5080", false, "http://127.0.0.1:5080/")]
    [InlineData("http://10.0.0.5:5080", false, "http://10.0.0.5:5080/")]
    [InlineData("http://10.0.0.5:80;http://127.0.0.1:5080", false, "http://127.0.0.1:5080/")]
    public void Demo_data_needs_loopback_alone(string addresses, bool loopbackOnly, string local)
    {
        var listen = new ListenAddresses(addresses.Split(';'));

        Assert.Equal(loopbackOnly, listen.LoopbackOnly);
        Assert.Equal(new Uri(local), listen.Local);
    }
}
