namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Writes a member's settings whole: table <c>user_setting</c> of the team's shard. The member is the chain's.</summary>
/// <param name="Prefs">The preferences after the change, a JSON object.</param>
/// <param name="SnoozeTs">Until when the member wants no notifications, microseconds since 1970; 0 for no snooze.</param>
/// <param name="Away">Whether the member wants to look away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserSettingSet")]
public sealed record UserSettingSet([property: Id(0)] string Prefs, [property: Id(1)] long SnoozeTs, [property: Id(2)] bool Away) : RowEffect
{
    /// <inheritdoc/>
    public override int SizeBytes => 64 + (Prefs.Length * 2);

    /// <summary>Never the values: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(UserSettingSet);
}
