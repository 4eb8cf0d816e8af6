using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    private static readonly Dictionary<string, (int Batch, ConvolutionShape Convolution, PoolShape Pool)> FusedTable = new()
    {
        ["3x3 and 2x2"] = Fused(3, Shapes.Convolution(8, 10, 1, 5, 3, 3), 2, 2),
        ["row and column left over"] = Fused(2, Shapes.Convolution(9, 7, 1, 3, 3, 3), 2, 2),
        ["3x3 same"] = Fused(2, Shapes.Convolution(6, 8, 1, 4, 3, 3, same: true), 2, 2),
        ["33 filters"] = Fused(1, Shapes.Convolution(6, 6, 1, 33, 3, 3), 2, 2),
        ["several bands"] = Fused(5, Shapes.Convolution(22, 6, 1, 2, 3, 3), 2, 2),
        ["3 channels"] = Fused(2, Shapes.Convolution(8, 6, 3, 5, 3, 3), 2, 2),
        ["5x5, overlapping pool"] = Fused(3, Shapes.Convolution(9, 8, 2, 3, 5, 5, same: true), 3, 2),
        ["stride 2, pool same"] = Fused(2, Shapes.Convolution(9, 8, 1, 3, 2, 2, 2, 2), 2, 2, same: true),
        ["unequal filter"] = Fused(2, Shapes.Convolution(8, 11, 2, 3, 2, 4), 2, 2),
        ["wide picture"] = Fused(1, Shapes.Convolution(24, 400, 1, 2, 3, 3), 2, 2),
        ["tutorial, batch 127"] = Fused(127, Shapes.Convolution(28, 28, 1, 32, 3, 3), 2, 2),
    };

    public static TheoryData<string> FusedShapes => [.. FusedTable.Keys];

    [SkippableTheory]
    [MemberData(nameof(FusedShapes))]
    public void ConvolutionPoolReluForward(string name)
    {
        var (batch, convolution, pool) = AffordableFused(name);
        float[] x = Random(1, batch * convolution.InputSize), w = Random(2, convolution.FilterSize), b = Random(3, convolution.Filters);
        var (y, places) = Forward(batch, convolution, pool, x, w, b);
        var (expected, _) = Reference(batch, convolution, pool, x, w, b);
        Near(expected, y);

        // Nearly equal values may win in another order of summation: the winner must be as large as the maximum.
        var sums = ReferenceConvolution.Forward(convolution, batch, Double(x), Double(w), Double(b));
        Near(ReferencePool.Max(pool, batch, sums).Y, Winners(pool, batch, sums, places));
    }

    /// <summary>Whole numbers: the convolution is exact, ties are many, and the first maximum must win.</summary>
    [SkippableTheory]
    [MemberData(nameof(FusedShapes))]
    public void ConvolutionPoolReluTies(string name)
    {
        var (batch, convolution, pool) = AffordableFused(name);
        float[] x = Whole(1, batch * convolution.InputSize, 0, 1), w = Whole(2, convolution.FilterSize, -1, 1),
            b = Whole(3, convolution.Filters, -1, 1);
        var (y, places) = Forward(batch, convolution, pool, x, w, b);
        var (expected, expectedPlaces) = Reference(batch, convolution, pool, x, w, b);
        Near(expected, y, 0);
        Assert.Equal(expectedPlaces, places);
    }

    [SkippableTheory]
    [MemberData(nameof(FusedShapes))]
    public void ConvolutionPoolReluBackward(string name)
    {
        var (batch, convolution, pool) = AffordableFused(name);
        float[] x = Random(1, batch * convolution.InputSize), w = Random(2, convolution.FilterSize), b = Random(3, convolution.Filters);
        var (y, places) = Reference(batch, convolution, pool, x, w, b);
        var dy = Random(4, y.Length);
        var masked = y.Zip(dy, (value, gradient) => value > 0 ? (double)gradient : 0).ToArray();
        var expected = ReferenceConvolution.Backward(
            convolution, batch, Double(x), Double(w), ReferencePool.MaxBackward(pool, batch, masked, places));
        var dw = Output(w.Length);
        var db = Output(b.Length);
        Device.Run(new ConvolutionPoolReluBackward(
            convolution, pool, Send(x).Rows(batch), Send(Single(y)).Rows(batch), Send(dy).Rows(batch), Send(places), dw, db));
        Near(expected.Filters, dw);
        Near(expected.Bias, db);
    }

    private static (int, ConvolutionShape, PoolShape) Fused(
        int batch, ConvolutionShape convolution, int size, int stride, bool same = false) =>
        (batch, convolution, Shapes.Pool(convolution, size, stride, same));

    private (float[] Y, byte[] Places) Forward(
        int batch, ConvolutionShape convolution, PoolShape pool, float[] x, float[] w, float[] b)
    {
        var y = Output(batch * pool.OutputSize);
        var places = Places(batch * pool.OutputSize);
        Device.Run(new ConvolutionPoolReluForward(convolution, pool, Send(x).Rows(batch), Send(w), Send(b), y.Rows(batch), places));
        return (y.ToArray(), places.ToArray());
    }

    private static (double[] Y, byte[] Places) Reference(
        int batch, ConvolutionShape convolution, PoolShape pool, float[] x, float[] w, float[] b)
    {
        var (y, places) = ReferencePool.Max(
            pool, batch, ReferenceConvolution.Forward(convolution, batch, Double(x), Double(w), Double(b)));
        return (Array.ConvertAll(y, value => Math.Max(value, 0)), places);
    }

    // The value at each window's winning place.
    private static float[] Winners(PoolShape pool, int batch, double[] x, byte[] places) => Single(
        [.. places.Select((place, output) => ReferencePool.At(pool, x, output, place))]);

    private (int Batch, ConvolutionShape Convolution, PoolShape Pool) AffordableFused(string name)
    {
        var (batch, convolution, pool) = FusedTable[name];
        SkipIfOver((long)batch * convolution.OutputSize * convolution.PatchSize);
        return (batch, convolution, pool);
    }
}
