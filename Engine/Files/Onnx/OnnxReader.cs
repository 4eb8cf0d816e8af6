namespace GpuDigits.Engine.Files.Onnx;

/// <summary>
/// Reads the messages of onnx.proto that we use and passes over the rest. Weights stay slices of the file; how many small objects a
/// file may ask for is limited, so what is allocated is bounded by what the file brings.
/// </summary>
/// <param name="file">What messages call the file.</param>
/// <param name="beside">Where constants of other files are read; null: nowhere.</param>
internal sealed class OnnxReader(string file, OnnxExternalData? beside = null)
{
    private const int MaximumItems = 100_000;
    private const int MaximumList = 1024;
    private const int MaximumRank = 8;

    private int _items;

    public OnnxModel Read(ReadOnlyMemory<byte> bytes)
    {
        OnnxGraph? graph = null;
        long opset = 0;
        var metadata = new Dictionary<string, string>();
        var reader = new ProtobufReader(bytes, 0, file);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 7:
                    graph = Graph(reader.Message());
                    break;
                case 8:
                    (string domain, long version) = OperatorSet(reader.Message());
                    if (domain is "" or "ai.onnx") opset = version;
                    break;
                case 14:
                    (string key, string value) = Entry(Item(reader));
                    metadata[key] = value;
                    break;
                case 25:
                    throw reader.Bad("the model has functions of its own, which are not read");
                default:
                    reader.Skip();
                    break;
            }
        }

        if (graph is null || opset <= 0) throw new ModelFileException($"{file}: lacks its {(graph is null ? "graph" : "operator set")}; is this an ONNX model?");
        return new(graph, opset, metadata);
    }

    /// <summary>A nested message that becomes an object, counted.</summary>
    private ProtobufReader Item(ProtobufReader reader)
    {
        Count(reader);
        return reader.Message();
    }

    private string Name(ProtobufReader reader)
    {
        Count(reader);
        return reader.Text();
    }

    private void Count(ProtobufReader reader)
    {
        if (++_items > MaximumItems) throw reader.Bad($"more than {MaximumItems} nodes, constants, names and settings");
    }

    private OnnxGraph Graph(ProtobufReader reader)
    {
        string name = "";
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        List<OnnxValue> inputs = [], outputs = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    nodes.Add(Node(Item(reader)));
                    break;
                case 2:
                    name = reader.Text();
                    break;
                case 5:
                    initializers.Add(Tensor(Item(reader)));
                    break;
                case 11:
                    inputs.Add(Value(Item(reader)));
                    break;
                case 12:
                    outputs.Add(Value(Item(reader)));
                    break;
                case 15:
                    throw reader.Bad("a sparse constant, which is not read");
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name, nodes, initializers, inputs, outputs);
    }

    private OnnxNode Node(ProtobufReader reader)
    {
        List<string> inputs = [], outputs = [];
        string name = "", operation = "", domain = "";
        var attributes = new Dictionary<string, object?>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    inputs.Add(Name(reader));
                    break;
                case 2:
                    outputs.Add(Name(reader));
                    break;
                case 3:
                    name = reader.Text();
                    break;
                case 4:
                    operation = reader.Text();
                    break;
                case 5:
                    (string key, object? value) = Attribute(Item(reader));
                    attributes[key] = value;
                    break;
                case 7:
                    domain = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(operation, name, inputs, outputs) { Attributes = attributes, Domain = domain == "ai.onnx" ? "" : domain };
    }

    private (string Name, object? Value) Attribute(ProtobufReader reader)
    {
        string name = "", text = "";
        float number = 0;
        long integer = 0, type = 0;
        OnnxTensor? tensor = null;
        List<float> numbers = [];
        List<long> integers = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    number = reader.Float();
                    break;
                case 3:
                    integer = reader.Varint();
                    break;
                case 4:
                    text = reader.Text();
                    break;
                case 5:
                    tensor = Tensor(reader.Message());
                    break;
                case 7:
                    reader.Floats(numbers, MaximumList);
                    break;
                case 8:
                    reader.Varints(integers, MaximumList);
                    break;
                case 20:
                    type = reader.Varint();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (name, type switch
        {
            1 => number,
            2 => integer,
            3 => text,
            4 => tensor,
            6 => numbers.ToArray(),
            7 => integers.ToArray(),
            _ => null,
        });
    }

    private OnnxTensor Tensor(ProtobufReader reader)
    {
        string name = "";
        List<long> sizes = [];
        OnnxType type = OnnxType.Other;
        ReadOnlyMemory<byte> data = default;
        int dataField = 0;
        Dictionary<string, string>? elsewhere = null;
        bool isElsewhere = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.Varints(sizes, MaximumRank);
                    break;
                case 2:
                    type = TypeOf(reader.Varint());
                    break;
                case 8:
                    name = reader.Text();
                    break;
                case 4 or 5 or 7 or 9 or 10 or 11:
                    if (dataField != 0) throw reader.Bad("the elements of a constant are in several pieces, which is not read");
                    dataField = reader.Field;
                    data = reader.Bytes();
                    break;
                case 13:
                    (string key, string value) = Entry(Item(reader));
                    (elsewhere ??= [])[key] = value;
                    break;
                case 14:
                    isElsewhere = reader.Varint() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        int[] shape = [.. sizes.Select(size => size is >= 0 and <= int.MaxValue ? (int)size : throw reader.Bad($"a constant has the size {size}"))];
        long count = 1;
        foreach (int size in shape) count = count * size is var product && product <= OnnxFile.MaximumLength ? product : throw reader.Bad("a constant larger than any file");
        if (type == OnnxType.Other) return new(name, type, shape, default, false);
        if (isElsewhere)
        {
            if (beside is null) throw reader.Bad($"constant {ModelFileException.Quote(name)} lies in another file, which is not read here");
            return new(name, type, shape, beside.Read(name, elsewhere ?? [], count * OnnxTensor.SizeOf(type)), false);
        }

        // float_data and double_data are packed: the same bytes as raw_data.
        bool varints = dataField is 5 or 7 or 11, fits = dataField switch
        {
            4 => type == OnnxType.Float,
            10 => type == OnnxType.Double,
            7 => type == OnnxType.Int64,
            11 => type is OnnxType.UInt32 or OnnxType.UInt64,
            5 => type is not (OnnxType.Float or OnnxType.Double or OnnxType.Int64 or OnnxType.UInt32 or OnnxType.UInt64),
            _ => true,
        };
        if (!fits) throw reader.Bad($"the elements of a constant are not written as its type {type} asks for");
        long got = varints ? Numbers(data.Span) : data.Length / OnnxTensor.SizeOf(type);
        if (got != count || (!varints && data.Length % OnnxTensor.SizeOf(type) != 0))
            throw reader.Bad($"constant {ModelFileException.Quote(name)}: {type} [{string.Join(", ", shape)}] is written in {data.Length} bytes, which does not fit");
        return new(name, type, shape, data, varints);
    }

    /// <summary>How many varints the bytes are; −1 where one is longer than 10 bytes or cut off.</summary>
    private static long Numbers(ReadOnlySpan<byte> data)
    {
        long count = 0;
        int length = 0;
        foreach (byte b in data)
        {
            if (++length > 10) return -1;
            if (b >= 0x80) continue;
            count++;
            length = 0;
        }

        return length == 0 ? count : -1;
    }

    private OnnxValue Value(ProtobufReader reader)
    {
        string name = "";
        OnnxType type = OnnxType.Other;
        List<long?>? shape = null;
        while (reader.Next())
        {
            if (reader.Field == 1)
                name = reader.Text();
            else if (reader.Field == 2)
                Type(reader.Message());
            else
                reader.Skip();
        }

        return new(name, type, shape);

        void Type(ProtobufReader types)
        {
            while (types.Next())
            {
                if (types.Field == 1) TensorType(types.Message());
                else types.Skip();
            }
        }

        void TensorType(ProtobufReader tensor)
        {
            while (tensor.Next())
            {
                if (tensor.Field == 1)
                    type = TypeOf(tensor.Varint());
                else if (tensor.Field == 2)
                    Sizes(tensor.Message(), shape = []);
                else
                    tensor.Skip();
            }
        }

        void Sizes(ProtobufReader sizes, List<long?> into)
        {
            while (sizes.Next())
            {
                if (sizes.Field != 1)
                {
                    sizes.Skip();
                    continue;
                }

                if (into.Count == MaximumRank) throw sizes.Bad($"a value of more than {MaximumRank} dimensions");
                into.Add(Size(sizes.Message()));
            }
        }
    }

    private static OnnxType TypeOf(long number) => number is >= 0 and <= int.MaxValue && Enum.IsDefined((OnnxType)number) ? (OnnxType)number : OnnxType.Other;

    private static long? Size(ProtobufReader reader)
    {
        long? size = null;
        while (reader.Next())
        {
            if (reader.Field == 1) size = reader.Varint();
            else reader.Skip();
        }

        return size;
    }

    private static (string Domain, long Version) OperatorSet(ProtobufReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            if (reader.Field == 1) domain = reader.Text();
            else if (reader.Field == 2) version = reader.Varint();
            else reader.Skip();
        }

        return (domain, version);
    }

    private static (string Key, string Value) Entry(ProtobufReader reader)
    {
        string key = "", value = "";
        while (reader.Next())
        {
            if (reader.Field == 1) key = reader.Text();
            else if (reader.Field == 2) value = reader.Text();
            else reader.Skip();
        }

        return (key, value);
    }
}
