using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Files.Onnx.Messages;
using FileTensor = GpuDigits.Engine.Files.Onnx.OnnxTensor;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>
/// The ONNX project's node tests of the operations that we name: those of Debian's package libonnx-testdata, and those of
/// shared/data/onnx, where these are. Layout is ONNX's own, NCHW and OIHW.
/// </summary>
internal static class OnnxCases
{
    private const string Package = "/usr/include/onnx/backend/test/data/node";

    private static readonly string[] Operations =
    [
        "Conv", "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool", "Relu", "Gemm", "MatMul", "Softmax", "LogSoftmax",
        "BatchNormalization", "Flatten", "Reshape", "Dropout", "SoftmaxCrossEntropyLoss", "Adam",
    ];

    public static IReadOnlyDictionary<string, OnnxCase> All { get; } = OfPackage().Concat(OfFile()).DistinctBy(test => test.Name)
        .OrderBy(test => test.Name, StringComparer.Ordinal).ToDictionary(test => test.Name);

    public static string? Missing =>
        All.Count == 0 ? "Debian's libonnx-testdata is not installed, and shared/data/onnx is not there" : null;

    /// <summary>The names as a theory takes them, or why there are none.</summary>
    public static TheoryData<string> Names => Missing is { } reason ? [reason] : [.. All.Keys];

    private static IEnumerable<OnnxCase> OfFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "onnx", "onnx-node-tests.json");
            if (!File.Exists(file))
                continue;
            foreach (var test in JsonSerializer.Deserialize<CaseJson[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!)
            {
                var attributes = test.Attributes.ToDictionary(one => one.Key, one => Value(one.Key, one.Value));
                yield return new(test.Name, test.Op, attributes, [.. test.Inputs.Select(Array)], [.. test.Outputs.Select(Array)]);
            }
        }

        static OnnxArray Array(TensorJson tensor) =>
            new(tensor.Shape ?? [], [.. (tensor.Data ?? []).Select(value => value.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                _ => value.GetDouble(),
            })]);
    }

    private static IEnumerable<OnnxCase> OfPackage()
    {
        if (!Directory.Exists(Package))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(Package))
        {
            var (name, data) = (Path.GetFileName(folder), Path.Combine(folder, "test_data_set_0"));
            OnnxModel model;
            try
            {
                model = OnnxFile.Load(Path.Combine(folder, "model.onnx"));
            }
            catch (ModelFileException)
            {
                // Of an operation that uses a part of the format that we do not read.
                continue;
            }
            if (model.Graph.Nodes is not [var node] || !Operations.Contains(node.Operation) || node.Domain.Length > 0)
                continue;
            var (inputs, outputs) = (Values(model.Graph.Inputs, "input"), Values(model.Graph.Outputs, "output"));
            yield return new(
                name, node.Operation, node.Attributes.ToDictionary(one => one.Key, one => one.Value!),
                [.. node.Inputs.Select(input => inputs.GetValueOrDefault(input, OnnxArray.None))],
                [.. node.Outputs.Select(output => outputs.GetValueOrDefault(output, OnnxArray.None))]);

            Dictionary<string, OnnxArray> Values(IReadOnlyList<OnnxValue> values, string kind) => values.Select((value, i) =>
            {
                var tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, $"{kind}_{i}.pb")));
                int[] shape = [.. tensor.Dims.Select(size => (int)size)];
                return (value.Name, new OnnxArray(shape, new FileTensor((OnnxType)tensor.DataType, shape, tensor).Numbers()!));
            }).ToDictionary();
        }
    }

    /// <summary>An attribute, as a graph holds it: a number of the text may be of either kind.</summary>
    private static object Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => value.Deserialize<long[]>()!,
        _ when name is "alpha" or "beta" or "epsilon" or "momentum" or "ratio" or "norm_coefficient" or "norm_coefficient_post" =>
            value.GetSingle(),
        _ => value.GetInt64(),
    };

    private sealed record CaseJson(
        string Name, string Op, Dictionary<string, JsonElement> Attributes, TensorJson[] Inputs, TensorJson[] Outputs);

    private sealed record TensorJson(int[]? Shape, JsonElement[]? Data);
}
