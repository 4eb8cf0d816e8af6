using System.Collections.Immutable;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>All ways of writing single digits.</summary>
internal static class DigitSkeletons
{
    /// <summary>The skeletons of all digits.</summary>
    public static readonly ImmutableArray<PenSkeleton> All = [.. PenSkeletons.All, .. DigitVariants.All, .. WorldDigits.All];

    private static readonly ImmutableArray<ImmutableArray<PenSkeleton>> ByDigit =
        [.. Enumerable.Range(0, 10).Select(digit => All.Where(skeleton => skeleton.Label - '0' == digit).ToImmutableArray())];

    /// <summary>The way of writing a digit that a number in [0, 1) falls on, in proportion to their shares.</summary>
    public static PenSkeleton Choose(int digit, float part) => PenSkeleton.Choose(ByDigit[digit], part);
}
