namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>Somebody with a token.</summary>
/// <param name="Token">Their token.</param>
/// <param name="User">Their id.</param>
/// <param name="Email">What they log in by; empty for bots.</param>
internal sealed record RoleAccount(string Token, string User, string Email);
