using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The error words of the wire, and the one place that maps refusals to them.</summary>
internal static class SlackError
{
    public const string NotAuthed = "not_authed";
    public const string InvalidAuth = "invalid_auth";
    public const string TokenRevoked = "token_revoked";
    public const string AccountInactive = "account_inactive";
    public const string NotAllowedTokenType = "not_allowed_token_type";
    public const string MissingScope = "missing_scope";
    public const string RateLimited = "ratelimited";
    public const string Unavailable = "service_unavailable";
    public const string FatalError = "fatal_error";
    public const string UnknownMethod = "unknown_method";
    public const string InvalidArguments = "invalid_arguments";
    public const string InvalidJson = "invalid_json";
    public const string JsonNotObject = "json_not_object";
    public const string InvalidFormData = "invalid_form_data";
    public const string InvalidPostType = "invalid_post_type";
    public const string InvalidCharset = "invalid_charset";
    public const string InvalidCursor = "invalid_cursor";
    public const string InvalidLimit = "invalid_limit";
    public const string ChannelNotFound = "channel_not_found";
    public const string UserNotFound = "user_not_found";
    public const string MessageNotFound = "message_not_found";

    /// <summary>Words that any method may answer under status 200.</summary>
    public static readonly IReadOnlyList<string> OfEveryMethod =
        [InvalidArguments, InvalidJson, JsonNotObject, InvalidFormData, InvalidPostType, InvalidCharset, FatalError];

    /// <summary>Words that any method with a token may answer.</summary>
    public static readonly IReadOnlyList<string> OfTokens = [NotAuthed, InvalidAuth, TokenRevoked, AccountInactive, NotAllowedTokenType, MissingScope];

    /// <summary>The word for a channel's refusal. Busy and Unavailable are no words: they are 429 and 503.</summary>
    public static string From(PostError error) => error switch
    {
        PostError.None => throw new ArgumentOutOfRangeException(nameof(error)),
        PostError.ChannelNotFound => ChannelNotFound,
        PostError.NotInChannel => "not_in_channel",
        PostError.IsArchived => "is_archived",
        PostError.MessageNotFound => MessageNotFound,
        PostError.CantUpdateMessage => "cant_update_message",
        PostError.CantDeleteMessage => "cant_delete_message",
        PostError.AlreadyReacted => "already_reacted",
        PostError.NoReaction => "no_reaction",
        PostError.TooManyReactions => "too_many_emoji",
        PostError.ThreadNotFound => "thread_not_found",
        PostError.AlreadyInChannel => "already_in_channel",
        PostError.UserNotFound => UserNotFound,
        PostError.CantInviteSelf => "cant_invite_self",
        PostError.CantKickSelf => "cant_kick_self",
        PostError.CantLeaveGeneral => "cant_leave_general",
        PostError.RestrictedAction => "restricted_action",
        PostError.MethodNotSupported => "method_not_supported_for_channel_type",
        PostError.TooManyMembers => "too_many_users",
        PostError.Busy => RateLimited,
        PostError.Unavailable => Unavailable,
        PostError.InvalidText => InvalidArguments,
        PostError.AlreadyArchived => "already_archived",
        PostError.NotArchived => "not_archived",
        PostError.CantArchiveGeneral => "cant_archive_general",
        PostError.NameTaken => "name_taken",
        PostError.ExtrasTooLong => "msg_blocks_too_long",
        PostError.UserNotInChannel => "user_not_in_channel",
        PostError.AlreadyPinned => "already_pinned",
        PostError.NotPinned => "no_pin",
        PostError.TooManyPins => "too_many_pins",
        PostError.BookmarkNotFound => "not_found",
        PostError.TooManyBookmarks => "too_many_bookmarks",
        PostError.LastMember => "last_member",
    };

    /// <summary>The word for a team's refusal.</summary>
    public static string From(TeamError error) => error switch
    {
        TeamError.None => throw new ArgumentOutOfRangeException(nameof(error)),
        TeamError.NameTaken => "name_taken",
        TeamError.TooManyChannels => "restricted_action",
        TeamError.TooManyMembers => "too_many_users",
        TeamError.UserNotFound => UserNotFound,
        TeamError.RestrictedAction => "restricted_action",
        TeamError.Busy => RateLimited,
        TeamError.Unavailable => Unavailable,
        TeamError.NotAdmin => "not_admin",
        TeamError.CantUpdateAdmin => "cannot_update_admin_user",
        TeamError.StatusHalfCleared => "must_clear_both_status_text_and_status_emoji",
        TeamError.InvalidValue => InvalidArguments,
        TeamError.EmojiNameTaken => "error_name_taken",
        TeamError.EmojiNotFound => "emoji_not_found",
        TeamError.TooManyEmoji => "emoji_limit_reached",
        TeamError.NotYourEmoji => "not_an_admin",
        TeamError.InvalidAlias => "error_invalid_alias",
        TeamError.GroupNotFound => "no_such_subteam",
        TeamError.GroupForbidden => "permission_denied",
        TeamError.GroupNameTaken => "name_already_exists",
        TeamError.HandleTaken => "handle_already_exists",
        TeamError.TooManyGroups => "too_many_usergroups",
        TeamError.InvalidGroupChannel => "invalid_channel_provided",
        TeamError.UnknownGroupUsers => "failed_for_some_users",
        TeamError.TooManyGroupUsers => "subteam_max_users_exceeded",
        TeamError.MemberInactive => AccountInactive,
    };

    /// <summary>The word for a refusal of a member's settings.</summary>
    public static string From(UserError error) => error switch
    {
        UserError.None => throw new ArgumentOutOfRangeException(nameof(error)),
        UserError.TooManyPrefs => "too_many_prefs",
        UserError.SnoozeNotActive => "snooze_not_active",
        UserError.InvalidValue => InvalidArguments,
        UserError.Busy => RateLimited,
        UserError.Unavailable => Unavailable,
    };

    /// <summary>The word for a refusal around accounts.</summary>
    public static string From(AccountError error) => error switch
    {
        AccountError.None => throw new ArgumentOutOfRangeException(nameof(error)),
        AccountError.EmailTaken => "email_taken",
        AccountError.DomainTaken => "domain_taken",
        AccountError.InvalidInvite => "invalid_invite",
        AccountError.InvalidCredentials => InvalidAuth,
        AccountError.TeamNotFound => "team_not_found",
        AccountError.Unavailable => Unavailable,
        AccountError.Busy => RateLimited,
        AccountError.TooManyMembers => "too_many_users",
        AccountError.AccountInactive => AccountInactive,
        AccountError.RestrictedAction => "restricted_action",
        AccountError.UserNotFound => UserNotFound,
        AccountError.NotFound => "not_found",
        AccountError.TooManyApps => "limit_reached",
        AccountError.NameTaken => "name_taken",
    };

    /// <summary>The word for a refusal of OAuth.</summary>
    public static string From(OAuthError error) => error switch
    {
        OAuthError.None => throw new ArgumentOutOfRangeException(nameof(error)),
        OAuthError.InvalidClientId => "invalid_client_id",
        OAuthError.BadClientSecret => "bad_client_secret",
        OAuthError.InvalidCode => "invalid_code",
        OAuthError.CodeAlreadyUsed => "code_already_used",
        OAuthError.BadRedirectUri => "bad_redirect_uri",
        OAuthError.RestrictedAction => "restricted_action",
        OAuthError.InvalidScope => "invalid_scope",
        OAuthError.TooManyCodes => "limit_reached",
        OAuthError.NotFound => "not_found",
    };

    /// <summary>The answer to a channel's refusal.</summary>
    public static SlackReply Reply(PostError error, TimeSpan retryAfter) => error switch
    {
        PostError.Busy => SlackReply.RateLimited(retryAfter),
        PostError.Unavailable => SlackReply.Unavailable(retryAfter),
        _ => SlackReply.Refused(From(error)),
    };

    /// <summary>The answer to a team's refusal.</summary>
    public static SlackReply Reply(TeamError error, TimeSpan retryAfter) => error switch
    {
        TeamError.Busy => SlackReply.RateLimited(retryAfter),
        TeamError.Unavailable => SlackReply.Unavailable(retryAfter),
        _ => SlackReply.Refused(From(error)),
    };

    /// <summary>The answer to a refusal of a member's settings.</summary>
    public static SlackReply Reply(UserError error, TimeSpan retryAfter) => error switch
    {
        UserError.Busy => SlackReply.RateLimited(retryAfter),
        UserError.Unavailable => SlackReply.Unavailable(retryAfter),
        _ => SlackReply.Refused(From(error)),
    };

    /// <summary>The answer to a refusal around accounts.</summary>
    public static SlackReply Reply(AccountError error) => error switch
    {
        AccountError.Busy => SlackReply.RateLimited(TimeSpan.FromSeconds(1)),
        AccountError.Unavailable => SlackReply.Unavailable(TimeSpan.FromSeconds(1)),
        _ => SlackReply.Refused(From(error)),
    };
}
