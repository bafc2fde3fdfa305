namespace OrleansSocial.Gateway.Slack;

/// <summary>Which token a method asks for.</summary>
internal enum SlackTokenKind
{
    /// <summary>None; one that is sent is not looked at.</summary>
    None,

    /// <summary>A person's or a bot's.</summary>
    Any,

    /// <summary>A person's.</summary>
    User,

    /// <summary>An app's app-level one, in the header only.</summary>
    App,

    /// <summary>The operator's.</summary>
    Operator,
}
