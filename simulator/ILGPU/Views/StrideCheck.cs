namespace ILGPU;

internal static class StrideCheck
{
    public static TIndex In<TIndex>(TIndex index, TIndex extent)
        where TIndex : struct, IGenericIndex<TIndex> =>
        index.InBounds(extent) ? index : throw new ArgumentOutOfRangeException(nameof(index), $"index {index} is outside of extent {extent}");
}
