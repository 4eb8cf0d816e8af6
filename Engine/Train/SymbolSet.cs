using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Train;

/// <summary>
/// What the shape network learns from: MNIST's digits, single synthetic symbols, and the symbols of synthetic calculations. Wrong windows
/// are left to the place network: half an equals sign has the shape of a minus, and a network that learnt both names for one shape read
/// worse.
/// </summary>
public static class SymbolSet
{
    /// <summary>Single symbols, and calculations whose windows are taken, for each digit.</summary>
    private const double SinglesShare = 1, CalculationsShare = 8_000.0 / 60_000;

    /// <summary>The digits, and beside them as many single symbols of a seed and those of calculations.</summary>
    /// <exception cref="ArgumentException">The digits are of another size than the symbols.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DigitSet Make(DigitSet digits, uint seed, CancellationToken cancellation = default) =>
        Make(digits, seed, (int)(SinglesShare * digits.Count), (int)(CalculationsShare * digits.Count), cancellation);

    /// <summary>The same for given numbers of single symbols and calculations.</summary>
    /// <exception cref="ArgumentException">The digits are of another size than the symbols.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static DigitSet Make(
        DigitSet digits, uint seed, int singles, int calculations, CancellationToken cancellation = default)
    {
        if ((digits.Height, digits.Width) != (DigitPreparation.Size, DigitPreparation.Size))
            throw new ArgumentException($"symbols are pictures of 28×28, the digits of {digits.Height}×{digits.Width}", nameof(digits));
        var pictures = new (byte[] Picture, byte Label)[singles];
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, singles, options, i =>
        {
            var (label, strokes) = SyntheticSymbols.Draw(seed, (uint)i);
            pictures[i] = (DigitPreparation.Picture(strokes), (byte)Alphabet.ClassOf(label));
        });
        var written = new (byte[] Picture, byte Label)[calculations][];
        Parallel.For(0, calculations, options, i => written[i] = [.. Symbols(TracedCalculations.Write(seed, (uint)i).Written)]);
        (byte[] Picture, byte Label)[] all = [.. pictures, .. written.SelectMany(one => one)];
        var size = digits.Height * digits.Width;
        var images = new byte[(long)all.Length * size];
        for (var i = 0; i < all.Length; i++)
            all[i].Picture.CopyTo(images, i * size);
        var symbols = new DigitSet(digits.Height, digits.Width, images, Array.ConvertAll(all, one => one.Label), Alphabet.None);
        return digits.Append(symbols);
    }

    private static IEnumerable<(byte[] Picture, byte Label)> Symbols(WrittenCalculation written) => written.Symbols.Select(symbol => (
        DigitPreparation.Picture([.. symbol.Strokes.Select(at => written.Strokes[at])]), (byte)Alphabet.ClassOf(symbol.Label)));
}
