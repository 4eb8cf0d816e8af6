using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    private static readonly Dictionary<string, (int Batch, PoolShape Shape)> PoolTable = new()
    {
        ["one value"] = (1, Shapes.Pool(1, 1, 1, 1, 1, 1, 1)),
        ["2x2"] = (3, Shapes.Pool(6, 4, 5, 2, 2, 2, 2)),
        ["row and column left over"] = (2, Shapes.Pool(7, 5, 3, 2, 2, 2, 2)),
        ["overlapping"] = (2, Shapes.Pool(7, 6, 3, 3, 3, 1, 1)),
        ["overlapping, same"] = (1, Shapes.Pool(5, 6, 4, 3, 3, 2, 2, same: true)),
        ["padding on every side"] = (2, Shapes.Pool(5, 7, 3, 4, 5, 1, 2, same: true)),
        ["stride larger than the window"] = (2, Shapes.Pool(8, 9, 2, 2, 2, 3, 3)),
        ["unequal window and strides"] = (2, Shapes.Pool(6, 9, 3, 2, 4, 1, 3, same: true)),
        ["256 places"] = (1, Shapes.Pool(17, 16, 2, 16, 16, 1, 1)),
        ["33 channels, batch 127"] = (127, Shapes.Pool(3, 2, 33, 2, 2, 1, 1)),
        ["tutorial, batch 128"] = (128, Shapes.Pool(26, 26, 32, 2, 2, 2, 2)),
    };

    public static TheoryData<string> Pools => [.. PoolTable.Keys];

    [SkippableTheory]
    [MemberData(nameof(Pools))]
    public void MaxPool(string name)
    {
        var (batch, shape) = AffordablePool(name);
        CheckMaxPool(batch, shape, Random(1, batch * shape.InputSize));
        CheckMaxPool(batch, shape, Whole(2, batch * shape.InputSize, -1, 1));
        CheckMaxPool(batch, shape, Random(3, batch * shape.InputSize).Select(value => value - 2.0f).ToArray());
    }

    [SkippableTheory]
    [MemberData(nameof(Pools))]
    public void AveragePool(string name)
    {
        var (batch, shape) = AffordablePool(name);
        float[] x = Random(1, batch * shape.InputSize), dy = Random(2, batch * shape.OutputSize);
        var y = Output(dy.Length);
        Device.Run(new AveragePoolForward(shape, Send(x).Rows(batch), y.Rows(batch)));
        Near(ReferencePool.Average(shape, batch, Double(x)), y);
        var dx = Output(x.Length);
        Device.Run(new AveragePoolBackward(shape, Send(dy).Rows(batch), dx.Rows(batch)));
        Near(ReferencePool.AverageBackward(shape, batch, Double(dy)), dx);
    }

    private void CheckMaxPool(int batch, PoolShape shape, float[] x)
    {
        var (expected, expectedPlaces) = ReferencePool.Max(shape, batch, Double(x));
        var y = Output(expected.Length);
        var places = Places(expected.Length);
        Device.Run(new MaxPoolForward(shape, Send(x).Rows(batch), y.Rows(batch), places));
        Near(expected, y, 0);
        Assert.Equal(expectedPlaces, places.ToArray());

        var dy = Random(4, expected.Length);
        var dx = Output(x.Length);
        Device.Run(new MaxPoolBackward(shape, Send(dy).Rows(batch), places, dx.Rows(batch)));
        Near(ReferencePool.MaxBackward(shape, batch, Double(dy), expectedPlaces), dx);
    }

    private (int Batch, PoolShape Shape) AffordablePool(string name)
    {
        var (batch, shape) = PoolTable[name];
        SkipIfOver((long)batch * shape.OutputSize * shape.PoolHeight * shape.PoolWidth);
        return (batch, shape);
    }
}
