using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using static GpuDigits.Engine.Tests.Exchange.Models;

namespace GpuDigits.Engine.Tests.Exchange;

public sealed class UnevenPaddingTests
{
    /// <summary>
    /// Our padding puts an odd zero below; a filter of two rows that has it above is one of three rows whose last is zero. With several
    /// channels and filters, so that nothing can be counted by the other.
    /// </summary>
    [Fact]
    public void A_filter_with_its_odd_zero_above_becomes_one_with_a_row_of_zeros_below()
    {
        var narrow = Tensor(1, 3, 2, 2, 2).Floats()!;
        float[] wide = [.. narrow.Chunk(4).SelectMany(filter => (float[])[.. filter, 0, 0])];
        var expected = Import([1, 0, 1, 1], new("", [3, 2, 3, 2], wide));
        var actual = Import([1, 0, 0, 1], new("", [3, 2, 2, 2], narrow));
        Assert.Equal(expected.Weights, actual.Weights);
        Assert.Equal(expected.Architecture.Parameters[0].Spec.Shape, actual.Architecture.Parameters[0].Spec.Shape);
    }

    private static TrainedModel Import(long[] pads, OnnxTensor filters) => OnnxImport.FromOnnx(
        Graph([1, 2, 4, 4], ("Conv", new() { ["pads"] = pads }, [filters]), ("Flatten", [], []), ("Gemm", [], [Tensor(2, 48, 3)]),
            ("Softmax", [], [])),
        "test");
}
