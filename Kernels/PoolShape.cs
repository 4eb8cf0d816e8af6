namespace GpuDigits.Kernels;

/// <summary>
/// The sizes of a pooling of one picture, NHWC: input [Height, Width, Channels], output [OutHeight, OutWidth, Channels]. The window of
/// output (oy, ox) covers PoolHeight rows from oy·StrideY − PadTop on and PoolWidth columns from ox·StrideX − PadLeft on, as far as they
/// lie inside the picture.
/// </summary>
public readonly record struct PoolShape(
    int Height, int Width, int Channels, int PoolHeight, int PoolWidth,
    int StrideY, int StrideX, int PadTop, int PadLeft, int OutHeight, int OutWidth)
{
    /// <summary>Values in one input picture.</summary>
    public int InputSize => Height * Width * Channels;

    /// <summary>Values in one output picture.</summary>
    public int OutputSize => OutHeight * OutWidth * Channels;

    /// <summary>Positions in a window.</summary>
    public int Places => PoolHeight * PoolWidth;

    /// <summary>Whether the input is the output of this convolution.</summary>
    public bool Follows(in ConvolutionShape convolution) =>
        Height == convolution.OutHeight && Width == convolution.OutWidth && Channels == convolution.Filters;
}
