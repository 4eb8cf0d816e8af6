using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

/// <summary>
/// What the generator writes for a seed is what the shipped models were trained on: models/README.md promises their bits for a command. Who
/// changes the generator on purpose trains those models anew, and then writes the new hashes here.
/// </summary>
public sealed class GeneratorTests
{
    [SkippableFact]
    public void Digits_are_as_ever() => Assert.Equal("07fdc0daecd17600", Hash(400, index =>
    {
        var (label, strokes) = SyntheticDigits.Draw(7, index);
        return ($"{label}", strokes);
    }));

    [SkippableFact]
    public void What_is_no_digit_is_as_ever() => Assert.Equal("363cda5df29d14ba", Hash(400, index =>
    {
        var (kind, strokes) = NonDigits.Draw(7, index);
        return ($"{kind}", strokes);
    }));

    [SkippableFact]
    public void Calculations_are_as_ever() => Assert.Equal("8f7091e4fbb86115", Hash(200, index =>
    {
        var written = SyntheticCalculations.Write(7, index);
        return (written.Plain, written.Strokes);
    }));

    [SkippableFact]
    public void Symbols_are_as_ever() => Assert.Equal("d6c1b0abe6aee9b4", Hash(600, index =>
    {
        var (label, strokes) = SyntheticSymbols.Draw(7, index);
        return ($"{label}", strokes);
    }));

    /// <summary>Of more calculations than are written above, so that what is rare is among them.</summary>
    [SkippableFact]
    public void The_texts_of_calculations_are_as_ever() => Assert.Equal("405b17ff582ddd5e", Hash(4000, index =>
        ($"{new CalculationGrammar(7, index, index % 2 == 0 ? '.' : ',').Next()}", [])));

    [SkippableFact]
    public void Traced_calculations_are_as_ever() => Assert.Equal("fd891b5982c9d663", Hash(6, index =>
    {
        var (written, isTraced) = TracedCalculations.Write(7, index);
        return ($"{written.Plain} {isTraced} {string.Join(' ', written.Symbols.SelectMany(symbol => symbol.Strokes))}", written.Strokes);
    }));

    // Of what is written, and of every point with its time.
    private static string Hash(uint count, Func<uint, (string Text, ImmutableArray<Stroke> Strokes)> write)
    {
        // float.Lerp uses it where there is one: since 2013 on PCs, and on all of Arm64.
        Skip.IfNot(Fma.IsSupported || AdvSimd.Arm64.IsSupported, "no fused multiply-add here: points differ in their last bits");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (uint i = 0; i < count; i++)
        {
            var (written, strokes) = write(i);
            var text = new StringBuilder(written);
            foreach (var point in strokes.SelectMany(stroke => stroke.Points))
                text.Append(CultureInfo.InvariantCulture, $" {point.X:R},{point.Y:R},{point.Time:R}");
            hash.AppendData(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
