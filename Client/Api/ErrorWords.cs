namespace OrleansSocial.Client.Api;

/// <summary>What the error words of the wire mean to a person, and what to do.</summary>
internal static class ErrorWords
{
    /// <summary>Errors that trying again cannot mend: a live tail stops on them.</summary>
    private static readonly HashSet<string> Final = new(StringComparer.Ordinal)
    {
        "not_authed", "invalid_auth", "account_inactive", "token_revoked", "user_removed_from_team", "team_disabled",
        "not_allowed_token_type", "unknown_method", "missing_scope", "invalid_arguments", "invalid_cursor", "invalid_response",
    };

    /// <summary>Says whether the same call would fail for ever: of HTTP's own answers those that send elsewhere or refuse, but not "later".</summary>
    public static bool IsFinal(string error) =>
        Final.Contains(error) || (error.StartsWith("http_3", StringComparison.Ordinal) || error.StartsWith("http_4", StringComparison.Ordinal))
        && error is not ("http_408" or "http_425" or "http_429");

    /// <summary>Explains an error word in a sentence.</summary>
    public static string Explain(string error) => error switch
    {
        "not_authed" => "no token; log in first, or give --token",
        "invalid_auth" => "the token or the password is wrong",
        "token_revoked" or "account_inactive" => "this login has ended; log in again",
        "channel_not_found" => "no such channel, or it is not yours to see",
        "not_in_channel" => "you are not a member of this channel",
        "is_archived" => "the channel is archived",
        "msg_too_long" => "the text is over 40,000 characters",
        "no_text" => "there is no text to post",
        "name_taken" or "email_taken" or "domain_taken" => "somebody has this one already",
        "message_not_found" or "thread_not_found" => "no message with this ts in the channel",
        "ratelimited" => "too many calls; wait and try again",
        "invalid_ts_oldest" or "invalid_ts_latest" => "a ts looks like 1234567890.123456",
        "unknown_method" => "this server does not know the method; is the URL right, and is it new enough?",
        "not_allowed_token_type" or "missing_scope" => "this token may not do that; ops verbs need the operator's token",
        "http_301" or "http_302" or "http_307" or "http_308" => "the server sends elsewhere: give that address, with https where it wants it",
        "http_404" => "this is not an OrleansSocial server, or not its base URL",
        "http_429" or "http_503" => "the server is busy or starting; try again",
        "invalid_response" => "the answer is not that of an OrleansSocial server",
        _ => "the server refused",
    };
}
