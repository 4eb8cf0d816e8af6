namespace GpuDigits.Kernels;

/// <summary>
/// The fixed sizes of a pooling of one picture, NHWC: input [Height, Width, Channels], output [OutHeight, OutWidth, Channels].
/// The window of output (oy, ox) covers rows oy·StrideY − PadTop … + PoolHeight and columns ox·StrideX − PadLeft … + PoolWidth,
/// as far as they lie inside the picture.
/// </summary>
public readonly record struct PoolShape(
    int Height, int Width, int Channels, int PoolHeight, int PoolWidth,
    int StrideY, int StrideX, int PadTop, int PadLeft, int OutHeight, int OutWidth)
{
    /// <summary>Values in one input picture.</summary>
    public int InputSize => Height * Width * Channels;

    /// <summary>Values in one output picture.</summary>
    public int OutputSize => OutHeight * OutWidth * Channels;

    /// <summary>Places of a window.</summary>
    public int Places => PoolHeight * PoolWidth;

    /// <summary>Whether its input is the output of a convolution.</summary>
    public bool Follows(in ConvolutionShape convolution) =>
        Height == convolution.OutHeight && Width == convolution.OutWidth && Channels == convolution.Filters;
}
