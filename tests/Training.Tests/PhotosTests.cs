using GpuDigits.Pictures;

namespace GpuDigits.Training.Tests;

/// <summary><c>data photos</c> and <c>evaluate --photos</c>, with the shipped models.</summary>
public sealed class PhotosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rendered_photographs_are_read_and_counted_by_kind_and_damage()
    {
        Assert.Equal(0, Gpudigits.RunIn(_folder.Path, "data", "photos", "--out", "set", "--count", "3").Code);
        var result = Gpudigits.RunIn(_folder.Path, "evaluate", "--photos", "set", "--picture", "sheet.png", "--json");
        Assert.Equal(0, result.Code);
        var json = result.Json;
        Assert.Equal(3, json.GetProperty("samples").GetInt32());
        foreach (var kind in (string[])["digit", "number", "calculation"])
            Assert.Equal(1, json.GetProperty("byKind").GetProperty(kind).GetProperty("samples").GetInt32());
        Assert.Equal(3, json.GetProperty("byDamage").EnumerateObject().Sum(damage => damage.Value.GetProperty("samples").GetInt32()));
        var photographs = json.GetProperty("photographs").EnumerateArray().ToArray();
        Assert.Equal(3, photographs.Length);
        foreach (var one in photographs)
        {
            var isRight = one.GetProperty("text").GetString() == one.GetProperty("read").GetString();
            Assert.Equal(isRight, one.GetProperty("right").GetBoolean());
        }

        Assert.InRange(photographs.Count(one => one.GetProperty("right").GetBoolean()), 2, 3);

        Assert.True(Image.Read(_folder["sheet.png"]).Width > 100);
    }

    [Fact]
    public void A_picture_without_ink_is_unsure_and_not_an_error()
    {
        Directory.CreateDirectory(_folder["set"]);
        File.WriteAllText(
            Path.Combine(_folder["set"], "truth.jsonl"),
            """
            {"file":"a.png","kind":"digit","text":"1","damage":"plain"}
            {"file":"a.png","kind":"number","text":"12","damage":"plain"}
            """);
        Png.Save(Path.Combine(_folder["set"], "a.png"), new(60, 60, 1, new byte[3600]));
        var json = Gpudigits.RunIn(_folder.Path, "evaluate", "--photos", "set", "--json").Json;
        var plain = json.GetProperty("byDamage").GetProperty("plain");
        Assert.Equal((0.0, 0, 2), (
            plain.GetProperty("right").GetDouble(), plain.GetProperty("wrongAndSure").GetInt32(), plain.GetProperty("unsure").GetInt32()));
    }

    [Theory]
    [InlineData("evaluate --photos none", 1, "none")]
    [InlineData("evaluate --photos none --corruptions", 2, "--corruptions does not go with --photos")]
    [InlineData("data photos", 2, "--out")]
    [InlineData("data photos --out set --count 0", 2, "--count")]
    public void What_is_wrong_is_said(string line, int code, string what)
    {
        var result = Gpudigits.RunIn(_folder.Path, line.Split(' '));
        Assert.Equal(code, result.Code);
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_other_files_is_left_alone()
    {
        File.WriteAllText(_folder["mine.txt"], "mine");
        var result = Gpudigits.RunIn(_folder.Path, "data", "photos", "--out", ".", "--count", "1");
        Assert.Equal(2, result.Code);
        Assert.Contains("mine.txt", result.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }
}
