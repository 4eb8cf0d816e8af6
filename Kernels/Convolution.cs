using ILGPU;

namespace GpuDigits.Kernels;

// 2-D convolution, formula and shapes at ConvolutionShape, as three products (MatrixProduct.Multiply) over operands that exist only as
// index arithmetic. No patch matrix is ever written.
//   forward          y [batch·OutHeight·OutWidth, Filters]      = Patches             × filters (AlongColumns), result BiasRelu
//   input gradient   dx [batch·Height·Width, Channels]          = OutputGradients     × FlippedFilters,         result Values
//   filter gradient  dw [FilterHeight·FilterWidth·Channels + 1] = TransposedPatches   × dy (AlongColumns),      result Gradients
// The filter gradient's last row has ones for its patch values: it is the bias gradient.

/// <summary>Forward: line = output pixel (b, oy, ox), k = position in its patch (i, j, c); 0 outside the picture.</summary>
public readonly struct Patches(ConvolutionShape shape, int batch, ArrayView<float> x) : IOperand
{
    private readonly ConvolutionShape _shape = shape;
    private readonly PatchDivisors _divisors = new(shape);
    private readonly int _lines = batch * shape.OutHeight * shape.OutWidth;
    private readonly ArrayView<float> _x = x;

    /// <inheritdoc/>
    public bool DepthIsFastest => true;

    /// <inheritdoc/>
    public Place Line(int line) => line < _lines ? _divisors.Pixel(_shape, line) : Place.Outside;

    /// <inheritdoc/>
    public Place Depth(int k) => _divisors.Tap(_shape, k);

    /// <inheritdoc/>
    public float Load(Place line, Place depth) => PatchIndex.Load(_shape, _x, line, depth);
}

/// <summary>Filter gradient: line = position in the patch (i, j, c), followed by one line of ones; k = output pixel (b, oy, ox).</summary>
public readonly struct TransposedPatches(ConvolutionShape shape, ArrayView<float> x) : IOperand
{
    private readonly ConvolutionShape _shape = shape;
    private readonly PatchDivisors _divisors = new(shape);
    private readonly ArrayView<float> _x = x;

    /// <inheritdoc/>
    public bool DepthIsFastest => false;

    /// <inheritdoc/>
    public Place Line(int line) => line < _shape.PatchSize
        ? _divisors.Tap(_shape, line)
        : line == _shape.PatchSize ? Place.Ones : Place.Outside;

    /// <inheritdoc/>
    public Place Depth(int k) => _divisors.Pixel(_shape, k);

    /// <inheritdoc/>
    public float Load(Place line, Place depth) =>
        line.Offset < 0 ? line.Constant : PatchIndex.Load(_shape, _x, depth, line);
}

/// <summary>
/// Input gradient: line = input pixel (b, iy, ix), k = (i, j, f): the gradient of the output that used this input with filter position (i,
/// j); 0 where the stride skips it or it lies outside.
/// </summary>
public readonly struct OutputGradients(ConvolutionShape shape, int batch, ArrayView<float> dy) : IOperand
{
    private readonly ConvolutionShape _shape = shape;
    private readonly Divisor _width = new(shape.Width);
    private readonly Divisor _height = new(shape.Height);
    private readonly Divisor _filters = new(shape.Filters);
    private readonly Divisor _filterWidth = new(shape.FilterWidth);
    private readonly int _lines = batch * shape.Height * shape.Width;
    private readonly ArrayView<float> _dy = dy;

    /// <inheritdoc/>
    public bool DepthIsFastest => true;

    /// <inheritdoc/>
    public Place Line(int line)
    {
        if (line >= _lines)
            return Place.Outside;
        var row = _width.Divide(line);
        var picture = _height.Divide(row);
        return new Place(
            picture * _shape.OutputSize, row - (picture * _shape.Height) + _shape.PadTop, line - (row * _shape.Width) + _shape.PadLeft);
    }

    /// <inheritdoc/>
    public Place Depth(int k)
    {
        var tap = _filters.Divide(k);
        var i = _filterWidth.Divide(tap);
        return new Place(k - (tap * _shape.Filters), i, tap - (i * _shape.FilterWidth));
    }

    /// <inheritdoc/>
    public float Load(Place line, Place depth)
    {
        var y = line.Y - depth.Y;
        var x = line.X - depth.X;
        var oy = _shape.StrideY == 1 ? y : y / _shape.StrideY;
        var ox = _shape.StrideX == 1 ? x : x / _shape.StrideX;
        var met = y >= 0 && x >= 0 && oy < _shape.OutHeight && ox < _shape.OutWidth
            && oy * _shape.StrideY == y && ox * _shape.StrideX == x;
        return met ? _dy[line.Offset + (((oy * _shape.OutWidth) + ox) * _shape.Filters) + depth.Offset] : 0.0f;
    }
}

/// <summary>Input gradient: line = channel c, k = (i, j, f): filters[i, j, c, f].</summary>
public readonly struct FlippedFilters(ConvolutionShape shape, ArrayView<float> filters) : IOperand
{
    private readonly ConvolutionShape _shape = shape;
    private readonly Divisor _perTap = new(shape.Filters);
    private readonly ArrayView<float> _filters = filters;

    /// <inheritdoc/>
    public bool DepthIsFastest => true;

    /// <inheritdoc/>
    public Place Line(int line) => line < _shape.Channels ? new Place(line * _shape.Filters) : Place.Outside;

    /// <inheritdoc/>
    public Place Depth(int k)
    {
        var tap = _perTap.Divide(k);
        return new Place((tap * (_shape.Channels - 1) * _shape.Filters) + k);
    }

    /// <inheritdoc/>
    public float Load(Place line, Place depth) => line.Offset < 0 ? 0.0f : _filters[line.Offset + depth.Offset];
}

/// <summary>
/// The divisors for the index of an input value. The index is split into a part for the output pixel and a part for the position in the
/// patch.
/// </summary>
public readonly struct PatchDivisors(ConvolutionShape shape)
{
    private readonly Divisor _outWidth = new(shape.OutWidth);
    private readonly Divisor _outHeight = new(shape.OutHeight);
    private readonly Divisor _channels = new(shape.Channels);
    private readonly Divisor _filterWidth = new(shape.FilterWidth);

    /// <summary>An output pixel (b, oy, ox): the index of its patch's first value, and that value's position in the picture.</summary>
    public Place Pixel(ConvolutionShape shape, int pixel)
    {
        var row = _outWidth.Divide(pixel);
        var picture = _outHeight.Divide(row);
        var y = ((row - (picture * shape.OutHeight)) * shape.StrideY) - shape.PadTop;
        var x = ((pixel - (row * shape.OutWidth)) * shape.StrideX) - shape.PadLeft;
        return new Place(((((picture * shape.Height) + y) * shape.Width) + x) * shape.Channels, y, x);
    }

    /// <summary>A position in a patch (i, j, c), relative to the patch's first value.</summary>
    public Place Tap(ConvolutionShape shape, int place)
    {
        var tap = _channels.Divide(place);
        var i = _filterWidth.Divide(tap);
        return PatchIndex.Tap(shape, i, tap - (i * shape.FilterWidth), place - (tap * shape.Channels));
    }
}

/// <summary>Reads values of a patch.</summary>
internal static class PatchIndex
{
    public static Place Tap(ConvolutionShape shape, int place)
    {
        var tap = place / shape.Channels;
        var i = tap / shape.FilterWidth;
        return Tap(shape, i, tap - (i * shape.FilterWidth), place - (tap * shape.Channels));
    }

    public static Place Tap(ConvolutionShape shape, int i, int j, int channel) =>
        new((((i * shape.Width) + j) * shape.Channels) + channel, i, j);

    public static float Load(ConvolutionShape shape, ArrayView<float> x, Place pixel, Place tap)
    {
        var inside = (uint)(pixel.Y + tap.Y) < (uint)shape.Height && (uint)(pixel.X + tap.X) < (uint)shape.Width;
        return inside ? x[pixel.Offset + tap.Offset] : 0.0f;
    }
}
