using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    private static readonly int[] ToNhwc = [0, 2, 3, 1];

    public static TheoryData<string> OnnxNames => OnnxCases.Missing is { } reason ? [reason] : [.. OnnxCases.All.Keys];

    [SkippableTheory]
    [MemberData(nameof(OnnxNames))]
    public void OnnxNode(string name)
    {
        Skip.If(OnnxCases.Missing is not null, OnnxCases.Missing);
        var test = OnnxCases.All[name];
        var y = test.Outputs[0];
        var expected = y.Shape.Length == 4 ? Double(y.Permuted(ToNhwc)) : y.Data;
        Near(expected, Compute(test), 1e-5);
    }

    private float[] Compute(OnnxCase test)
    {
        var x = test.Inputs[0];
        var y = Output(test.Outputs[0].Data.Length);
        switch (test.Op)
        {
            case "Conv":
                var shape = Convolution(test);
                var filters = test.Inputs[1].Permuted(2, 3, 1, 0);
                Device.Run(new ConvolutionForward(
                    shape, Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), Send(filters), Send(new float[shape.Filters]), y.Rows(x.Shape[0])));
                return y.ToArray();
            case "MaxPool":
                Device.Run(
                    new MaxPoolForward(Pool(test), Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), y.Rows(x.Shape[0]), Places((int)y.Length)));
                return y.ToArray();
            case "AveragePool":
                Device.Run(new AveragePoolForward(Pool(test), Send(x.Permuted(ToNhwc)).Rows(x.Shape[0]), y.Rows(x.Shape[0])));
                return y.ToArray();
            case "Relu":
                Device.Run(new ReluForward(Send(x.Values), y));
                return y.ToArray();
            case "Softmax":
                Device.Run(new SoftmaxForward(Send(x.Values).Rows(x.Shape[0]), y.Rows(x.Shape[0])));
                return y.ToArray();
            case "Gemm":
                var weights = test.Inputs[1];
                var outputs = test.Outputs[0].Shape[1];
                Device.Run(
                    new DenseForward(
                        Send(x.Values).Rows(x.Shape[0]), Send(test.Number("transB") == 1 ? weights.Permuted(1, 0) : weights.Values)
                            .Rows(x.Shape[1]), Send(test.Inputs[2].Values), y.Rows(x.Shape[0])));
                return y.ToArray();
            case "SoftmaxCrossEntropyLoss":
                return CrossEntropy(test);
            default:
                throw new InvalidOperationException($"{test.Name}: no operation of ours for {test.Op}; add it here.");
        }
    }

    // The loss of each row is the sum over a batch of that row alone.
    private float[] CrossEntropy(OnnxCase test)
    {
        int batch = test.Inputs[0].Shape[0], classes = test.Inputs[0].Shape[1];
        var logits = Send(test.Inputs[0].Values);
        var labels = Send(Array.ConvertAll(test.Inputs[1].Data, label => (byte)label));
        var metrics = Output(2 * batch);
        if (test.Text("reduction") == "mean")
        {
            Device.Run(new CrossEntropy(logits.Rows(batch), labels, Output(batch * classes).Rows(batch), metrics, 0));
            return [metrics.ToArray()[0] / batch];
        }
        for (var b = 0; b < batch; b++)
            Device.Run(
                new CrossEntropy(logits.Slice(b * classes, classes).Rows(1), labels.Slice(b, 1), Output(classes).Rows(1), metrics, b));
        return [.. metrics.ToArray().Where((_, i) => i % 2 == 0)];
    }

    private static ConvolutionShape Convolution(OnnxCase test)
    {
        int[] x = test.Inputs[0].Shape, w = test.Inputs[1].Shape, y = test.Outputs[0].Shape;
        int[] strides = test.Numbers("strides", 1, 1), pads = test.Numbers("pads", 0, 0, 0, 0);
        return new(x[2], x[3], x[1], w[0], w[2], w[3], strides[0], strides[1], pads[0], pads[1], y[2], y[3]);
    }

    private static PoolShape Pool(OnnxCase test)
    {
        int[] x = test.Inputs[0].Shape, y = test.Outputs[0].Shape;
        int[] kernel = test.Numbers("kernel_shape"), strides = test.Numbers("strides", 1, 1), pads = test.Numbers("pads", 0, 0, 0, 0);
        return new(x[2], x[3], x[1], kernel[0], kernel[1], strides[0], strides[1], pads[0], pads[1], y[2], y[3]);
    }
}
