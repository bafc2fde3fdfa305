namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Writes a user group whole: table <c>user_group</c>; the handle is unique in the team.</summary>
/// <param name="Group">The group after the change.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserGroupSet")]
public sealed record UserGroupSet([property: Id(0)] Teams.UserGroup Group) : RowEffect
{
    /// <inheritdoc/>
    public override int SizeBytes => 1024 + ((Group.Users.Length + Group.Channels.Length) * 32);

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(UserGroupSet);
}
