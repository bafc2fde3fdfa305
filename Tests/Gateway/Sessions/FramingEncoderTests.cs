using Microsoft.Extensions.Logging.Abstractions;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Sessions;

public sealed class FramingEncoderTests
{
    [Fact]
    public void An_event_that_the_dialect_fails_on_is_shown_to_nobody_and_stops_nothing()
    {
        var encoder = new FramingEncoder(new FailingDialect(), NullLogger<FramingEncoder>.Instance);
        Assert.Same(EncodedEvent.Nothing, encoder.Encode(Events.Message(1)));
    }

    private sealed class FailingDialect : IEventEncoder
    {
        public EncodedEvent Encode(ChannelEvent e) => throw new InvalidOperationException("a kind of event that it does not know");

        public ReadOnlyMemory<byte> Encode(ChainSignal signal) => default;

        public ReadOnlyMemory<byte> EncodePresence(IReadOnlyList<string> users, bool isActive) => default;
    }
}
