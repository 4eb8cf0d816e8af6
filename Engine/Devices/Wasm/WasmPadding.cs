using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>Writes the code that surrounds a picture with the zeros that a convolution reads; see <see cref="PaddedPicture"/>.</summary>
internal readonly struct WasmPadding(ConvolutionShape shape)
{
    private readonly PaddedPicture _padded = new(shape);

    /// <summary>Floats of the padded picture; 0 if the picture needs no padding.</summary>
    public int Size => checked((int)_padded.Size);

    /// <summary>Bytes of a row.</summary>
    public int Pitch => 4 * _padded.Row;

    /// <summary>A local with the address of the padded picture: in the working memory, or the picture itself.</summary>
    public WasmLocal Write(WasmFunction f, WasmLocal picture, WasmLocal working)
    {
        if (Size == 0)
            return picture;
        var (row, pitch) = (4 * shape.Width * shape.Channels, Pitch);
        f.Get(working).Const(0).Const(4 * Size).FillMemory();
        var from = f.Copy(picture);
        var to = f.Copy(working, (shape.PadTop * pitch) + (4 * shape.PadLeft * shape.Channels));
        f.Repeat(shape.Height, () => f.Get(to).Get(from).Const(row).CopyMemory().Advance(from, row).Advance(to, pitch));
        return working;
    }
}
