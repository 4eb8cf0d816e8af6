using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    public static TheoryData<int, int, int> DenseSizes => new()
    {
        { 1, 1, 1 }, { 1, 17, 10 }, { 3, 5, 7 }, { 16, 16, 16 }, { 5, 70, 3 }, { 2, 9, 65 }, { 33, 31, 34 }, { 2, 700, 5 }, { 70, 3, 2 },
        { 127, 33, 10 }, { 129, 100, 67 }, { 128, 5408, 128 }, { 5, 1100, 128 }, { 3, 800, 256 }, { 12, 1500, 64 },
    };

    [SkippableTheory]
    [MemberData(nameof(DenseSizes))]
    public void Dense(int batch, int inputs, int outputs)
    {
        SkipIfOver((long)batch * inputs * outputs);
        float[] x = Random(1, batch * inputs), w = Random(2, inputs * outputs), b = Random(3, outputs), dy = Random(4, batch * outputs);
        var expected = ReferenceDense.Forward(batch, inputs, outputs, Double(x), Double(w), Double(b));
        var gradients = ReferenceDense.Backward(batch, inputs, outputs, Double(x), Double(w), Double(dy));
        var input = Send(x);
        var weights = Send(w);
        var gradient = Send(dy);

        var y = Output(expected.Length);
        Device.Run(new DenseForward(input.Rows(batch), weights.Rows(inputs), Send(b), y.Rows(batch)));
        Near(expected, y);
        Device.Run(new DenseForward(input.Rows(batch), weights.Rows(inputs), Send(b), y.Rows(batch), Relu: true));
        Near(Array.ConvertAll(expected, value => Math.Max(value, 0)), y);

        var dx = Output(x.Length);
        Device.Run(new DenseBackwardInput(gradient.Rows(batch), weights.Rows(inputs), dx.Rows(batch)));
        Near(gradients.X, dx);

        var dw = Output(w.Length);
        var db = Output(outputs);
        Device.Run(new DenseBackwardWeights(input.Rows(batch), gradient.Rows(batch), dw.Rows(inputs), db));
        Near(gradients.Weights, dw);
        Near(gradients.Bias, db);
    }
}
