using System.Text;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>Turns a model into the messages of onnx.proto.</summary>
internal static class OnnxWriter
{
    /// <summary>The version of the format that came with operator set 17, which every runtime since 2022 reads.</summary>
    private const int IrVersion = 8;

    public static ProtobufWriter Write(OnnxModel model)
    {
        var writer = new ProtobufWriter();
        writer.Varint(1, IrVersion);
        writer.Text(2, "gpudigits");
        writer.Text(3, typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3));
        writer.Message(7, graph => Graph(graph, model.Graph));
        writer.Message(8, opset =>
        {
            opset.Text(1, "");
            opset.Varint(2, model.Opset);
        });
        foreach (var (key, value) in model.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Message(14, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        }

        return writer;
    }

    private static void Graph(ProtobufWriter writer, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes) writer.Message(1, inner => Node(inner, node));
        writer.Text(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers) writer.Message(5, inner => Tensor(inner, tensor));
        foreach (OnnxValue value in graph.Inputs) writer.Message(11, inner => Value(inner, value));
        foreach (OnnxValue value in graph.Outputs) writer.Message(12, inner => Value(inner, value));
    }

    private static void Node(ProtobufWriter writer, OnnxNode node)
    {
        foreach (string input in node.Inputs) writer.Text(1, input);
        foreach (string output in node.Outputs) writer.Text(2, output);
        writer.Text(3, node.Name);
        writer.Text(4, node.Operation);
        foreach (var (name, value) in node.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.Message(5, inner => Attribute(inner, name, value));
        if (node.Domain.Length > 0) writer.Text(7, node.Domain);
    }

    private static void Attribute(ProtobufWriter writer, string name, object? value)
    {
        writer.Text(1, name);
        switch (value)
        {
            case float number:
                writer.Float(2, number);
                writer.Varint(20, 1);
                break;
            case long number:
                writer.Varint(3, number);
                writer.Varint(20, 2);
                break;
            case string text:
                writer.Bytes(4, Encoding.UTF8.GetBytes(text));
                writer.Varint(20, 3);
                break;
            case OnnxTensor tensor:
                writer.Message(5, inner => Tensor(inner, tensor));
                writer.Varint(20, 4);
                break;
            case float[] numbers:
                foreach (float number in numbers) writer.Float(7, number);
                writer.Varint(20, 6);
                break;
            case long[] numbers:
                writer.Varints(8, numbers);
                writer.Varint(20, 7);
                break;
            default:
                throw new ArgumentException($"attribute {name}: {value?.GetType().Name ?? "nothing"} is no kind that we write");
        }
    }

    private static void Tensor(ProtobufWriter writer, OnnxTensor tensor)
    {
        writer.Varints(1, Array.ConvertAll(tensor.Shape, size => (long)size));
        writer.Varint(2, (int)tensor.Type);
        writer.Text(8, tensor.Name);
        writer.Bytes(9, tensor.Raw);
    }

    private static void Value(ProtobufWriter writer, OnnxValue value)
    {
        writer.Text(1, value.Name);
        writer.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Varint(1, (int)value.Type);
            if (value.Shape is not { } sizes) return;
            tensor.Message(2, shape =>
            {
                foreach (long? size in sizes)
                {
                    shape.Message(1, dimension =>
                    {
                        if (size is { } known) dimension.Varint(1, known);
                        else dimension.Text(2, "batch");
                    });
                }
            });
        }));
    }
}
