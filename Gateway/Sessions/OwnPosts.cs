using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The posts of one socket that have no outcome yet, at most <see cref="RtmSocket.PostsMax"/>. Owned by the delivery loop.</summary>
internal sealed class OwnPosts(UserId user)
{
    private readonly List<OwnPost> _posts = [];

    public void Add(OwnPost post) => _posts.Add(post);

    public void Remove(OwnPost post) => _posts.Remove(post);

    /// <summary>Tells whether an event looks like one of them: the same author, channel and text.</summary>
    public bool MayInclude(ChannelEvent e)
    {
        if (_posts.Count == 0 || e.Kind is not (EventKind.Message or EventKind.MeMessage) || !string.Equals(e.Author, user.Value, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var post in _posts)
        {
            if (string.Equals(post.Channel, e.Chain.Id, StringComparison.Ordinal) && (post.Text is null || string.Equals(post.Text, e.Text, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
