using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Sets preferences of the caller: one by <c>name</c> and <c>value</c>, or several as JSON in <c>prefs</c> (Slack's clients: users.prefs.set).</summary>
internal static class UsersPrefsSet
{
    public static SlackMethod Method { get; } = new(
        "users.prefs.set", SlackTokenKind.User, Writes: true, [
            new("name?", "A preference's name; with value."), new("value?: text", "Its value: a text, number or truth value as JSON, or a plain text."),
            new("prefs?: object", "Several at once: an object of names and values."),
        ],
        [PrefsReply.Field, "errors!: text[]"], ["invalid_prefs", "too_long", "too_many_prefs"],
        HandleAsync, Summary: "Sets preferences of the caller.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var prefs = Read(call.Arguments);
        SettingsResult? result = null;
        for (var i = 0; i < prefs.Count; i++)
        {
            var (pref, key) = (prefs[i], DedupeKeys.Part(call.DedupeKey, i));
            result = await call.Services.Retry.RunAsync(() => call.User.SetPref(pref, key), static r => r.Error == UserError.Unavailable);
            if (result.Error != UserError.None)
            {
                return SlackError.Reply(result.Error, result.RetryAfter);
            }
        }

        return PrefsReply.Of(result?.Settings ?? await call.ReadAsync(() => call.User.Settings()));
    }

    private static List<MemberPref> Read(SlackArguments arguments)
    {
        if (arguments.Text("prefs") is not { } json)
        {
            return [Checked(arguments.Required("name"), JsonText.Of(writer => writer.WriteStringValue(arguments.Raw("value") ?? string.Empty)))];
        }

        using var document = JsonText.Parse(json, "prefs", JsonValueKind.Object, "invalid_prefs");
        var prefs = document.RootElement.EnumerateObject().Select(p => p.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null
            ? throw Invalid(p.Name, "must be a text, a number or a truth value")
            : Checked(p.Name, p.Value.GetRawText())).ToList();
        return prefs.Count <= IUserGrain.PrefsMax ? prefs : throw new SlackRefusedException("too_many_prefs");
    }

    private static MemberPref Checked(string name, string value)
    {
        if (name.Length is 0 or > MemberPref.NameLengthMax || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            throw Invalid(name, $"a name has 1 to {MemberPref.NameLengthMax} of a-z, A-Z, 0-9, _, - and .");
        }

        var lengthMax = MemberPref.LengthMaxOf(name);
        return value.Length <= lengthMax
            ? new MemberPref(name, value)
            : throw JsonText.Invalid("too_long", new JsonFault($"must be less than {lengthMax + 1} characters of JSON").Under(name).Under("prefs"));
    }

    private static SlackRefusedException Invalid(string name, string problem) => JsonText.Invalid("invalid_prefs", new JsonFault(problem).Under(name).Under("prefs"));
}
