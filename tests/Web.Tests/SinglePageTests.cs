using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GpuDigits.Training.Web;

namespace GpuDigits.Web.Tests;

/// <summary>The page as one file.</summary>
public sealed partial class SinglePageTests : IDisposable
{
    private readonly SmallPage _page = new();
    private readonly string _model;
    private readonly string _to;

    public SinglePageTests()
    {
        _model = _page.Beside("own.safetensors");
        _to = _page.Beside("page.html");
        File.WriteAllText(_model, "another model");
    }

    public void Dispose() => _page.Dispose();

    [Fact]
    public void All_parts_are_inside_with_the_named_model()
    {
        var parts = Unpack(Save());

        Assert.Equal(
            ["_framework/dotnet.js", SmallPage.Runtime, "main.js", "models/digits.safetensors", "other.js", "shaders/quad.vert"],
            parts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("another model", Encoding.UTF8.GetString(parts["models/digits.safetensors"].Bytes));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_page.Folder, "main.js")), parts["main.js"].Bytes);
        Assert.Equal("text/javascript", parts["main.js"].Type);
        Assert.Equal("application/wasm", parts[SmallPage.Runtime].Type);
    }

    [Fact]
    public void It_names_no_other_file_and_its_policy_allows_what_is_inside_only()
    {
        var html = Save();

        Assert.DoesNotMatch("(src|href)=\"(?!data:)", html);
        var policy = Policy().Match(html).Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Equal(
            "connect-src 'self' blob:", Assert.Single(policy.Split("; "), rule => rule.Contains("'self'", StringComparison.Ordinal)));
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        string[] inside = [Module().Match(html).Groups[1].Value, Style().Match(html).Groups[1].Value];
        Assert.All(inside, text => Assert.Contains(
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'", policy, StringComparison.Ordinal));
        Assert.Single(MetaCharset().Matches(html));
        Assert.True(html.IndexOf("Content-Security-Policy", StringComparison.Ordinal) < html.IndexOf("<style", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_page_gives_the_same_bytes() => Assert.Equal(Save(), Save());

    [Theory]
    [InlineData("index.html", "<html><head></head><body></body></html>", "main.js")]
    [InlineData("index.html", "<html><head></head><body><script src=\"main.js\"></script><script>1</script></body></html>", "main.js")]
    [InlineData("style.css", "@import 'other.css';", "style.css")]
    [InlineData("style.css", "body { background: url(x.png); }", "style.css")]
    public void What_cannot_be_in_one_file_is_refused_and_the_old_file_stays(string name, string content, string named)
    {
        File.WriteAllText(_to, "old");
        _page.Add(name, content);

        var fault = Assert.Throws<InvalidDataException>(() => SinglePage.Save(_to, _page.Folder, _model));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_to));
    }

    [Fact]
    public void A_page_without_its_start_script_is_refused()
    {
        File.Delete(Path.Combine(_page.Folder, "single-page.js"));
        Assert.Contains("single-page.js", Assert.ThrowsAny<IOException>(() => SinglePage.Save(_to, _page.Folder, _model)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(100_001)]
    public void Bytes_come_back_from_the_text(int size)
    {
        byte[] bytes = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];

        var text = ScriptBytes.Encode(bytes);

        Assert.True(text.AsSpan().IndexOfAny((byte)0, (byte)'\r', (byte)'<') < 0);
        Assert.True(text.Length <= size + (size / 64) + 4);
        Assert.Equal(bytes, Decode(text));
    }

    [Fact]
    public void Outside_of_the_parts_it_is_ASCII_so_that_any_server_may_call_it_UTF8()
    {
        var plain = File.ReadAllText(Path.Combine(_page.Folder, "index.html"));
        _page.Add("index.html", plain.Replace("Small", "Größe 𝟘", StringComparison.Ordinal));

        var html = Save();

        Assert.Contains("<title>Gr&#246;&#223;e &#120792;</title>", html, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(Parts().Replace(html, "")));
        Assert.True(html.IndexOf("<meta charset=\"windows-1252\">", StringComparison.Ordinal) is >= 0 and < 900);
    }

    /// <summary>The script that starts the page, in another JavaScript engine than a browser's: it finds every byte.</summary>
    [SkippableFact]
    public void Its_own_script_finds_the_parts()
    {
        var script = File.ReadAllText(Path.Combine(_page.Folder, "single-page.js"));
        File.WriteAllBytes(_page.Beside("all.bin"), [.. Enumerable.Range(0, 70_003).Select(i => (byte)(i * i / 3))]);
        File.Copy(_page.Beside("all.bin"), _model, overwrite: true);
        Save();
        // Everything from the second function on only declares; the page itself is what is missing here.
        var functions = script[script.IndexOf("// A server may", StringComparison.Ordinal)..];
        File.WriteAllText(_page.Beside("try.mjs"), functions + """

            import { readFileSync } from 'node:fs';
            import { resolveObjectURL } from 'node:buffer';
            globalThis.location = { href: 'page' };
            globalThis.fetch = async () => ({ arrayBuffer: async () => new Uint8Array(readFileSync('page.html')).buffer });
            const stream = new Blob([bytes(await ownText())]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
            const addresses = link(await new Response(stream).arrayBuffer());
            const content = async name => Buffer.from(await resolveObjectURL(addresses[name]).arrayBuffer());
            console.log((await content('models/digits.safetensors')).equals(readFileSync('all.bin')));
            console.log((await content('main.js')).toString().startsWith(`import '${addresses['other.js']}';`));
            console.log((await content('_framework/dotnet.js')).toString());
            """);
        var (code, said) = Run("node", "try.mjs");
        Skip.If(code is null, "node is not there");

        Assert.Equal("true\ntrue\nexport const dotnet = 'file:///_framework/dotnet.js';\n", said);
    }

    private (int? Code, string Said) Run(string program, string argument)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, WorkingDirectory = _page.Beside("") })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said);
        }
        catch (Win32Exception)
        {
            return (null, "");
        }
    }

    private string Save()
    {
        SinglePage.Save(_to, _page.Folder, _model);
        return Encoding.Latin1.GetString(File.ReadAllBytes(_to));
    }

    private static Dictionary<string, (string Type, byte[] Bytes)> Unpack(string html)
    {
        var packed = Decode(Encoding.Latin1.GetBytes(Parts().Match(html).Groups[1].Value));
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        deflate.CopyTo(whole);
        var bytes = whole.ToArray();
        var head = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var at = 4 + head;
        var parts = new Dictionary<string, (string, byte[])>();
        foreach (var part in JsonDocument.Parse(bytes.AsMemory(4, head)).RootElement.EnumerateArray())
        {
            var size = part.GetProperty("size").GetInt32();
            var content = bytes[at..(at + size)];
            parts.Add(part.GetProperty("name").GetString()!, (part.GetProperty("type").GetString()!,
                part.GetProperty("planes").GetBoolean() ? Together(content) : content));
            at += size;
        }

        Assert.Equal(bytes.Length, at);
        return parts;
    }

    private static byte[] Together(byte[] planes) =>
        [.. planes.Select((b, i) => i < planes.Length / 4 * 4 ? planes[(i % 4 * (planes.Length / 4)) + (i / 4)] : b)];

    private static byte[] Decode(byte[] text)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
            bytes.Add(text[at] == 1 ? (byte)(text[++at] ^ 0x40) : text[at]);
        return [.. bytes];
    }

    [GeneratedRegex("<script type=\"text/plain\" data-model=\"[0-9A-F]{16}\" id=\"parts\">([^<]*)</script>")]
    private static partial Regex Parts();

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")]
    private static partial Regex Policy();

    [GeneratedRegex("<script type=\"module\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Module();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<meta charset")]
    private static partial Regex MetaCharset();
}
