using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GpuDigits.Web.Server;

namespace GpuDigits.Web.Tests;

/// <summary>The server, over real sockets.</summary>
public sealed class ServerTests : IAsyncLifetime, IDisposable
{
    private readonly SmallPage _page = new();
    private PageServer? _server;

    public static TheoryData<string> Escapes =>
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/..\\secret.txt", "/..%5csecret.txt",
        "/models/../../secret.txt", "/models/%2e%2e/%2e%2e/secret.txt", "/models/..%2f..%2fsecret.txt", "//secret.txt", "/./../secret.txt",
        "/%252e%252e/secret.txt", "/....//secret.txt", "/link.txt", "/linked/secret.txt", "/index.html/../../secret.txt", "/..;/secret.txt",
        "/%c0%ae%c0%ae/secret.txt", "/secret.txt%00.html",
    ];

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(_page.Folder, "link.txt"), _page.Beside("secret.txt"));
            Directory.CreateSymbolicLink(Path.Combine(_page.Folder, "linked"), Path.GetDirectoryName(_page.Beside(""))!);
        }

        _server = await PageServer.StartAsync(Site.Read(_page.Folder), null, lan: false);
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose() => _page.Dispose();

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/index.html", "text/html; charset=utf-8")]
    [InlineData("/main.js", "text/javascript; charset=utf-8")]
    [InlineData("/style.css", "text/css; charset=utf-8")]
    [InlineData("/" + SmallPage.Runtime, "application/wasm")]
    [InlineData("/manifest.webmanifest", "application/manifest+json")]
    [InlineData("/icons/192.png", "image/png")]
    [InlineData("/shaders/quad.vert", "text/plain; charset=utf-8")]
    [InlineData("/models/digits.safetensors", "application/octet-stream")]
    public async Task A_file_is_sent_with_its_type(string path, string type)
    {
        var answer = await Get(path);

        Assert.Equal(200, answer.Status);
        Assert.Equal(type, answer.Header("Content-Type"));
        var file = Path.Combine(_page.Folder, path == "/" ? "index.html" : path[1..]);
        Assert.Equal(File.ReadAllBytes(file), answer.Body);
        Assert.Equal($"{answer.Body.Length}", answer.Header("Content-Length"));
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task No_path_leads_out_of_the_folder(string path)
    {
        var answer = await Get(path);

        Assert.Contains(answer.Status, (int[])[400, 404]);
        Assert.DoesNotContain(SmallPage.Secret, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/models/")]
    [InlineData("/models")]
    [InlineData("/_framework/")]
    [InlineData("/icons")]
    [InlineData("/main.js.br")]
    [InlineData("/main.js.gz")]
    [InlineData("/MAIN.JS")]
    public async Task Folders_are_not_listed_and_only_files_by_their_names_are_there(string path) =>
        Assert.Equal(404, (await Get(path)).Status);

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_refused(string method)
    {
        var answer = await RawRequest.SendAsync(_server!.Port, $"{method} /index.html", "Content-Length: 0");

        Assert.Equal(405, answer.Status);
        Assert.Equal("GET, HEAD", answer.Header("Allow"));
    }

    [Fact]
    public async Task Head_sends_what_get_sends_without_the_body()
    {
        var get = await Get("/main.js");
        var head = await RawRequest.SendAsync(_server!.Port, "HEAD /main.js");

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Body);
        get.Headers.Remove("Date");
        head.Headers.Remove("Date");
        Assert.Equal(get.Headers, head.Headers);
        Assert.Empty((await RawRequest.SendAsync(_server.Port, "HEAD /nothing")).Body);
    }

    [Theory]
    [InlineData("Host: evil.example", 421)]
    [InlineData("Host: 127.0.0.1.evil.example", 421)]
    [InlineData("Host: localhost.evil.example", 421)]
    [InlineData("Host: 127.0.0.2", 421)]
    [InlineData("Host: 10.1.2.3", 421)]
    [InlineData("Host: [::1]", 421)]
    [InlineData("Host: ", 421)]
    [InlineData("Host: 127.0.0.1", 200)]
    [InlineData("Host: localhost", 200)]
    [InlineData("Host: LOCALHOST:8013", 200)]
    public async Task Only_this_machines_names_are_answered(string host, int status) =>
        Assert.Equal(status, (await RawRequest.SendAsync(_server!.Port, "GET /", host)).Status);

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("deflate", null)]
    [InlineData("br;q=0", null)]
    [InlineData("nonsense;;", null)]
    public async Task A_file_is_sent_compressed_as_the_browser_accepts_it(string accepted, string? encoding)
    {
        var answer = await Get("/main.js", $"Accept-Encoding: {accepted}");

        Assert.Equal(encoding, answer.Header("Content-Encoding"));
        Assert.Equal("Accept-Encoding", answer.Header("Vary"));
        using var body = new MemoryStream(answer.Body);
        using Stream plain = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        Assert.Equal(File.ReadAllText(Path.Combine(_page.Folder, "main.js")), await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("/", "no-cache")]
    [InlineData("/main.js", "no-cache")]
    [InlineData("/_framework/dotnet.js", "no-cache")]
    [InlineData("/service-worker.js", "no-cache")]
    [InlineData("/models/digits.safetensors", "no-cache")]
    [InlineData("/" + SmallPage.Runtime, "no-cache")]
    [InlineData("/nothing", "no-store")]
    public async Task What_may_change_is_asked_for_again(string path, string caching) =>
        Assert.Equal(caching, (await Get(path)).Header("Cache-Control"));

    [Fact]
    public async Task What_the_browser_has_is_not_sent_again()
    {
        var tag = (await Get("/main.js")).Header("ETag")!;
        var packed = (await Get("/main.js", "Accept-Encoding: br")).Header("ETag")!;
        Assert.NotEqual(tag, packed);

        var same = await Get("/main.js", $"If-None-Match: \"other\", {tag}");
        Assert.Equal(304, same.Status);
        Assert.Empty(same.Body);
        Assert.Equal(200, (await Get("/main.js", $"If-None-Match: {packed}")).Status);
        Assert.Equal(200, (await Get("/main.js", "If-None-Match: \"other\"")).Status);
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("GET /main.js")]
    [InlineData("GET /nothing")]
    [InlineData("POST /")]
    [InlineData("GET /", "Host: evil.example")]
    [InlineData("HEAD /nothing")]
    public async Task Every_answer_forbids_the_page_to_reach_anything_else(string first, params string[] headers)
    {
        var answer = await RawRequest.SendAsync(_server!.Port, first, headers);

        var rules = answer.Header("Content-Security-Policy")!.Split("; ").Select(rule => rule.Split(' ', 2))
            .ToDictionary(r => r[0], r => r[1]);
        Assert.Equal("'none'", rules["default-src"]);
        Assert.Equal("'self' 'wasm-unsafe-eval'", rules["script-src"]);
        Assert.Equal("'none'", rules["frame-ancestors"]);
        string[] allowed = ["'none'", "'self'", "'wasm-unsafe-eval'", "blob:", "data:"];
        Assert.All(rules.Values.SelectMany(rule => rule.Split(' ')), source => Assert.Contains(source, allowed));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("require-corp", answer.Header("Cross-Origin-Embedder-Policy"));
        Assert.Contains("camera=()", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task For_the_network_it_lies_behind_a_path_that_nobody_guesses()
    {
        var site = Site.Read(_page.Folder);
        await using var lan = await PageServer.StartAsync(site, null, lan: true);
        await using var other = await PageServer.StartAsync(site, null, lan: true);

        Assert.Matches("^/[0-9a-f]{8}/$", lan.Root);
        Assert.NotEqual(lan.Root, other.Root);
        Assert.Equal($"http://192.168.1.2:{lan.Port}{lan.Root}", lan.AddressAt(IPAddress.Parse("192.168.1.2")));
        Assert.Equal(200, (await RawRequest.SendAsync(lan.Port, $"GET {lan.Root}")).Status);
        Assert.Equal(200, (await RawRequest.SendAsync(lan.Port, $"GET {lan.Root}main.js")).Status);
        foreach (var path in (string[])["/", "/main.js", other.Root, $"{lan.Root}../secret.txt", $"{lan.Root}..%2fsecret.txt"])
            Assert.Equal(404, (await RawRequest.SendAsync(lan.Port, $"GET {path}")).Status);
        var bare = await RawRequest.SendAsync(lan.Port, $"GET {lan.Root.TrimEnd('/')}");
        Assert.Equal((308, lan.Root), (bare.Status, bare.Header("Location")));
        Assert.Equal(421, (await RawRequest.SendAsync(lan.Port, $"GET {lan.Root}", "Host: evil.example")).Status);
    }

    [Fact]
    public async Task On_the_loopback_address_nobody_else_can_connect()
    {
        foreach (var address in LocalNetwork.Addresses())
        {
            using var client = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(address, _server!.Port));
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_where_it_was_named_and_else_replaced()
    {
        var site = Site.Read(_page.Folder);
        var fault = await Assert.ThrowsAsync<IOException>(() => PageServer.StartAsync(site, _server!.Port, lan: false));
        Assert.Contains($"port {_server!.Port} is taken", fault.Message, StringComparison.Ordinal);

        await using var second = await PageServer.StartAsync(site, null, lan: false);
        await using var third = await PageServer.StartAsync(site, null, lan: false);
        Assert.Equal(3, new[] { _server.Port, second.Port, third.Port }.Distinct().Count());
    }

    [Fact]
    public void A_folder_without_a_page_is_refused() => Assert.Contains(
        "no page is there", Assert.ThrowsAny<IOException>(() => Site.Read(_page.Beside(""))).Message, StringComparison.Ordinal);

    private Task<RawAnswer> Get(string path, params string[] headers) => RawRequest.SendAsync(_server!.Port, $"GET {path}", headers);
}
