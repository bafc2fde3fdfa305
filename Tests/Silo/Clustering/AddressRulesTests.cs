using System.Net;
using OrleansSocial.Silo;
using OrleansSocial.Silo.Clustering;

namespace OrleansSocial.Tests.Silo.Clustering;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:10.0.0.1")]
    public void Private_addresses_are_taken(string address) => Assert.Equal(IPAddress.Parse(address), AddressRules.Parse(address));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("11.0.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("silo.example.com")]
    [InlineData("")]
    public void Others_are_refused(string address) => Assert.Throws<HostStartException>(() => AddressRules.Parse(address));
}
