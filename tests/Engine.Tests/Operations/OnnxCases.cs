using System.Text.Json;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>
/// The ONNX project's node tests (v1.22.0) that our operations can express, where shared/data/onnx lies beside the repository. Layout there
/// is NCHW and OIHW.
/// </summary>
internal static class OnnxCases
{
    private static readonly string? File = Find();

    public static string? Missing => File is null ? "shared/data/onnx/onnx-node-tests.json is not there" : null;

    public static IReadOnlyDictionary<string, OnnxCase> All { get; } = File is null
        ? new Dictionary<string, OnnxCase>()
        : JsonSerializer.Deserialize<OnnxCase[]>(
            System.IO.File.ReadAllText(File), JsonSerializerOptions.Web)!.ToDictionary(test => test.Name);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "onnx", "onnx-node-tests.json");
            if (System.IO.File.Exists(file))
                return file;
        }
        return null;
    }
}

internal sealed record OnnxCase(
    string Name, string Op, Dictionary<string, JsonElement> Attributes, OnnxTensor[] Inputs, OnnxTensor[] Outputs)
{
    /// <summary>An attribute of whole numbers.</summary>
    public int[] Numbers(string name, params int[] otherwise) =>
        Attributes.TryGetValue(name, out var value) ? value.Deserialize<int[]>()! : otherwise;

    public int Number(string name) => Attributes.TryGetValue(name, out var value) ? value.GetInt32() : 0;

    public string Text(string name) => Attributes[name].GetString()!;
}

internal sealed record OnnxTensor(string Name, int[] Shape, double[] Data)
{
    public float[] Values => Array.ConvertAll(Data, value => (float)value);

    /// <summary>The values with the axes in another order.</summary>
    public float[] Permuted(params int[] axes)
    {
        var strides = new int[Shape.Length];
        for (int axis = Shape.Length - 1, stride = 1; axis >= 0; stride *= Shape[axis], axis--)
            strides[axis] = stride;
        var values = new float[Data.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var source = 0;
            for (int axis = axes.Length - 1, rest = i; axis >= 0; rest /= Shape[axes[axis]], axis--)
                source += rest % Shape[axes[axis]] * strides[axes[axis]];
            values[i] = (float)Data[source];
        }
        return values;
    }
}
