using OrleansSocial.Gateway.Photos;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Sets the caller's picture (Slack: users.setPhoto).</summary>
internal static class UsersSetPhoto
{
    public static SlackMethod Method { get; } = new(
        "users.setPhoto", SlackTokenKind.User, Writes: true,
        [
            new("image: text", $"The picture, as a file of multipart/form-data: PNG, JPEG or GIF, at most {PhotoMaker.SideMax} pixels a side and {PhotoMaker.PixelsMax} in all."),
            new("crop_x?: int", "The left side of the square to use, pixels; 0 when absent."),
            new("crop_y?: int", "Its upper side; 0 when absent."),
            new("crop_w?: int", "Its side. Absent: all of the picture, with white borders if it is no square."),
        ],
        [new("profile: object", UserJson.PhotoFields)], ["bad_image", "too_large", "too_many_frames"],
        HandleAsync, Summary: "Sets the caller's picture.")
    {
        Tier = RateTier.Tier2,
        TakesFile = true,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        _ = call.Arguments.Required("image");
        if (call.Arguments.File is not { } file || !string.Equals(file.Name, "image", StringComparison.Ordinal))
        {
            return SlackReply.Refused("bad_image");
        }

        var (fault, photo) = await call.Services.Photos.MakeAsync(file.Content, Crop(call.Arguments), call.Caller.User);
        if (photo is null)
        {
            return Refusal(fault);
        }

        var result = await call.Services.Retry.RunAsync(
            () => call.Team.SetPhoto(call.Caller, call.Caller.User, photo, call.DedupeKey), static r => r.Error == TeamError.Unavailable);
        return result is { Error: TeamError.None, Member: { } member }
            ? SlackReply.Ok(writer =>
            {
                writer.WriteStartObject("profile"u8);
                UserJson.WritePhoto(writer, member, call.Caller.Team, call.BaseUrl);
                writer.WriteEndObject();
            })
            : SlackError.Reply(result.Error, result.RetryAfter);
    }

    private static PhotoCrop? Crop(SlackArguments arguments)
    {
        var (x, y) = (arguments.Number("crop_x", 0, 0, PhotoMaker.SideMax), arguments.Number("crop_y", 0, 0, PhotoMaker.SideMax));
        return arguments.Text("crop_w") is null ? null : new PhotoCrop(x, y, arguments.Number("crop_w", 0, 1, PhotoMaker.SideMax));
    }

    private static SlackReply Refusal(PhotoFault fault) => fault switch
    {
        PhotoFault.TooLarge => SlackReply.Refused("too_large"),
        PhotoFault.TooManyFrames => SlackReply.Refused("too_many_frames"),
        PhotoFault.BadCrop => throw new SlackRefusedException(SlackError.InvalidArguments, "the crop is not inside the image"),
        PhotoFault.Busy => SlackReply.RateLimited(TimeSpan.FromSeconds(1)),
        _ => SlackReply.Refused("bad_image"),
    };
}
