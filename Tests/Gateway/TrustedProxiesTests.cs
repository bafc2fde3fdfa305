using OrleansSocial.Gateway.Addresses;

namespace OrleansSocial.Tests.Gateway;

/// <summary>Only what is surely the address or network that was meant is taken.</summary>
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7/32")]
    [InlineData("10.0.0.0/24", "10.0.0.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    public void Addresses_and_networks(string text, string network) => Assert.Equal(network, TrustedProxies.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.0.0")]
    [InlineData("010.0.0.5")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.5/24")]
    [InlineData("10/8")]
    [InlineData("10.0.0.0/24/8")]
    [InlineData("proxy.example.com")]
    [InlineData("10.0.0.1:80")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("::ffff:10.0.0.0/120")]
    public void Anything_else_is_refused(string text) => Assert.Null(TrustedProxies.Parse(text));
}
