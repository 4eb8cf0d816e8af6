using System.Diagnostics;
using System.Text.Json;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures;

namespace GpuDigits.Training.Tests;

/// <summary><c>read</c> on ink that the test writes.</summary>
public sealed class ReadTests : IClassFixture<SymbolModel>, IDisposable
{
    private readonly SymbolModel _model;
    private readonly TemporaryFolder _folder = new();

    public ReadTests(SymbolModel model)
    {
        _model = model;
        File.WriteAllLines(_folder["two.jsonl"], [WrittenInk.Line(WrittenInk.Of(0)), WrittenInk.Line(WrittenInk.Of(1))]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_calculation_of_a_file_is_one_object()
    {
        var result = Run("two.jsonl", "--json");
        Assert.True(result.Code == 0, result.Error);
        var all = Objects(result);
        Assert.Equal(2, all.Length);
        foreach (var read in all)
        {
            Assert.Equal("two.jsonl", read.GetProperty("file").GetString());
            Assert.Equal(
                read.GetProperty("value").ValueKind == JsonValueKind.Null, read.GetProperty("fault").ValueKind == JsonValueKind.String);
            Assert.All((string[])["latex", "fraction", "isTrue"], name => Assert.True(read.TryGetProperty(name, out _)));
            Assert.Contains(read.GetProperty("doubtful").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
            foreach (var symbol in read.GetProperty("symbols").EnumerateArray())
            {
                Assert.Equal(1, symbol.GetProperty("label").GetString()!.Length);
                Assert.InRange(symbol.GetProperty("probability").GetDouble(), 0, 1);
            }
        }
    }

    [SkippableFact]
    public void The_shipped_model_reads_ink_and_pictures_of_it()
    {
        Skip.If(ShippedModel.Find(Presets.SymbolsName) is null, "models/symbols.safetensors is not there");
        const int Count = 20;
        var written = Enumerable.Range(0, Count).Select(i => WrittenInk.Of((uint)i)).ToArray();
        File.WriteAllLines(_folder["ink.jsonl"], written.Select(one => WrittenInk.Line(one)));
        for (var i = 0; i < Count; i++)
            WrittenInk.Save(_folder[$"{i}.png"], written[i].Strokes);

        var result = Gpudigits.RunIn(
            _folder.Path, ["read", "ink.jsonl", .. Enumerable.Range(0, Count).Select(i => $"{i}.png"), "--json"]);

        Assert.True(result.Code == 0, result.Error);
        string[] texts = [.. Objects(result).Select(read => read.GetProperty("text").GetString()!)];
        var ink = written.Where((one, i) => one.Plain == texts[i]).Count();
        var pictures = written.Where((one, i) => one.Plain == texts[Count + i]).Count();
        Assert.True(ink >= 14, $"{ink} of {Count} read from ink");
        var all = string.Join("  ", texts.Skip(Count).Zip(written, (text, one) => $"{one.Plain} → {text}"));
        Assert.True(pictures >= 8, $"{pictures} of {Count} read from pictures: {all}");
    }

    [SkippableTheory]
    [InlineData("12+7", "35-4=31")]
    [InlineData("12+7", "35-4=31", "8×6")]
    public void Each_calculation_of_a_sheet_is_one_object_from_top_to_bottom(params string[] texts)
    {
        Skip.If(ShippedModel.Find(Presets.SymbolsName) is null, "models/symbols.safetensors is not there");
        var ink = WrittenInk.Under(texts);
        File.WriteAllText(_folder["sheet.jsonl"], "{\"strokes\":" + WrittenInk.Strokes(ink) + "}");
        WrittenInk.Save(_folder["sheet.png"], ink);

        foreach (var name in (string[])["sheet.jsonl", "sheet.png"])
        {
            var result = Gpudigits.RunIn(_folder.Path, "read", name, "--json", "--picture", "reading.png");
            Assert.True(result.Code == 0, result.Error);
            Assert.Equal(texts, Objects(result).Select(read => read.GetProperty("text").GetString()!));
            Assert.All(Objects(result), read => Assert.Equal(name, read.GetProperty("file").GetString()));
            Assert.True(File.Exists(_folder["reading.png"]));
            var lines = Gpudigits.RunIn(_folder.Path, "read", name).Out.Split('\n');
            Assert.Equal(texts.Length, lines.Count(line => line.Contains($"  {name}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Too_many_strokes_for_one_calculation_are_said_and_the_others_are_read()
    {
        var points = string.Join(',', Enumerable.Range(0, 201).Select(i => $"[[{30 * i},0],[{30 * i},60]]"));
        File.WriteAllLines(_folder["much.jsonl"], ["{\"strokes\":[" + points + "]}", WrittenInk.Line(WrittenInk.Of(0))]);

        var result = Run("much.jsonl", "--json");

        Assert.Equal(1, result.Code);
        var all = Objects(result);
        Assert.Equal(2, all.Length);
        Assert.StartsWith(
            "there are 201 strokes, a calculation has at most 200", all[0].GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", all[1].GetProperty("text").GetString());
        Assert.Contains("there are 201 strokes", Run("much.jsonl").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_strokes_for_a_sheet_are_said_at_once()
    {
        // Far from each other, so that they would be many calculations.
        var points = string.Join(',', Enumerable.Range(0, 1000).Select(
            i => $"[[{300 * (i % 40)},{200 * (i / 40)}],[{300 * (i % 40)},{(200 * (i / 40)) + 60}]]"));
        File.WriteAllText(_folder["many.jsonl"], "{\"strokes\":[" + points + "]}\n");

        var result = Run("many.jsonl", "--json");

        Assert.Equal(1, result.Code);
        Assert.Equal(
            "there are 1,000 strokes, a sheet has at most 600", Assert.Single(Objects(result)).GetProperty("fault").GetString());
    }

    [Fact]
    public void A_file_that_cannot_be_read_does_not_keep_the_others_from_being_read()
    {
        WrittenInk.Save(_folder["ink.png"], WrittenInk.Of(0).Strokes);
        Png.Save(_folder["blank.png"], new(60, 40, 1, [.. Enumerable.Repeat((byte)255, 2400)]));
        File.WriteAllText(_folder["bad.jsonl"], "{\"strokes\":[[[0,0],[5,5]]]}\n{}\n");

        var result = Run("two.jsonl", "blank.png", "bad.jsonl", "ink.png", "--json");

        Assert.Equal(1, result.Code);
        Assert.Equal(
            ["two.jsonl", "two.jsonl", "bad.jsonl", "ink.png"], Objects(result).Select(read => read.GetProperty("file").GetString()));
        Assert.Single(result.ErrorLines, line => line.StartsWith("gpudigits: blank.png: there is no ink", StringComparison.Ordinal));
        Assert.Single(result.ErrorLines, line => line.StartsWith("gpudigits: bad.jsonl, line 2: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_named_and_the_others_are_read()
    {
        var result = Run("missing.png", "two.jsonl", "--json");
        Assert.Equal(1, result.Code);
        Assert.Equal(2, Objects(result).Length);
        Assert.Single(result.ErrorLines, line => line.StartsWith("gpudigits: missing.png: ", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("pipe.jsonl", "two.jsonl", "")]
    [InlineData("pipe", "two.jsonl", "")]
    [InlineData("pipe", "ink.png", "")]
    [InlineData("pipe", "bad", "pipe, line 1: ")]
    [InlineData("pipe", "text", "pipe: neither PNG")]
    public void A_pipe_is_read_and_known_by_its_name_or_by_what_it_gives(string name, string content, string fault)
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no mkfifo");
        WrittenInk.Save(_folder["ink.png"], WrittenInk.Of(0).Strokes);
        File.WriteAllText(_folder["bad"], "\uFEFF {\"strokes\":7}\n");
        File.WriteAllText(_folder["text"], "13×14");
        using (var make = Process.Start("mkfifo", [_folder[name]]))
            make.WaitForExit();
        var writer = Task.Run(() =>
        {
            using var pipe = new FileStream(_folder[name], FileMode.Open, FileAccess.Write);
            pipe.Write(File.ReadAllBytes(_folder[content]));
        });

        var result = Run(name, "--json");

        Assert.True(writer.Wait(10_000));
        Assert.True(result.Code == (fault == "" ? 0 : 1), result.Error);
        if (fault != "")
            Assert.Single(result.ErrorLines, line => line.StartsWith($"gpudigits: {fault}", StringComparison.Ordinal));
        else
            Assert.Equal(Run(content, "--json").Out.Replace(content, name, StringComparison.Ordinal), result.Out);
    }

    [Fact]
    public void The_picture_shows_the_first_calculation()
    {
        var result = Run("two.jsonl", "--picture", "reading.png");
        Assert.True(result.Code == 0, result.Error);
        var sheet = Image.Read(_folder["reading.png"]);
        Assert.True(sheet is { Width: >= 900, Height: > 500 }, $"{sheet.Width}×{sheet.Height}");
        Assert.Equal(2, Run("two.jsonl", "--picture", "two.jsonl/reading.png").Code);
    }

    [Fact]
    public void The_model_says_what_it_is()
    {
        Assert.True(_model.Training.Code == 0, _model.Training.Error);
        Assert.NotNull(TrainedModel.Load(_model.Path).Places);
        var summary = Gpudigits.RunIn(_folder.Path, "summary", "--model", _model.Path, "--device", "cpu");
        Assert.Equal(0, summary.Code);
        Assert.Contains("size and place", summary.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict", "ink.png")]
    [InlineData("evaluate", "--data", "IMAGES")]
    [InlineData("evaluate", "--strokes", "two.jsonl")]
    [InlineData("evaluate", "--corruptions", "--data", "IMAGES")]
    [InlineData("export", "--onnx", "out.onnx")]
    [InlineData("explain", "--out", "explained")]
    [InlineData("adapt", "--folder", ".")]
    [InlineData("calibrate", "--data", "IMAGES", "--out", "out.safetensors")]
    [InlineData("import", "--preset", "symbols", "--out", "out.safetensors")]
    [InlineData("import", "--preset", "calculator", "--out", "out.safetensors")]
    public void What_reads_digits_refuses_the_symbol_model_in_one_line(params string[] arguments)
    {
        WrittenInk.Save(_folder["ink.png"], WrittenInk.Of(0).Strokes);
        var words = arguments.Select(word => word == "IMAGES" ? _model.Images : word);
        var named = arguments[0] is "calibrate" or "import" ? [_model.Path] : (string[])["--model", _model.Path];
        var result = Gpudigits.RunIn(_folder.Path, [.. words, .. named]);
        Assert.Equal(1, result.Code);
        Assert.Empty(result.Out);
        Assert.Contains(_model.Path, result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(" at GpuDigits", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "out.*"));
        Assert.False(Directory.Exists(_folder["explained"]));
    }

    [Theory]
    [InlineData("read", "two.jsonl")]
    [InlineData("evaluate", "--symbols", "two.jsonl")]
    [InlineData("evaluate", "--expressions", "two.jsonl")]
    [InlineData("evaluate", "--expressions", "two.jsonl", "--truth", "segmentation")]
    public void What_reads_symbols_refuses_the_digit_model_in_one_line(params string[] arguments)
    {
        Untrained.Save(_folder["digits.safetensors"]);
        var result = Gpudigits.RunIn(_folder.Path, [.. arguments, "--model", "digits.safetensors"]);
        Assert.Equal(1, result.Code);
        Assert.Empty(result.Out);
        Assert.Contains("digits.safetensors: the model reads no symbols", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_other_kind_stays()
    {
        Untrained.Save(_folder["digits.safetensors"]);
        var before = File.ReadAllBytes(_folder["digits.safetensors"]);
        var result = Gpudigits.RunIn(
            _folder.Path, "train", "--preset", "symbols", "--train-data", _model.Images, "--test-data", _model.Images, "--epochs", "1",
            "--device", "cpu", "--out", "digits.safetensors");
        Assert.Equal(1, result.Code);
        Assert.Contains("holds a model that reads single digits, and stays", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder["digits.safetensors"]));
        Assert.NotNull(TrainedModel.Load(_folder["digits-2.safetensors"]).Places);
    }

    private Gpudigits.Result Run(params string[] arguments) =>
        Gpudigits.RunIn(_folder.Path, ["read", .. arguments, "--model", _model.Path]);

    private static JsonElement[] Objects(Gpudigits.Result result) =>
        [.. result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
