using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GpuDigits.Engine.Files;

namespace GpuDigits.Training.Web;

/// <summary>
/// The published page as one HTML file with everything inside, which opens from the disk. Its script and style are named to the browser by
/// their hashes; it may load nothing but what is inside.
/// </summary>
internal static partial class SinglePage
{
    private const string Boot = "single-page.js", Model = "models/digits.safetensors";

    // They are for a page on a server only, or stand in the HTML.
    private static readonly string[] LeftOut = ["index.html", Boot, "service-worker.js", "offline-files.js", "manifest.webmanifest"];

    /// <summary>Writes the page with a model in the place of the shipped one.</summary>
    /// <exception cref="IOException">The folder holds no page, a file cannot be read, or the result not be written.</exception>
    /// <exception cref="InvalidDataException">The page has something that cannot be put into one file.</exception>
    public static void Save(string to, string folder, string model)
    {
        var html = Read("index.html");
        var inHtml = new HashSet<string>(StringComparer.Ordinal);
        List<string> styles = [];

        html = Charset().Replace(html, "");
        html = Link().Replace(html, link => Attribute(link.Value, "rel") switch
        {
            "stylesheet" => $"<style>{Style(Attribute(link.Value, "href"))}</style>",
            "icon" => $"<link rel=\"icon\" href=\"{Data(Attribute(link.Value, "href"))}\">",
            // The manifest, and what is to be loaded early.
            _ => "",
        });
        if (Script().Matches(html) is not [{ Value: var main } only] || !main.Contains("src=\"main.js\"", StringComparison.Ordinal)
            || !html.Contains("<head>", StringComparison.Ordinal) || !html.Contains("</body>", StringComparison.Ordinal))
            throw Unfit("it must have a head, a body, and main.js as its only script");
        html = html.Remove(only.Index, only.Length);

        var boot = Read(Boot);
        if (!styles.Append(boot).All(text => Ascii.IsValid(text) && !text.Contains("</", StringComparison.Ordinal)))
            throw Unfit("its style and single-page.js must be ASCII, without an end tag");
        // From a server the page reads itself once more where that calls it UTF-8: hence 'self'. A file from the disk may ask nobody.
        var policy = $"default-src 'none'; script-src {Hashes([boot])}blob: 'wasm-unsafe-eval'; worker-src blob:; "
            + $"connect-src 'self' blob:; img-src blob: data:; style-src {(styles.Count > 0 ? Hashes(styles).TrimEnd() : "'none'")}; "
            + "base-uri 'none'; form-action 'none'";
        html = html.Replace(
            "<head>", $"<head>\n<meta charset=\"windows-1252\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">",
            StringComparison.Ordinal);
        var body = html.LastIndexOf("</body>", StringComparison.Ordinal);
        var shown = File.ReadAllBytes(model);
        var packed = PagePart.Pack([.. Parts(), new PagePart(Model, TypeOf(Model), shown)]);
        var name = Convert.ToHexString(SHA256.HashData(shown).AsSpan(0, 8));
        AtomicFile.Write(to, stream =>
        {
            stream.Write(ToAscii(html[..body] + $"<script type=\"text/plain\" data-model=\"{name}\" id=\"parts\">"));
            stream.Write(ScriptBytes.Encode(packed));
            stream.Write(ToAscii($"</script>\n<script type=\"module\">{boot}</script>\n{html[body..]}"));
        });

        string Read(string name) => File.ReadAllText(Find(name)).ReplaceLineEndings("\n");

        string Find(string name) => Path.Combine(folder, name) is var file && File.Exists(file)
            ? file
            : throw new FileNotFoundException($"{file}: is missing, so the page cannot be packed; build it anew");

        string Style(string name)
        {
            inHtml.Add(name);
            var style = Read(name);
            styles.Add(style);
            return !style.Contains("url(", StringComparison.Ordinal) && !style.Contains("@import", StringComparison.Ordinal)
                ? style
                : throw Unfit($"{name} must name no other file");
        }

        string Data(string name)
        {
            inHtml.Add(name);
            return $"data:{TypeOf(name)};base64,{Convert.ToBase64String(File.ReadAllBytes(Find(name)))}";
        }

        IEnumerable<PagePart> Parts() =>
            from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(folder, file).Replace('\\', '/')
            where !LeftOut.Contains(name) && !inHtml.Contains(name) && !name.StartsWith("icons/", StringComparison.Ordinal)
                && name != Model && Path.GetExtension(name) is not ".br" and not ".gz"
            orderby name
            select new PagePart(name, TypeOf(name), File.ReadAllBytes(file));

        InvalidDataException Unfit(string what) =>
            new($"{Path.Combine(folder, "index.html")}: cannot be put into one file, {what}");
    }

    private static string Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"") is { Success: true } match ? match.Groups[1].Value : "";

    private static byte[] ToAscii(string html) => Encoding.ASCII.GetBytes(
        string.Concat(html.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : $"&#{rune.Value};")));

    private static string Hashes(IEnumerable<string> texts) =>
        string.Concat(texts.Select(text => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}' "));

    /// <summary>Only what the browser must know: modules, what .NET compiles while it loads, and icons.</summary>
    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript",
        ".wasm" => "application/wasm",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    [GeneratedRegex(@"<meta[^>]*\b(charset|Content-Security-Policy)\b[^>]*>\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();

    [GeneratedRegex("<link[^>]*>")]
    private static partial Regex Link();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
