using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    private static readonly int[] ToNhwc = [0, 2, 3, 1], ToHwio = [2, 3, 1, 0];

    public static TheoryData<string> OnnxNames => OnnxCases.Names;

    /// <summary>An operation gives what the format asks for; what ours cannot do is skipped with the reason.</summary>
    [SkippableTheory]
    [MemberData(nameof(OnnxNames))]
    public void OnnxNode(string name)
    {
        Skip.If(OnnxCases.Missing is not null, OnnxCases.Missing);
        var test = OnnxCases.All[name];
        foreach (var (actual, i) in Compute(test).Select((values, i) => (values, i)))
            Near(test.Outputs[i].Data, actual);
    }

    /// <summary>The outputs in the order of the format; those at the end that ours has not may be left out.</summary>
    private float[][] Compute(OnnxCase test) => test.Op switch
    {
        "Conv" => [Convolve(test)],
        "MaxPool" => NodeMaxPool(test),
        "AveragePool" => [NodeAveragePool(test)],
        "GlobalMaxPool" or "GlobalAveragePool" => [GlobalPool(test)],
        "Relu" => [Values(test.X, (x, y) => new ReluForward(x, y))],
        "Dropout" => [Drop(test)],
        "Flatten" or "Reshape" => [Send(test.X.Values).ToArray()],
        "Gemm" => [Gemm(test)],
        "MatMul" => [MatMul(test)],
        "Softmax" => [NodeSoftmax(test)],
        "LogSoftmax" => [LogSoftmax(test)],
        "BatchNormalization" => Normalise(test),
        "SoftmaxCrossEntropyLoss" => CrossEntropy(test),
        "Adam" => NodeAdam(test),
        _ => throw new InvalidOperationException($"{test.Name}: no operation of ours for {test.Op}; add it here."),
    };

    private float[] Values<T>(OnnxArray x, Func<Tensor, Tensor, T> operation)
        where T : struct, IOperation
    {
        var y = Output(x.Data.Length);
        Device.Run(operation(Send(x.Values), y));
        return y.ToArray();
    }

    private float[] Drop(OnnxCase test)
    {
        var ratio = test.Input(1) is { IsThere: true } input ? input.Data[0] : test.Real("ratio", 0.5f);
        Skip.If(test.Input(2) is { IsThere: true, Data: [not 0] } && ratio > 0, "the values that are dropped are those of our generator");
        return Values(test.X, (x, y) => new DropValues(x, y, 0, 1, 1));
    }

    private float[] Convolve(OnnxCase test)
    {
        var (x, w, y) = (test.X, test.Inputs[1], test.Y);
        SkipUnlessPlain(test);
        Skip.If(test.Number("group", 1) != 1, "ours has no groups of channels");
        var window = new Window(test, w.Shape[2..]);
        var shape = new ConvolutionShape(
            x.Shape[2], x.Shape[3], x.Shape[1], w.Shape[0], w.Shape[2], w.Shape[3], window.StrideY, window.StrideX, window.Top, window.Left,
            y.Shape[2], y.Shape[3]);
        var bias = test.Input(2) is { IsThere: true } own ? own.Values : new float[shape.Filters];
        var output = Output(y.Data.Length);
        Device.Run(new ConvolutionForward(
            shape, Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), Send(w.Permuted(ToHwio)), Send(bias), output.Rows(x.Shape[0])));
        return y.FromLast(output.ToArray(), 1);
    }

    private float[][] NodeMaxPool(OnnxCase test)
    {
        var (x, y) = (test.X, test.Y);
        SkipUnlessPlain(test);
        var window = new Window(test, test.Numbers("kernel_shape"));
        var (output, places) = (Output(y.Data.Length), Places(y.Data.Length));
        Device.Run(new MaxPoolForward(window.Pool(x, y), Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), output.Rows(x.Shape[0]), places));
        var maxima = y.FromLast(output.ToArray(), 1);
        if (test.Outputs.Length == 1)
            return [maxima];

        // The format counts the places in the whole input, rows first unless it is told otherwise.
        var inWindow = y.FromLast([.. places.ToArray().Select(place => (float)place)], 1);
        int height = x.Shape[2], width = x.Shape[3], outWidth = y.Shape[3], outArea = y.Shape[2] * outWidth;
        return [maxima, [.. inWindow.Select((at, i) =>
        {
            var row = (i % outArea / outWidth * window.StrideY) - window.Top + ((int)at / window.Width);
            var column = (i % outWidth * window.StrideX) - window.Left + ((int)at % window.Width);
            var place = test.Number("storage_order") == 0 ? (row * width) + column : (column * height) + row;
            return (float)((i / outArea * height * width) + place);
        })]];
    }

    private float[] NodeAveragePool(OnnxCase test)
    {
        var (x, y) = (test.X, test.Y);
        SkipUnlessPlain(test);
        var window = new Window(test, test.Numbers("kernel_shape"));
        // Zeros that count are values of the picture.
        if (test.Number("count_include_pad") != 0)
            (x, window) = (window.Padded(x), window with { Top = 0, Left = 0 });
        var output = Output(y.Data.Length);
        Device.Run(new AveragePoolForward(window.Pool(x, y), Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), output.Rows(x.Shape[0])));
        return y.FromLast(output.ToArray(), 1);
    }

    private float[] GlobalPool(OnnxCase test)
    {
        var (x, output) = (test.X, Output(test.Y.Data.Length));
        var shape = new PoolShape(x.Shape[2], x.Shape[3], x.Shape[1], x.Shape[2], x.Shape[3], 1, 1, 0, 0, 1, 1);
        var (from, to) = (Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), output.Rows(x.Shape[0]));
        if (test.Op == "GlobalMaxPool")
            Device.Run(new MaxPoolForward(shape, from, to, Places(test.Y.Data.Length)));
        else
            Device.Run(new AveragePoolForward(shape, from, to));
        return output.ToArray();
    }

    private static void SkipUnlessPlain(OnnxCase test)
    {
        Skip.If(test.X.Shape.Length != 4, $"ours has two dimensions, not {test.X.Shape.Length - 2}");
        Skip.If(test.Numbers("dilations").Any(gap => gap != 1), "ours has no gaps in its window (dilations)");
    }

    /// <summary>The window of a convolution or pooling: its width, its steps, and the zeros around the picture.</summary>
    private readonly record struct Window(int Height, int Width, int StrideY, int StrideX, int Top, int Left, int Bottom, int Right)
    {
        public Window(OnnxCase test, int[] kernel)
            : this(kernel[0], kernel[1], test.Numbers("strides", 1, 1)[0], test.Numbers("strides", 1, 1)[1], 0, 0, 0, 0)
        {
            var automatic = test.Text("auto_pad", "NOTSET");
            if (automatic is "SAME_UPPER" or "SAME_LOWER")
            {
                var odd = automatic == "SAME_LOWER" ? 1 : 0;
                int y = Zeros(2, Height, StrideY), x = Zeros(3, Width, StrideX);
                (Top, Left) = ((y + odd) / 2, (x + odd) / 2);
                (Bottom, Right) = (y - Top, x - Left);
            }
            else if (automatic == "NOTSET" && test.Numbers("pads", 0, 0, 0, 0) is var pads)
            {
                (Top, Left, Bottom, Right) = (pads[0], pads[1], pads[2], pads[3]);
            }

            int Zeros(int axis, int size, int stride) =>
                Math.Max(0, ((test.Y.Shape[axis] - 1) * stride) + size - test.X.Shape[axis]);
        }

        public PoolShape Pool(OnnxArray x, OnnxArray y) => new(
            x.Shape[2], x.Shape[3], x.Shape[1], Height, Width, StrideY, StrideX, Top, Left, y.Shape[2], y.Shape[3]);

        /// <summary>The picture with its zeros.</summary>
        public OnnxArray Padded(OnnxArray x)
        {
            int height = x.Shape[2], width = x.Shape[3], wide = width + Left + Right, high = height + Top + Bottom;
            var padded = new double[x.Data.Length / (height * width) * high * wide];
            for (var i = 0; i < x.Data.Length; i++)
            {
                var (picture, row, column) = (i / (height * width), i / width % height, i % width);
                padded[(((picture * high) + row + Top) * wide) + column + Left] = x.Data[i];
            }
            return new([x.Shape[0], x.Shape[1], high, wide], padded);
        }
    }
}
