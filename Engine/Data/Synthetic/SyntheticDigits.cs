using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Synthetic digits: a hand's movement through <see cref="DigitSkeletons.All"/>, with <see cref="PenSlips"/>. The same index and seed
/// always give the same drawing. Every ten from a multiple of ten contain each digit once, in random order.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>Draws a digit.</summary>
    /// <returns>The digit, and the strokes in pad pixels.</returns>
    public static (int Label, ImmutableArray<Stroke> Strokes) Draw(uint seed, uint index)
    {
        var random = new PenRandom(seed, index);
        var skeleton = DigitSkeletons.Choose(Label(seed, index), random.Uniform());
        var slips = new PenSlips(random.Fork());
        return (skeleton.Label - '0', new Penmanship(skeleton, random).Write(slips));
    }

    /// <summary>The picture [28, 28] of <see cref="Draw(uint, uint)"/> that the Viewer would make of these strokes.</summary>
    public static byte[] Picture(uint seed, uint index) => Prepare(Draw(seed, index).Strokes);

    /// <summary>The drawings from index 0 on as pictures. The result depends only on count and seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">count is negative.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DigitSet Set(int count, uint seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        const int Pixels = DigitPreparation.Size * DigitPreparation.Size;
        var images = new byte[checked(count * Pixels)];
        var labels = new byte[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var (label, strokes) = Draw(seed, (uint)i);
            labels[i] = (byte)label;
            Prepare(strokes).CopyTo(images, i * Pixels);
        });
        return new DigitSet(DigitPreparation.Size, DigitPreparation.Size, images, labels);
    }

    private static byte[] Prepare(ImmutableArray<Stroke> strokes) =>
        DigitPreparation.Prepare(strokes) ?? throw new InvalidOperationException("A synthetic digit came out as a speck.");

    /// <summary>
    /// The digit of an index: its position in a shuffle of the ten digits, one shuffle for every ten indices.
    /// </summary>
    private static int Label(uint seed, uint index)
    {
        Span<byte> digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        var random = new PenRandom(~seed, index / 10);
        random.Shuffle(digits);
        return digits[(int)(index % 10)];
    }
}
