using System.Collections.Frozen;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Arguments that mean the same in every method that takes them, with type and description. A method's own word on one wins.</summary>
internal static class KnownArguments
{
    private static readonly FrozenDictionary<string, SlackField> Fields = new SlackField[]
    {
        new("attachments: text | object[]", "Attachments: a list of objects, or its JSON text."),
        new("batch_presence_aware: bool", "True for a client that takes presence of several users in one frame."),
        new("blocks: text | object[]", "Block Kit blocks: a list of objects, or its JSON text."),
        new("bot: text", "The bot's id."),
        new("channel: text", "The id of a channel or direct conversation, or a channel's name with or without #."),
        new("as_user: bool", "True passes over username and icons."),
        new("channel_id: channel_id", "The channel's id."),
        new("client_msg_id: text", "A key of the client's own: the same author and key are stored once, for ever."),
        new("count: int", "How many entries a page has."),
        new("cursor: text", "Where the page starts: next_cursor of the page before. Empty for the first one."),
        new("domain: text", "The team's domain: lower-case letters, digits and hyphens."),
        new("email: text", "The e-mail address."),
        new("error: text", "The error word to answer with."),
        new("exclude_archived: bool", "True leaves out archived channels."),
        new("file: file_id", "The file's id."),
        new("force: bool", "True adds those who can be added although others cannot."),
        new("highlight: bool", "True marks what matched."),
        new("icon_emoji: text", "An emoji to show as the author's picture."),
        new("icon_url: text", "A picture to show as the author's."),
        new("include_num_members: bool", "True asks for the number of members, which is told in any case."),
        new("inclusive: bool", "True includes messages at oldest and latest themselves."),
        new("is_private: bool", "True for a private channel."),
        new("latest: text", "The end of the range, as a ts; whole seconds do too. Absent: now."),
        new("limit: int", "The most entries of the page; more than the method's most is taken as that."),
        new("link_names: bool", "True makes mentions of @name and #channel in the text, at most 50."),
        new("message_ts: ts", "The message's ts."),
        new("metadata: text | object", "Metadata: an object, or its JSON text."),
        new("mrkdwn: bool", "False tells clients that the text has no formatting."),
        new("name: text", "The name."),
        new("oldest: text", "The start of the range, as a ts; whole seconds do too. Absent: from the beginning."),
        new("page: int", "The number of the page, from 1."),
        new("parse: text", "full does what link_names does; anything else changes nothing."),
        new("password: text", "The password."),
        new("presence: text", "The presence to set: auto or away."),
        new("presence_sub: bool", "True for a client that asks for presence of single users."),
        new("purpose: text", "The channel's purpose; empty clears it."),
        new("query: text", "What to look for."),
        new("reply_broadcast: bool", "True shows a reply in the channel too."),
        new("return_im: bool", "True asks for the whole channel object, not only its id."),
        new("sort: text", "What to sort by: score or timestamp."),
        new("sort_dir: text", "The direction of sorting: asc or desc."),
        new("team: text", "The team's id."),
        new("test: bool", "True only tells what would happen."),
        new("text: text", "The message's text, at most 40,000 characters."),
        new("thread_ts: ts", "The ts of the thread's parent."),
        new("timestamp: ts", "The message's ts."),
        new("topic: text", "The channel's topic; empty clears it."),
        new("ts: ts", "The message's ts."),
        new("types: text", "Kinds of channels, comma-separated: public_channel, private_channel, mpim, im. Absent: public_channel."),
        new("unfurl_links: bool", "True shows previews of links."),
        new("unfurl_media: bool", "True shows previews of media."),
        new("user: user_id", "The user's id."),
        new("username: text", "The name to show for this message; for bots."),
        new("users: text", "Ids of users, comma-separated; a JSON list does too."),
        new("value: text", "The value to set."),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>Gets what is known of a name, or null.</summary>
    public static SlackField? Of(string name) => Fields.GetValueOrDefault(name);
}
