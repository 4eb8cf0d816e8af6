using GpuDigits.Kernels;
using ILGPU;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// Values that a kernel stored in shares and that are not yet summed. <see cref="AdamStep"/> sums them as part of its own kernel; any other
/// operation that needs them first has them summed.
/// </summary>
/// <param name="Use">Which memory the shares lie in.</param>
/// <param name="Target">The buffer that owns the memory of the values.</param>
/// <param name="Offset">Index of the first value in Target.</param>
/// <param name="Size">Number of values.</param>
/// <param name="Partial">The shares [slices, stride].</param>
/// <param name="Slices">Shares of each value.</param>
/// <param name="Stride">Distance from one share to the next: size or more.</param>
internal sealed record PendingSum(
    SharesUse Use, IlgpuBuffer<float> Target, long Offset, int Size, ArrayView<float> Partial, int Slices, int Stride)
{
    /// <summary>Whether a range of a buffer contains one of the values.</summary>
    public bool Touches(object root, long offset, long length) =>
        root == Target && offset < Offset + Size && Offset < offset + length;

    /// <summary>Whether a range of a buffer contains all values.</summary>
    public bool IsWithin(IlgpuBuffer<float> buffer, long length) =>
        buffer.Root == Target && Offset >= buffer.Offset && Offset + Size <= buffer.Offset + length;

    /// <summary>The kernel's argument, with positions relative to the buffer's first value.</summary>
    public Shares From(IlgpuBuffer<float> buffer) => new(Partial, (int)(Offset - buffer.Offset), Size, Slices, Stride);
}

/// <summary>Identifies a piece of memory for shares by their sum.</summary>
/// <param name="Root">The buffer that owns the memory of the sum; null for the metrics, whose sums any operation may use.</param>
/// <param name="Offset">Index of the sum's first value in it.</param>
internal readonly record struct SharesUse(object? Root, long Offset);
