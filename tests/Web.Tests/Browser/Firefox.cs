using System.Diagnostics;
using System.Net.WebSockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>A Firefox with one tab. It is spoken to in WebDriver BiDi, of which this is all that the tests need.</summary>
internal sealed partial class Firefox : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private string _tab = "";
    private int _last;

    private Firefox(Process process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    /// <param name="program">Firefox.</param>
    /// <param name="screen">An X11 display: Firefox has no WebGL without one.</param>
    /// <param name="proxy">The only way out of this machine, as <c>address:port</c>.</param>
    public static async Task<Firefox> StartAsync(string program, string screen, string proxy)
    {
        var profile = Directory.CreateTempSubdirectory("gpudigits-");
        var at = proxy.Split(':');
        await File.WriteAllTextAsync(Path.Combine(profile.FullName, "user.js"), $"""
            user_pref("webgl.force-enabled", true);
            user_pref("webgl.forbid-software", false);
            user_pref("network.proxy.type", 1);
            user_pref("network.proxy.http", "{at[0]}");
            user_pref("network.proxy.http_port", {at[1]});
            user_pref("network.proxy.ssl", "{at[0]}");
            user_pref("network.proxy.ssl_port", {at[1]});
            """);
        string[] arguments = ["--no-remote", "--profile", profile.FullName, "--remote-debugging-port", "0", "about:blank"];
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DISPLAY"] = screen },
        };
        var firefox = new Firefox(Process.Start(start)!, profile);
        try
        {
            await firefox.ConnectAsync();
            return firefox;
        }
        catch
        {
            await firefox.DisposeAsync();
            throw;
        }
    }

    public async Task OpenAsync(string address, PageSize size)
    {
        var window = new JsonObject { ["width"] = size.Width, ["height"] = size.Height };
        await AskAsync("browsingContext.setViewport", new() { ["context"] = _tab, ["viewport"] = window });
        await AskAsync("browsingContext.navigate", new() { ["context"] = _tab, ["url"] = address, ["wait"] = "complete" });
    }

    /// <summary>The value of an expression: a number, a text, or whether. Waits for promises.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var target = new JsonObject { ["context"] = _tab };
        var answer = await AskAsync("script.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["target"] = target });
        Assert.True(answer.GetProperty("type").GetString() == "success", answer.GetRawText());
        var result = answer.GetProperty("result");
        return result.TryGetProperty("value", out var value) ? value : result;
    }

    /// <summary>Draws strokes with a <c>mouse</c> or by <c>touch</c>, a point in 8 milliseconds.</summary>
    public Task WriteAsync(IEnumerable<Vector2[]> strokes, string with)
    {
        var steps = new JsonArray();
        foreach (var stroke in strokes)
        {
            steps.Add(Move(stroke[0]));
            steps.Add(new JsonObject { ["type"] = "pointerDown", ["button"] = 0 });
            foreach (var point in stroke.Skip(1))
                steps.Add(Move(point));
            steps.Add(new JsonObject { ["type"] = "pointerUp", ["button"] = 0 });
        }
        var pointer = new JsonObject
        {
            ["type"] = "pointer",
            ["id"] = "hand",
            ["parameters"] = new JsonObject { ["pointerType"] = with },
            ["actions"] = steps,
        };
        return AskAsync("input.performActions", new() { ["context"] = _tab, ["actions"] = new JsonArray(pointer) });

        static JsonObject Move(Vector2 at) => new() { ["type"] = "pointerMove", ["x"] = (int)at.X, ["y"] = (int)at.Y, ["duration"] = 8 };
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task ConnectAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        Match at;
        do
        {
            var line = await _process.StandardError.ReadLineAsync(limit.Token);
            Assert.True(line is not null, "Firefox ended before it could be spoken to");
            at = Listening().Match(line);
        }
        while (!at.Success);
        // It would stop if nobody took what it says later.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await _socket.ConnectAsync(new(at.Groups[1].Value + "/session"), limit.Token);
        await AskAsync("session.new", new() { ["capabilities"] = new JsonObject() });
        _tab = (await AskAsync("browsingContext.getTree", [])).GetProperty("contexts")[0].GetProperty("context").GetString()!;
    }

    /// <summary>Sends a command and waits for its answer; fails with what Firefox says if it refuses.</summary>
    private async Task<JsonElement> AskAsync(string method, JsonObject parameters)
    {
        using var limit = new CancellationTokenSource(Longest);
        var command = new JsonObject { ["id"] = ++_last, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            using var message = new MemoryStream();
            var part = new byte[16384];
            WebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(part, limit.Token);
                message.Write(part, 0, received.Count);
            }
            while (!received.EndOfMessage);
            var answer = JsonDocument.Parse(message.ToArray()).RootElement;
            // Others are events.
            if (!answer.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || id.GetInt32() != _last)
                continue;
            Assert.True(answer.GetProperty("type").GetString() == "success", $"{method}: {answer.GetRawText()}");
            return answer.GetProperty("result");
        }
    }

    [GeneratedRegex("WebDriver BiDi listening on (ws://\\S+)")]
    private static partial Regex Listening();
}
