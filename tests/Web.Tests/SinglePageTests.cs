using System.Buffers.Binary;
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
            ["_framework/System.Linq.e1cdhq97yw.wasm", "_framework/dotnet.js", "main.js", "models/digits.safetensors", "other.js", "shaders/quad.vert"],
            parts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("another model", Encoding.UTF8.GetString(parts["models/digits.safetensors"].Bytes));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_page.Folder, "main.js")), parts["main.js"].Bytes);
        Assert.Equal("text/javascript", parts["main.js"].Type);
        Assert.Equal("application/wasm", parts[SmallPage.Fingerprinted].Type);
    }

    [Fact]
    public void It_names_no_other_file_and_its_policy_allows_what_is_inside_only()
    {
        var html = Save();

        Assert.DoesNotMatch("(src|href)=\"(?!data:)", html);
        var policy = Policy().Match(html).Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'self'", policy, StringComparison.Ordinal);
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
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(10_001)]
    public void Bytes_come_back_from_the_text(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);

        var text = Base85.Encode(bytes);

        Assert.Equal((size + 3) / 4 * 5, text.Length);
        Assert.DoesNotContain('<', text);
        Assert.Equal(bytes, Decode(text, size));
    }

    [Fact]
    public void The_largest_word_fits() => Assert.Equal([255, 255, 255, 255], Decode(Base85.Encode([255, 255, 255, 255]), 4));

    private string Save()
    {
        SinglePage.Save(_to, _page.Folder, _model);
        return File.ReadAllText(_to);
    }

    private static Dictionary<string, (string Type, byte[] Bytes)> Unpack(string html)
    {
        var match = Parts().Match(html);
        var packed = Decode(match.Groups[2].Value, int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
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
            parts.Add(part.GetProperty("name").GetString()!, (part.GetProperty("type").GetString()!, bytes[at..(at + size)]));
            at += size;
        }

        Assert.Equal(bytes.Length, at);
        return parts;
    }

    private static byte[] Decode(string text, int size)
    {
        var bytes = new byte[text.Length / 5 * 4];
        for (var at = 0; at < text.Length; at += 5)
        {
            var word = text[at..(at + 5)].Aggregate(0L, (sum, c) => (85 * sum) + (c == '}' ? '<' : c) - '(');
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at / 5 * 4), checked((uint)word));
        }

        return bytes[..size];
    }

    [GeneratedRegex("<script type=\"text/plain\" id=\"parts\" data-size=\"(\\d+)\">([^<]*)</script>")]
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
