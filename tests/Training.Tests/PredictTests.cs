using System.Text.Json;
using GpuDigits.Engine.Data;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Preparation;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests;

/// <summary><c>predict</c> and <c>evaluate</c> on files that are not quite as they should be.</summary>
public sealed class PredictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DigitSet _digits = MnistExcerpt.Load().Test;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bad_picture_does_not_keep_the_others_from_being_read()
    {
        Save("a.png", 0);
        Save("b #7.png", 1); // a whole name wins over FILE#n
        File.WriteAllText(_folder["bad.png"], "nothing");

        var json = Run("predict", "a.png", "bad.png", "b #7.png", "missing.png", "--json");
        Assert.Equal(1, json.Code);
        JsonElement[] all = [.. json.Json.EnumerateArray()];
        Assert.Equal(_digits.Labels[0], all[0].GetProperty("digit").GetInt32());
        Assert.Contains("bad.png", all[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(all[1].TryGetProperty("digit", out _));
        Assert.Equal(_digits.Labels[1], all[2].GetProperty("digit").GetInt32());
        Assert.False(all[2].TryGetProperty("error", out _));
        Assert.Contains("missing.png", all[3].GetProperty("error").GetString(), StringComparison.Ordinal);

        var text = Run("predict", "bad.png", "a.png");
        Assert.Equal(1, text.Code);
        Assert.Contains("a.png", text.Out, StringComparison.Ordinal);
        Assert.Single(text.ErrorLines, l => l.StartsWith("gpudigits: bad.png", StringComparison.Ordinal));
        Assert.Equal(0, Run("predict", "a.png", "b #7.png").Code);
    }

    [Fact]
    public void Transposed_digits_get_a_remark_and_are_read_when_told_so()
    {
        var turned = _digits.Transpose();
        using (var images = File.Create(_folder["e-images-idx3-ubyte"]))
            IdxFile.Write(images, [turned.Count, 28, 28], turned.Images);
        using (var labels = File.Create(_folder["e-labels-idx1-ubyte"])) IdxFile.Write(labels, [turned.Count], turned.Labels);

        var plain = Run("evaluate", "--data", "e-images-idx3-ubyte", "--json");
        Assert.Equal(0, plain.Code);
        Assert.Contains("--transposed", plain.Error, StringComparison.Ordinal);
        var told = Run("evaluate", "--data", "e-images-idx3-ubyte", "--transposed", "--json");
        Assert.DoesNotContain("--transposed", told.Error, StringComparison.Ordinal);
        Assert.InRange(told.Json.GetProperty("accuracy").GetDouble(), 0.97, 1);
        Assert.Equal(
            _digits.Labels[0], Run("predict", "e-images-idx3-ubyte#0", "--transposed", "--json").Json[0].GetProperty("digit").GetInt32());
    }

    [Fact]
    public void Unsure_of_all_is_said_without_a_share_of_none()
    {
        DigitSet blank = new(28, 28, new byte[784 * 3], [1, 2, 3]);
        using (var images = File.Create(_folder["n-images-idx3-ubyte"])) IdxFile.Write(images, [3, 28, 28], blank.Images);
        using (var labels = File.Create(_folder["n-labels-idx1-ubyte"])) IdxFile.Write(labels, [3], blank.Labels);
        Untrained.Save(_folder["u.safetensors"]);

        var result = Run("evaluate", "--model", "u.safetensors", "--data", "n-images-idx3-ubyte");
        Assert.Equal(0, result.Code);
        Assert.Contains("Unsure of all", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN of", result.Out, StringComparison.Ordinal);
    }

    private Gpudigits.Result Run(params string[] arguments) => Gpudigits.RunIn(_folder.Path, [.. arguments, "--device", "cpu"]);

    [Fact]
    public void A_number_is_said_to_be_one()
    {
        // Two digits beside each other.
        byte[] number = [.. Enumerable.Range(0, 28 * 56).Select(i =>
            _digits.Images[((i % 56 < 28 ? 2 : 3) * 784) + (i / 56 * 28) + (i % 28)])];
        Png.Save(_folder["number.png"], new(56, 28, 1, number));
        Save("digit.png", 2);
        var both = Run("predict", "number.png", "digit.png", "--json");
        Assert.Equal(0, both.Code);
        Assert.Single(both.ErrorLines, line => line.Contains("several digits; gpudigits read number.png", StringComparison.Ordinal));
        Assert.True(both.Json[0].GetProperty("unsure").GetBoolean());
        Assert.DoesNotContain("digit.png: seems", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hardly_a_digit_is_taken_for_several() =>
        Assert.InRange(Enumerable.Range(0, _digits.Count).Count(i =>
            SeveralDigits.AreIn(Levels.ToFloats(_digits.Images.AsSpan(i * 784, 784)), 28)), 0, _digits.Count / 200);

    private void Save(string name, int index) =>
        Png.Save(_folder[name], new(28, 28, 1, _digits.Images[(index * 784)..((index + 1) * 784)]));
}
