using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    private static readonly Dictionary<string, (int Batch, ConvolutionShape Shape)> ConvolutionTable = new()
    {
        ["one value"] = (1, Shapes.Convolution(1, 1, 1, 1, 1, 1)),
        ["3x3 valid"] = (3, Shapes.Convolution(7, 5, 1, 4, 3, 3)),
        ["3x3 same"] = (2, Shapes.Convolution(5, 6, 3, 5, 3, 3, same: true)),
        ["1x1, channels mixed"] = (3, Shapes.Convolution(4, 3, 7, 9, 1, 1)),
        ["stride 2 valid, row left over"] = (2, Shapes.Convolution(8, 6, 2, 3, 3, 3, 2, 2)),
        ["stride 2 same"] = (1, Shapes.Convolution(7, 8, 3, 4, 3, 3, 2, 2, same: true)),
        ["stride larger than the filter"] = (2, Shapes.Convolution(9, 8, 2, 3, 2, 2, 3, 3)),
        ["unequal filter and strides"] = (2, Shapes.Convolution(6, 9, 2, 3, 2, 5, 1, 3, same: true)),
        ["5x5 same on a picture smaller than it"] = (1, Shapes.Convolution(3, 2, 2, 3, 5, 5, same: true)),
        ["33 filters, 17 channels"] = (1, Shapes.Convolution(4, 4, 17, 33, 3, 3)),
        ["long depth"] = (1, Shapes.Convolution(3, 3, 70, 2, 3, 3)),
        ["batch 127"] = (127, Shapes.Convolution(6, 5, 1, 3, 3, 3)),
        ["second layer"] = (3, Shapes.Convolution(13, 13, 32, 64, 3, 3)),
        ["first layer, batch 129"] = (129, Shapes.Convolution(28, 28, 1, 32, 3, 3)),
    };

    public static TheoryData<string> Convolutions => [.. ConvolutionTable.Keys];

    [SkippableTheory]
    [MemberData(nameof(Convolutions))]
    public void ConvolutionForward(string name)
    {
        var (batch, shape) = Affordable(name);
        float[] x = Random(1, batch * shape.InputSize), w = Random(2, shape.FilterSize), b = Random(3, shape.Filters);
        var expected = ReferenceConvolution.Forward(shape, batch, Double(x), Double(w), Double(b));
        var y = Output(expected.Length);
        Device.Run(new ConvolutionForward(shape, Send(x).Rows(batch), Send(w), Send(b), y.Rows(batch)));
        Near(expected, y);
        Device.Run(new ConvolutionForward(shape, Send(x).Rows(batch), Send(w), Send(b), y.Rows(batch), Relu: true));
        Near(Array.ConvertAll(expected, value => Math.Max(value, 0)), y);
    }

    [SkippableTheory]
    [MemberData(nameof(Convolutions))]
    public void ConvolutionBackward(string name)
    {
        var (batch, shape) = Affordable(name);
        float[] x = Random(1, batch * shape.InputSize), w = Random(2, shape.FilterSize), dy = Random(3, batch * shape.OutputSize);
        var expected = ReferenceConvolution.Backward(shape, batch, Double(x), Double(w), Double(dy));
        var gradient = Send(dy);
        var dx = Output(x.Length);
        Device.Run(new ConvolutionBackwardInput(shape, gradient.Rows(batch), Send(w), dx.Rows(batch)));
        Near(expected.X, dx);
        var dw = Output(w.Length);
        var db = Output(shape.Filters);
        Device.Run(new ConvolutionBackwardFilters(shape, Send(x).Rows(batch), gradient.Rows(batch), dw, db));
        Near(expected.Filters, dw);
        Near(expected.Bias, db);
    }

    private (int Batch, ConvolutionShape Shape) Affordable(string name)
    {
        var (batch, shape) = ConvolutionTable[name];
        SkipIfOver((long)batch * shape.OutputSize * shape.PatchSize);
        return (batch, shape);
    }
}
