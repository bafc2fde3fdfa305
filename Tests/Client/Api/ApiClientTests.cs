using Microsoft.AspNetCore.Http;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Tests.Client.Api;

public sealed class ApiClientTests
{
    private static readonly Dictionary<string, string?> None = new(StringComparer.Ordinal);

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_it_names()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var calls = 0;
        gateway.On("auth.test", async (_, response) =>
        {
            if (++calls == 1)
            {
                response.StatusCode = 429;
                response.Headers.RetryAfter = "1";
                await response.WriteAsJsonAsync(new { ok = false, error = "ratelimited" });
                return;
            }

            await response.WriteAsJsonAsync(new { ok = true, user_id = "U1" });
        });
        using var api = new ApiClient(gateway.BaseUrl, "t", TimeProvider.System);

        var started = TimeProvider.System.GetTimestamp();
        var answer = await api.CallAsync("auth.test", None, CancellationToken.None);

        Assert.Equal("U1", answer.Text("user_id"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Only_a_repeatable_call_is_repeated_after_a_broken_answer()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var calls = 0;
        gateway.On("chat.postMessage", async (form, response) =>
        {
            Assert.Equal("k", form["client_msg_id"]);
            if (++calls % 2 == 1)
            {
                response.HttpContext.Abort();
                return;
            }

            await response.WriteAsJsonAsync(new { ok = true });
        });
        using var api = new ApiClient(gateway.BaseUrl, "t", TimeProvider.System);
        var post = new Dictionary<string, string?>(StringComparer.Ordinal) { ["client_msg_id"] = "k", ["thread_ts"] = null };

        await api.CallRepeatableAsync("chat.postMessage", post, CancellationToken.None);
        Assert.Equal(2, calls);

        await Assert.ThrowsAsync<UnreachableException>(() => api.CallAsync("chat.postMessage", post, CancellationToken.None));
        Assert.Equal(3, calls);
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"channel_not_found"}""", "channel_not_found")]
    [InlineData(200, "<html>", "invalid_response")]
    [InlineData(200, "[]", "invalid_response")]
    [InlineData(404, "", "http_404")]
    public async Task A_refusal_has_a_word(int status, string body, string word)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.On("auth.test", (_, response) =>
        {
            response.StatusCode = status;
            return response.WriteAsync(body);
        });
        using var api = new ApiClient(gateway.BaseUrl, "t", TimeProvider.System);

        var refused = await Assert.ThrowsAsync<ApiException>(() => api.CallAsync("auth.test", None, CancellationToken.None));

        Assert.Equal(word, refused.Error);
    }
}
