using GpuDigits.Engine.Files.Onnx;
using static GpuDigits.Engine.Tests.Exchange.Models;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>Graphs in the forms in which other tools' exporters write a digit classifier, with random weights.</summary>
internal static class ForeignGraphs
{
    private static readonly Dictionary<string, object?> None = [];

    /// <summary>By name: the graph, and the sizes of a sample as it takes it.</summary>
    public static IReadOnlyDictionary<string, (OnnxModel Graph, int[] Shape)> All { get; } = new Dictionary<string, (OnnxModel, int[])>
    {
        // torch.onnx.export of Conv2d, BatchNorm2d, ReLU, MaxPool2d, Conv2d without bias, AvgPool2d, flatten, Linear, Linear, softmax.
        ["pytorch"] = (
            Graph(
                [null, 1, 28, 28],
                ("Conv",
                    new()
                    {
                        ["kernel_shape"] = (long[])[5, 5],
                        ["strides"] = (long[])[1, 1],
                        ["pads"] = (long[])[0, 0, 0, 0],
                        ["dilations"] = (long[])[1, 1],
                        ["group"] = 1L
                    }, [Tensor(1, 6, 1, 5, 5), Tensor(2, 6)]),
                ("BatchNormalization", new() { ["epsilon"] = 1e-5f, ["momentum"] = 0.9f },
                    [Positive(3, 6), Tensor(4, 6), Tensor(5, 6), Positive(6, 6)]),
                ("Relu", None, []),
                ("MaxPool", new() { ["kernel_shape"] = (long[])[2, 2], ["strides"] = (long[])[2, 2] }, []),
                ("Conv", new() { ["kernel_shape"] = (long[])[3, 3], ["pads"] = (long[])[1, 1, 1, 1] }, [Tensor(7, 9, 6, 3, 3)]),
                ("BatchNormalization", None, [Positive(8, 9), Tensor(9, 9), Tensor(10, 9), Positive(11, 9)]),
                ("Relu", None, []),
                ("AveragePool", new() { ["kernel_shape"] = (long[])[3, 2], ["strides"] = (long[])[3, 2], ["count_include_pad"] = 1L }, []),
                ("Dropout", None, [new("", [], [0.5f])]),
                ("Flatten", new() { ["axis"] = 1L }, []),
                ("Gemm", new() { ["transB"] = 1L, ["alpha"] = 0.5f, ["beta"] = 0.25f }, [Tensor(12, 16, 9 * 4 * 6), Tensor(13, 16)]),
                ("Relu", None, []),
                ("Gemm", new() { ["transB"] = 1L }, [Tensor(14, 10, 16), Tensor(15, 10)]),
                ("Softmax", new() { ["axis"] = 1L }, [])),
            [1, 28, 28]),

        // tf2onnx of a Keras model: channels last outside, channels first around the convolutions; MatMul and Add; factors of 255 inside.
        ["keras"] = (
            Graph(
                [null, 28, 28, 1],
                ("Mul", None, [new("", [], [2f])]),
                ("Sub", None, [new("", [1], [0.5f])]),
                ("Transpose", new() { ["perm"] = (long[])[0, 3, 1, 2] }, []),
                ("Conv", new() { ["kernel_shape"] = (long[])[3, 3], ["auto_pad"] = "VALID" }, [Tensor(20, 7, 1, 3, 3)]),
                ("Add", None, [Tensor(21, 1, 7, 1, 1)]),
                ("Relu", None, []),
                ("MaxPool", new() { ["kernel_shape"] = (long[])[3, 3], ["strides"] = (long[])[2, 2], ["auto_pad"] = "SAME_UPPER" }, []),
                ("Transpose", new() { ["perm"] = (long[])[0, 2, 3, 1] }, []),
                ("Reshape", None, [new("", [2], (long[])[-1, 7 * 13 * 13])]),
                ("MatMul", None, [Tensor(22, 7 * 13 * 13, 10)]),
                ("Add", None, [Tensor(23, 10)]),
                ("Div", None, [new("", [], [4f])]),
                ("Softmax", new() { ["axis"] = -1L }, [])),
            [28, 28, 1]),

        // A flat vector made a picture inside the graph; everything pooled at the end; logarithms are not needed.
        ["flat"] = (
            Graph(
                [null, 784],
                ("Reshape", None, [new("", [4], (long[])[-1, 1, 28, 28])]),
                ("Conv", new() { ["kernel_shape"] = (long[])[4, 4], ["strides"] = (long[])[4, 4] },
                    [Tensor(30, 12, 1, 4, 4), Tensor(31, 12)]),
                ("Relu", None, []),
                ("GlobalAveragePool", None, []),
                ("Flatten", None, []),
                ("Gemm", None, [Tensor(32, 12, 10), new("", [1], [0.5f])]),
                ("Softmax", None, [])),
            [784]),

        // Dense layers alone.
        ["dense"] = (
            Graph(
                [null, 28, 28],
                ("Flatten", None, []),
                ("Gemm", None, [Tensor(40, 784, 20), Tensor(41, 20)]),
                ("BatchNormalization", None, [Positive(42, 20), Tensor(43, 20), Tensor(44, 20), Positive(45, 20)]),
                ("Relu", None, []),
                ("Gemm", None, [Tensor(46, 20, 10)]),
                ("Softmax", None, [])),
            [28, 28]),
    };
}
