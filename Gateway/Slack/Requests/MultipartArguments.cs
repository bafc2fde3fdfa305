using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>Reads multipart/form-data: fields are arguments; files are left out, but for methods that take one.</summary>
internal static class MultipartArguments
{
    private const int BoundaryLengthMax = 200;

    /// <summary>Adds the fields of a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="contentType">Its type, with the boundary.</param>
    /// <param name="into">Receives the arguments.</param>
    /// <param name="takesFile">Whether a file is kept.</param>
    public static async Task ReadAsync(ReadOnlyMemory<byte> body, MediaTypeHeaderValue contentType, SlackArguments into, bool takesFile)
    {
        var boundary = HeaderUtilities.RemoveQuotes(contentType.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > BoundaryLengthMax)
        {
            throw new SlackRefusedException(SlackError.InvalidFormData, "no boundary");
        }

        using var stream = new MemoryStream(body.ToArray(), writable: false);
        var reader = new MultipartReader(boundary, stream);
        try
        {
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition
                    || !(disposition.IsFormDisposition() || (takesFile && into.File is null && disposition.IsFileDisposition())))
                {
                    continue;
                }

                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content);
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? string.Empty;
                if (disposition.IsFileDisposition())
                {
                    into.Add(new SlackFile(name, content.ToArray()));
                    continue;
                }

                SlackArguments.CheckLength(name, (int)content.Length);
                into.Add(name, FormArguments.Text(content.GetBuffer().AsSpan(0, (int)content.Length), Encoding.UTF8, SlackError.InvalidFormData));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new SlackRefusedException(SlackError.InvalidFormData, e);
        }
    }
}
