using Google.Protobuf;
using GpuDigits.Engine.Files.Onnx.Messages;
using AttributeType = GpuDigits.Engine.Files.Onnx.Messages.AttributeProto.Types.AttributeType;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>Turns an <see cref="OnnxModel"/> into the messages of a model file; equal models give equal messages.</summary>
internal static class OnnxWriting
{
    /// <summary>The version of the format that came with operator set 17, which every runtime since 2022 reads.</summary>
    private const int IrVersion = 8;

    public static ModelProto Message(OnnxModel model) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "gpudigits",
        ProducerVersion = typeof(OnnxWriting).Assembly.GetName().Version!.ToString(3),
        Graph = new()
        {
            Node = { model.Graph.Nodes.Select(Message) },
            Name = model.Graph.Name,
            Initializer = { model.Graph.Initializers.Select(tensor => tensor.ToMessage()) },
            Input = { model.Graph.Inputs.Select(Message) },
            Output = { model.Graph.Outputs.Select(Message) },
        },
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = model.Opset } },
        MetadataProps = { InOrder(model.Metadata).Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
    };

    private static NodeProto Message(OnnxNode node) => new()
    {
        Input = { node.Inputs },
        Output = { node.Outputs },
        Name = node.Name,
        OpType = node.Operation,
        Attribute = { InOrder(node.Attributes).Select(setting => Message(setting.Key, setting.Value)) },
        Domain = node.Domain,
    };

    private static AttributeProto Message(string name, object? value) => value switch
    {
        float number => new() { Name = name, F = number, Type = AttributeType.Float },
        long number => new() { Name = name, I = number, Type = AttributeType.Int },
        string text => new() { Name = name, S = ByteString.CopyFromUtf8(text), Type = AttributeType.String },
        OnnxTensor tensor => new() { Name = name, T = tensor.ToMessage(), Type = AttributeType.Tensor },
        float[] numbers => new() { Name = name, Floats = { numbers }, Type = AttributeType.Floats },
        long[] numbers => new() { Name = name, Ints = { numbers }, Type = AttributeType.Ints },
        _ => throw new ArgumentException($"attribute {name}: {value?.GetType().Name ?? "nothing"} is no kind that we write"),
    };

    private static ValueInfoProto Message(OnnxValue value)
    {
        TensorShapeProto? shape = value.Shape is not { } sizes ? null
            : new()
            {
                Dim = { sizes.Select(
                    size => size is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new() { DimParam = "batch" }) }
            };
        return new() { Name = value.Name, Type = new() { TensorType = new() { ElemType = (int)value.Type, Shape = shape } } };
    }

    private static IEnumerable<KeyValuePair<string, T>> InOrder<T>(IReadOnlyDictionary<string, T> entries) =>
        entries.OrderBy(entry => entry.Key, StringComparer.Ordinal);
}
