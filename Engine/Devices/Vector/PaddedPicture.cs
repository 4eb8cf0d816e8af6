using System.Runtime.InteropServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>A picture surrounded by zeros.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct PaddedPicture(int height, int width, int channels, int top, int left, int paddedHeight, int paddedWidth)
{
    /// <summary>The part that a convolution reads: all windows, and the picture itself.</summary>
    public PaddedPicture(in ConvolutionShape s)
        : this(
            s.Height, s.Width, s.Channels, s.PadTop, s.PadLeft,
            Math.Max(s.PadTop + s.Height, ((s.OutHeight - 1) * s.StrideY) + s.FilterHeight),
            Math.Max(s.PadLeft + s.Width, ((s.OutWidth - 1) * s.StrideX) + s.FilterWidth))
    {
    }

    public int Row => paddedWidth * channels;

    public long Size => paddedHeight == height && paddedWidth == width ? 0 : (long)paddedHeight * Row;

    /// <summary>
    /// The padded picture: written to memory, which has room for Size floats, or the picture itself if it needs no padding.
    /// </summary>
    public float* Apply(float* picture, float* memory)
    {
        if (Size == 0)
            return picture;
        new Span<float>(memory, checked((int)Size)).Clear();
        for (var y = 0; y < height; y++)
        {
            var row = width * channels;
            new ReadOnlySpan<float>(picture + ((nint)y * row), row)
                .CopyTo(new Span<float>(memory + ((nint)(y + top) * Row) + (left * channels), row));
        }

        return memory;
    }
}
