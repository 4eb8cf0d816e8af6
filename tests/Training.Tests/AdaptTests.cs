using System.Globalization;

namespace GpuDigits.Training.Tests;

/// <summary><c>gpudigits adapt</c> from a file of corrections to the adapted model, and back.</summary>
public sealed class AdaptTests
{
    [Fact]
    public void Learns_from_a_few_corrections_and_takes_it_back()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["corrections.jsonl"], Enumerable.Range(0, 10).Select(OddOne));

        var learned = Gpudigits.Run("adapt", "--folder", folder.Path, "--json");
        Assert.True(learned.Code == 0, learned.Error);
        var json = learned.Json;
        Assert.Equal(10, json.GetProperty("corrections").GetInt32());
        Assert.True(json.GetProperty("kept").GetBoolean(), learned.Out);
        Assert.True(json.GetProperty("correctedAfter").GetDouble() > json.GetProperty("correctedBefore").GetDouble());
        Assert.True(json.GetProperty("standardAfter").GetDouble() >= json.GetProperty("standardBefore").GetDouble() - 0.001001);
        Assert.True(File.Exists(folder["digits.safetensors"]));

        var undone = Gpudigits.Run("adapt", "--folder", folder.Path, "--undo");
        Assert.Equal(
            (0, $"{folder.Path}: the adaptation is taken back, the shipped model is used now"), (undone.Code, undone.Out.TrimEnd()));
        Assert.False(File.Exists(folder["digits.safetensors"]));
        Assert.Contains("no adapted model", Gpudigits.Run("adapt", "--folder", folder.Path, "--undo").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_adapted_model_is_said_in_one_line_and_the_shipped_one_learns()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["corrections.jsonl"], Enumerable.Range(0, 10).Select(OddOne));
        File.WriteAllText(folder["digits.safetensors"], "damaged");

        var learned = Gpudigits.Run("adapt", "--folder", folder.Path);

        Assert.True(learned.Code == 0, learned.Error);
        Assert.Single(
            learned.ErrorLines,
            line => line.Contains("digits.safetensors", StringComparison.Ordinal)
                && line.EndsWith("the shipped model is used instead", StringComparison.Ordinal));
        Assert.True(new FileInfo(folder["digits.safetensors"]).Length > 1000);
    }

    [Fact]
    public void Nothing_to_learn_from_is_said_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var result = Gpudigits.Run("adapt", "--folder", folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains("corrections.jsonl: holds no corrected digits", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    /// <summary>A 1 whose upstroke is so flat that the shipped model reads a 7.</summary>
    private static string OddOne(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"label\":\"1\",\"writer\":\"me\",\"strokes\":[[[{10 + i},{80 - i}],[150,{60 + i}],[{152 - i},300]]]}}");
}
