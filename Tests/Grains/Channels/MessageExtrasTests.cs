using OrleansSocial.Grains.Channels;

namespace OrleansSocial.Tests.Grains.Channels;

public sealed class MessageExtrasTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("""{"blocks":[1]}""", null, """{"blocks":[1]}""")]
    [InlineData(null, """{"blocks":[1]}""", """{"blocks":[1]}""")]
    [InlineData("""{"bot_id":"B1","blocks":[1],"broadcast":true}""", """{"bot_id":"B1","attachments":[2]}""", """{"bot_id":"B1","attachments":[2],"blocks":[1],"broadcast":true}""")]
    [InlineData("""{"blocks":[1],"attachments":[2]}""", """{"blocks":[]}""", """{"attachments":[2]}""")]
    [InlineData("""{"blocks":[1]}""", """{"blocks":["<ü>"]}""", """{"blocks":["<ü>"]}""")]
    public void A_change_keeps_what_it_does_not_name(string? before, string? changes, string? after) =>
        Assert.Equal(after, MessageExtras.Merged(before, changes));
}
