using Npgsql;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Writes.Effects;

namespace OrleansSocial.Storage.Writes;

/// <summary>A statement for each type of effect; a flush sends those that occur in it.</summary>
internal sealed class EffectStatements
{
    private readonly ChannelSetStatement _channels = new();
    private readonly ChannelMemberSetStatement _members = new();
    private readonly MessageEditStatement _edits = new();
    private readonly MentionsSetStatement _mentions = new();
    private readonly ThreadReplyStatement _replies = new();
    private readonly ReactionSetStatement _reactions = new();
    private readonly MessageTombstoneStatement _tombstones = new();
    private readonly UserChannelSetStatement _userChannels = new();
    private readonly ReadCursorSetStatement _cursors = new();
    private readonly PinSetStatement _pins = new();
    private readonly BookmarkSetStatement _bookmarks = new();
    private readonly ThreadFollowSetStatement _follows = new();
    private readonly TeamMemberSetStatement _teamMembers = new();
    private readonly MemberPhotoSetStatement _photos = new();
    private readonly TeamChannelSetStatement _teamChannels = new();
    private readonly AuditAddStatement _audit = new();
    private readonly CustomEmojiSetStatement _emoji = new();
    private readonly UserGroupSetStatement _groups = new();
    private readonly UserSettingSetStatement _settings = new();
    private readonly EffectStatement[] _all;

    // Tombstones come after edits, mentions, replies and reactions: of one flush, the tombstone is what stays.
    public EffectStatements() =>
        _all =
        [
            _channels, _members, _edits, _mentions, _replies, _reactions, _tombstones,
            _userChannels, _cursors, _pins, _bookmarks, _follows, _teamMembers, _photos, _teamChannels, _audit, _emoji, _groups, _settings,
        ];

    /// <summary>Empties the columns for the next flush.</summary>
    public void Clear()
    {
        foreach (var statement in _all)
        {
            statement.Clear();
        }
    }

    /// <summary>Adds a row's effects.</summary>
    public void Add(WriteBatch batch, WriteRow row)
    {
        foreach (var effect in row.Effects)
        {
            Add(batch, row, effect);
        }
    }

    /// <summary>Adds the statements that have something to do.</summary>
    public int AddTo(NpgsqlBatchCommandCollection commands)
    {
        var count = 0;
        foreach (var statement in _all)
        {
            if (statement.Count > 0)
            {
                commands.Add(statement.Command);
                count++;
            }
        }

        return count;
    }

    private void Add(WriteBatch batch, WriteRow row, RowEffect effect)
    {
        switch (effect)
        {
            case ChannelSet e:
                _channels.Add(batch, row, e);
                break;
            case ChannelMemberSet e:
                _members.Add(batch, row, e);
                break;
            case MessageEdit e:
                _edits.Add(batch, row, e);
                break;
            case MentionsSet e:
                _mentions.Add(batch, row, e);
                break;
            case ThreadReply e:
                _replies.Add(batch, row, e);
                break;
            case ReactionSet e:
                _reactions.Add(batch, row, e);
                break;
            case MessageTombstone e:
                _tombstones.Add(batch, row, e);
                break;
            case UserChannelSet e:
                _userChannels.Add(batch, row, e);
                break;
            case ReadCursorSet e:
                _cursors.Add(batch, row, e);
                break;
            case PinSet e:
                _pins.Add(batch, row, e);
                break;
            case BookmarkSet e:
                _bookmarks.Add(batch, row, e);
                break;
            case ThreadFollowSet e:
                _follows.Add(batch, row, e);
                break;
            case TeamMemberSet e:
                _teamMembers.Add(batch, row, e);
                break;
            case MemberPhotoSet e:
                _photos.Add(batch, row, e);
                break;
            case TeamChannelSet e:
                _teamChannels.Add(batch, row, e);
                break;
            case AuditAdd e:
                _audit.Add(batch, row, e);
                break;
            case CustomEmojiSet e:
                _emoji.Add(batch, row, e);
                break;
            case UserGroupSet e:
                _groups.Add(batch, row, e);
                break;
            case UserSettingSet e:
                _settings.Add(batch, row, e);
                break;
            default:
                throw new ArgumentException($"No statement for {effect.GetType().Name}.", nameof(effect));
        }
    }
}
