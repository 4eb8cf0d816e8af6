using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Synthetic digits and signs: a hand's movement through <see cref="DigitSkeletons"/> and <see cref="SymbolSkeletons"/>. The same index and
/// seed always give the same drawing. As many drawings as there are <see cref="Alphabet.Shapes"/>, from a multiple of that, contain each of
/// them once, in random order.
/// </summary>
public static class SyntheticSymbols
{
    /// <summary>Separates these random numbers from those of the digits with the same seed.</summary>
    private const uint Seed = 0x1000_0000;

    private static readonly ImmutableArray<ImmutableArray<PenSkeleton>> ByShape =
        [.. Alphabet.Shapes.Select(shape => AllSkeletons().Where(skeleton => skeleton.Label == shape).ToImmutableArray())];

    /// <summary>Draws a symbol.</summary>
    /// <returns>One of <see cref="Alphabet.Shapes"/>, and its strokes in pad pixels; only long bars leave the pad.</returns>
    public static (char Label, ImmutableArray<Stroke> Strokes) Draw(uint seed, uint index)
    {
        var random = new PenRandom(seed + Seed, index);
        var label = Label(seed + Seed, index);
        var skeleton = Choose(label, random.Uniform());
        if (label == '-' && random.Chance(0.4f))
            skeleton = skeleton.Lengthened(0, PortableMath.Exp(random.Between(0, 2.3f)));
        else if (label == '√')
            skeleton = skeleton.Lengthened(SymbolSkeletons.RootBar, PortableMath.Exp(random.Between(-0.7f, 1.8f)));
        return (label, new Penmanship(skeleton, random).Write());
    }

    /// <summary>All ways of writing a shape.</summary>
    internal static ImmutableArray<PenSkeleton> Skeletons(char shape) => ByShape[Alphabet.ClassOf(shape)];

    /// <summary>The way of writing a shape that a number in [0, 1) falls on, in proportion to their shares.</summary>
    internal static PenSkeleton Choose(char shape, float part) => PenSkeleton.Choose(Skeletons(shape), part);

    private static IEnumerable<PenSkeleton> AllSkeletons() => [.. DigitSkeletons.All, .. SymbolSkeletons.All];

    /// <summary>
    /// The shape of an index: its position in a shuffle of all, one shuffle for each round of them.
    /// </summary>
    private static char Label(uint seed, uint index)
    {
        var shapes = Alphabet.Shapes.ToCharArray();
        var random = new PenRandom(~seed, index / (uint)shapes.Length);
        random.Shuffle(shapes.AsSpan());
        return shapes[index % shapes.Length];
    }
}
