using GpuDigits.Kernels;
using ILGPU;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// Values that a kernel has left in shares, and that nobody has added up yet: <see cref="AdamStep"/> does it on the way, anyone else who asks
/// for them first has them summed then.
/// </summary>
/// <param name="Use">Which memory for shares they lie in.</param>
/// <param name="Target">The buffer that owns the memory of the values.</param>
/// <param name="Offset">Place of the first value in it.</param>
/// <param name="Size">Number of values.</param>
/// <param name="Partial">The shares [slices, stride].</param>
/// <param name="Slices">Shares of each value.</param>
/// <param name="Stride">From one share to the next, size or more.</param>
internal sealed record PendingSum(SharesUse Use, IlgpuBuffer<float> Target, long Offset, int Size, ArrayView<float> Partial, int Slices, int Stride)
{
    /// <summary>Whether a range of a buffer holds one of the values.</summary>
    public bool Touches(object root, long offset, long length) =>
        root == Target && offset < Offset + Size && Offset < offset + length;

    /// <summary>Whether all values lie in a range of a buffer.</summary>
    public bool IsWithin(IlgpuBuffer<float> buffer, long length) =>
        buffer.Root == Target && Offset >= buffer.Offset && Offset + Size <= buffer.Offset + length;

    /// <summary>For the kernel, with places counted from a buffer's first value.</summary>
    public Shares From(IlgpuBuffer<float> buffer) => new(Partial, (int)(Offset - buffer.Offset), Size, Slices, Stride);
}

/// <summary>Whose shares lie in a piece of memory.</summary>
/// <param name="Root">The buffer that owns the memory of the sum; null for the metrics, which are summed for whoever asks.</param>
/// <param name="Offset">Place of the first value of the sum in it.</param>
internal readonly record struct SharesUse(object? Root, long Offset);
