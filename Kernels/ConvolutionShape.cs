namespace GpuDigits.Kernels;

/// <summary>
/// The sizes of a 2-D convolution of one picture, NHWC input and HWIO filters:
/// input [Height, Width, Channels], filters [FilterHeight, FilterWidth, Channels, Filters], output [OutHeight, OutWidth, Filters].
/// y[oy, ox, f] = bias[f] + Σ(i, j, c) x[oy·StrideY + i − PadTop, ox·StrideX + j − PadLeft, c] · w[i, j, c, f];
/// x is 0 outside the picture.
/// </summary>
public readonly record struct ConvolutionShape(
    int Height, int Width, int Channels, int Filters, int FilterHeight, int FilterWidth,
    int StrideY, int StrideX, int PadTop, int PadLeft, int OutHeight, int OutWidth)
{
    /// <summary>Values in one input picture.</summary>
    public int InputSize => Height * Width * Channels;

    /// <summary>Values in one output picture.</summary>
    public int OutputSize => OutHeight * OutWidth * Filters;

    /// <summary>Products in one output value: FilterHeight · FilterWidth · Channels.</summary>
    public int PatchSize => FilterHeight * FilterWidth * Channels;

    /// <summary>Weights in all filters, without the biases.</summary>
    public int FilterSize => PatchSize * Filters;

    /// <summary>Floating-point operations per picture; a multiply-add counts as two.</summary>
    public double Flops => 2.0 * OutputSize * PatchSize;
}
