using System.Text;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.OpenApi;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack;

/// <summary>The table of frames is the truth; the reference and the document say the same.</summary>
public sealed class FramesDocTests
{
    private const string Doc = "docs/reference/frames.md";

    [Theory]
    [InlineData("rtm", FrameDirection.RtmServer)]
    [InlineData("rtm.client", FrameDirection.RtmClient)]
    [InlineData("socket_mode", FrameDirection.SocketModeServer)]
    [InlineData("socket_mode.client", FrameDirection.SocketModeClient)]
    internal void Reference_equals_the_table_of_frames(string part, FrameDirection direction) => ReferencePart.Check(part, Table(direction), Doc);

    [Theory]
    [InlineData(SocketOperations.RtmPath, SocketOperations.ServerFrames, FrameDirection.RtmServer)]
    [InlineData(SocketOperations.RtmPath, SocketOperations.ClientFrames, FrameDirection.RtmClient)]
    [InlineData(SocketOperations.SocketModePath, SocketOperations.ServerFrames, FrameDirection.SocketModeServer)]
    [InlineData(SocketOperations.SocketModePath, SocketOperations.ClientFrames, FrameDirection.SocketModeClient)]
    internal void Document_names_the_frames_of_each_socket(string path, string member, FrameDirection direction)
    {
        var named = DocumentReading.Paths[path]!["get"]![member]!.AsArray().Select(r => DocumentReading.Resolve(r!)).ToList();

        Assert.Equal(SlackFrames.Of(direction).Select(f => f.About), named.Select(s => s["description"]!.GetValue<string>()));
        Assert.All(SlackFrames.Of(direction).Zip(named), f => Assert.Equal(
            f.First.Members.Select(m => m.Name).Order(StringComparer.Ordinal), f.Second["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)));
    }

    private static string Table(FrameDirection direction)
    {
        var table = new StringBuilder("| frame | what | members |\n|---|---|---|\n");
        foreach (var frame in SlackFrames.Of(direction))
        {
            table.Append("| ").Append(frame.Name).Append(" | ").Append(frame.About).Append(" | ").AppendJoin(", ", frame.Members.Select(Member));
            table.Append(frame.IsOpen ? ", and any others |\n" : " |\n");
        }

        return table.ToString();
    }

    private static string Member(SlackField field)
    {
        var type = (field.Type ?? KnownFields.TypeOf(field.Name) ?? "any").Replace(" | ", " or ", StringComparison.Ordinal);
        var inner = field.Members.Count > 0 ? $" {{ {string.Join(", ", field.Members.Select(Member))} }}" : string.Empty;
        return $"{field}: {type}{inner}";
    }
}
