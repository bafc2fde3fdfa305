namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>An app that a test made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">Its bot's member.</param>
/// <param name="BotToken">Its bot's token.</param>
/// <param name="AppToken">Its app-level token.</param>
/// <param name="SigningSecret">What signs requests to it.</param>
internal sealed record TestApp(string Id, string User, string BotToken, string AppToken, string SigningSecret);
