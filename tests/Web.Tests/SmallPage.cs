using System.IO.Compression;
using System.Text;
using GpuDigits.Tests;

namespace GpuDigits.Web.Tests;

/// <summary>A published page of a few files, with a secret beside it.</summary>
internal sealed class SmallPage : IDisposable
{
    public const string Runtime = "_framework/dotnet.native.wasm";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpudigits-");

    public SmallPage()
    {
        Add("index.html", """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <title>Small</title>
              <link rel="manifest" href="manifest.webmanifest">
              <link rel="icon" href="icons/192.png" type="image/png">
              <link rel="stylesheet" href="style.css">
            </head>
            <body>
              <p id="said"></p>
              <script type="module" src="main.js"></script>
            </body>
            </html>
            """);
        Add("main.js", $"import './other.js'; // {new string('x', 1000)}");
        Add("other.js", "document.title = 'started';");
        Add("style.css", "body { color: red; }");
        Add("manifest.webmanifest", "{}");
        Add("icons/192.png", "not really");
        Add("_framework/dotnet.js", "export const dotnet = import.meta.url;");
        Add(Runtime, "\0asm");
        Add("shaders/quad.vert", "void main() { }");
        Add("models/digits.safetensors", "the shipped one");
        Add("service-worker.js", "importScripts('offline-files.js');");
        File.Copy(Path.Combine(Sources.Root, "Web", "wwwroot", "single-page.js"), Path.Combine(Folder, "single-page.js"));
        Pack("main.js", ".br", stream => new BrotliStream(stream, CompressionLevel.SmallestSize));
        Pack("main.js", ".gz", stream => new GZipStream(stream, CompressionLevel.SmallestSize));
        File.WriteAllText(Path.Combine(_folder.FullName, "secret.txt"), Secret);
    }

    public static string Secret => "a secret beside the page";

    public string Folder => Path.Combine(_folder.FullName, "page");

    public string Beside(string name) => Path.Combine(_folder.FullName, name);

    public void Add(string name, string content)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Pack(string name, string ending, Func<Stream, Stream> packing)
    {
        using var stream = packing(File.Create(Path.Combine(Folder, name + ending)));
        stream.Write(Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Folder, name))));
    }
}
