using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What is told with a message beside the message itself.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Follow">How the caller follows its thread, or null.</param>
/// <param name="Pin">Its pin, or null.</param>
internal sealed record MessageMarks(ChannelId Channel, ThreadFollow? Follow, Pin? Pin);
