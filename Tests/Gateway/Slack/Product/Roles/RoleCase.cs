namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>A row of the matrix: a method with arguments that succeed for whoever may.</summary>
/// <param name="Method">The method.</param>
/// <param name="Note">What it is done to, where it matters whose that is; else empty.</param>
/// <param name="Arguments">Makes what the call acts on, and names it.</param>
internal sealed record RoleCase(string Method, string Note, Func<RoleBench, Task<(string Name, string? Value)[]>> Arguments)
{
    /// <summary>Gets the row's first cell.</summary>
    public string Title => Note.Length == 0 ? Method : $"{Method} ({Note})";
}
