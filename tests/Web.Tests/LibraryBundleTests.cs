using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using GpuDigits.Web.Publishing;
using GpuDigits.Web.Tests.Browser;

namespace GpuDigits.Web.Tests;

/// <summary>The libraries of the page in one file.</summary>
public sealed class LibraryBundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_libraries_become_one_file_and_the_runtime_stays()
    {
        foreach (var name in (string[])["b.wasm", "b.wasm.br", "b.wasm.gz", "a.wasm", "dotnet.native.wasm", "dotnet.js"])
            File.WriteAllText(Path.Combine(_folder, name), $"content of {name}");
        Assert.Equal(2, LibraryBundle.Join(_folder));
        Assert.Equal(
            ["dotnet.js", "dotnet.native.wasm", "libraries.bin", "libraries.bin.br", "libraries.bin.gz"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var all = File.ReadAllBytes(Path.Combine(_folder, "libraries.bin"));
        var head = BinaryPrimitives.ReadInt32BigEndian(all);
        using var list = JsonDocument.Parse(all.AsMemory(4, head));
        Assert.Equal(["a.wasm 17", "b.wasm 17"], list.RootElement.EnumerateArray().Select(
            library => $"{library.GetProperty("name").GetString()} {library.GetProperty("size").GetInt32()}"));
        Assert.Equal("content of a.wasmcontent of b.wasm"u8, all.AsSpan(4 + head));
        Assert.Equal(all, Unpacked(new BrotliStream(Packed(".br"), CompressionMode.Decompress)));
        Assert.Equal(all, Unpacked(new GZipStream(Packed(".gz"), CompressionMode.Decompress)));

        FileStream Packed(string form) => File.OpenRead(Path.Combine(_folder, "libraries.bin" + form));
    }

    [Fact]
    public void A_folder_without_libraries_is_an_error_in_one_line()
    {
        Assert.Equal("no libraries are published there", Assert.Throws<InvalidDataException>(() => LibraryBundle.Join(_folder)).Message);
        Assert.Equal(1, Program.Main(["join", _folder]));
        Assert.Equal(1, Program.Main(["join", Path.Combine(_folder, "nowhere")]));
        Assert.Equal(1, Program.Main(["trim", Path.Combine(_folder, "none"), "none", "none"]));
        Assert.Equal(2, Program.Main(["join"]));
    }

    /// <summary>What all tests in a browser run with.</summary>
    [Fact]
    public void The_published_page_has_the_trimmed_runtime_and_one_file_of_libraries()
    {
        var framework = Path.Combine(PublishedPage.Folder, "_framework");
        var runtime = Assert.Single(Directory.GetFiles(framework, "*.wasm"));
        Assert.Equal("dotnet.native.wasm", Path.GetFileName(runtime));
        // Of some six hundred time zones: one lies in a segment with other data.
        Assert.InRange(File.ReadAllBytes(runtime).AsSpan().Count("TZif"u8), 0, 1);
        Assert.InRange(new FileInfo(runtime).Length, 1, 1_600_000);
        Assert.True(File.Exists(Path.Combine(framework, "libraries.bin.br")));
    }

    private static byte[] Unpacked(Stream packed)
    {
        using (packed)
        {
            using var all = new MemoryStream();
            packed.CopyTo(all);
            return all.ToArray();
        }
    }
}
