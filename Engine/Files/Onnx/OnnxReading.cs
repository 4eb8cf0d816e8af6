using GpuDigits.Engine.Files.Onnx.Messages;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>Turns the messages of a model file into an <see cref="OnnxModel"/> and checks what they claim.</summary>
/// <param name="file">What messages call the file.</param>
/// <param name="beside">Where constants of other files are read; null: nowhere.</param>
internal sealed class OnnxReading(string file, OnnxExternalData? beside)
{
    private const int MaximumRank = 8;

    public OnnxModel Read(ModelProto model)
    {
        var opset = model.OpsetImport.LastOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 0;
        if (model.Graph is not { } graph || opset <= 0)
            throw new ModelFileException($"{file}: lacks its {(model.Graph is null ? "graph" : "operator set")}; is this an ONNX model?");
        if (model.Functions.Count > 0)
            throw Bad("functions", "the model has functions of its own, which are not read");
        if (graph.SparseInitializer.Count > 0)
            throw Bad("graph.sparse_initializer", "a sparse constant, which is not read");
        return new(
            new(
                graph.Name,
                [.. graph.Node.Select(Node)],
                [.. graph.Initializer.Select(tensor => Tensor("graph.initializer", tensor))],
                [.. graph.Input.Select(value => Value("graph.input", value))],
                [.. graph.Output.Select(value => Value("graph.output", value))]),
            opset,
            Texts(model.MetadataProps))
        {
            DataFiles = beside?.Files ?? [],
        };
    }

    private OnnxNode Node(NodeProto node)
    {
        var attributes = new Dictionary<string, object?>();
        foreach (var attribute in node.Attribute)
            attributes[attribute.Name] = Value(attribute);
        return new(node.OpType, node.Name, [.. node.Input], [.. node.Output])
        {
            Attributes = attributes,
            Domain = node.Domain == "ai.onnx" ? "" : node.Domain
        };
    }

    private object? Value(AttributeProto attribute) => attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Float => attribute.F,
        AttributeProto.Types.AttributeType.Int => attribute.I,
        AttributeProto.Types.AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Tensor =>
            attribute.T is { } tensor ? Tensor($"graph.node.attribute {ModelFileException.Quote(attribute.Name)}", tensor) : null,
        AttributeProto.Types.AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeProto.Types.AttributeType.Ints => attribute.Ints.ToArray(),
        _ => null,
    };

    private OnnxTensor Tensor(string place, TensorProto tensor)
    {
        place = $"{place} {ModelFileException.Quote(tensor.Name)}";
        var type = TypeOf(tensor.DataType);
        var shape = new int[Rank(place, tensor.Dims.Count)];
        long count = 1;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var size = tensor.Dims[axis];
            if (size is < 0 or > int.MaxValue)
                throw Bad(place, $"the constant has the size {size}");
            shape[axis] = (int)size;
            count *= size;
            if (count > OnnxFile.MaximumLength)
                throw Bad(place, "the constant is larger than any file");
        }

        if (type == OnnxType.Other)
            return new(type, shape, tensor);
        if (tensor.DataLocation == 1)
        {
            if (beside is null)
                throw Bad(place, "the constant lies in another file, which is not read here");
            var bytes = beside.Read(tensor.Name, Texts(tensor.ExternalData), count * OnnxTensor.SizeOf(type));
            return new(type, shape, new() { Name = tensor.Name, RawData = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes) });
        }

        return OnnxTensor.Stored(type, tensor) == count
            ? new(type, shape, tensor)
            : throw Bad(
                place, $"the elements of the constant, {type} [{string.Join(", ", shape)}], are not as many, or not written as its type "
                    + "asks for: it does not fit");
    }

    private OnnxValue Value(string place, ValueInfoProto value)
    {
        var type = value.Type?.TensorType;
        Rank($"{place} {ModelFileException.Quote(value.Name)}", type?.Shape?.Dim.Count ?? 0);
        return new(value.Name, TypeOf(type?.ElemType ?? 0),
            type?.Shape?.Dim.Select(size => size.HasDimValue ? size.DimValue : (long?)null).ToList());
    }

    private int Rank(string place, int rank) =>
        rank <= MaximumRank ? rank : throw Bad(place, $"{rank} dimensions, at most {MaximumRank} are read");

    private ModelFileException Bad(string place, string what) => new($"{file}: {place}: {what}; get or make the file again");

    private static OnnxType TypeOf(int number) => Enum.IsDefined((OnnxType)number) ? (OnnxType)number : OnnxType.Other;

    private static Dictionary<string, string> Texts(IEnumerable<StringStringEntryProto> entries)
    {
        var texts = new Dictionary<string, string>();
        foreach (var entry in entries)
            texts[entry.Key] = entry.Value;
        return texts;
    }
}
