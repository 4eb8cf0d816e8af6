using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>A graph as a chain of operations from its one input to its one output; all other inputs of a node are constants.</summary>
internal sealed class OnnxChain
{
    private readonly string _file;
    private readonly OnnxConstants _constants;
    private readonly Dictionary<string, List<OnnxNode>> _readers = [];
    private readonly string _output;
    private readonly int _nodes;
    private string _value;
    private int _taken;

    public OnnxChain(OnnxGraph graph, string file)
    {
        _file = file;
        _constants = new(graph);
        foreach (var node in graph.Nodes)
        {
            if (_constants.Computes(node))
                continue;
            _nodes++;
            foreach (var input in node.Inputs.Distinct())
            {
                if (_readers.TryGetValue(input, out var readers))
                    readers.Add(node);
                else
                    _readers[input] = [node];
            }
        }

        OnnxValue[] inputs = [.. graph.Inputs.Where(i => !_constants.IsConstant(i.Name))];
        if (inputs is not [var single])
            throw Bad($"the graph has {inputs.Length} inputs, one picture is read");
        if (graph.Outputs is not [var output])
            throw Bad($"the graph has {graph.Outputs.Count} outputs, one is read");
        (Input, _value, _output) = (single, single.Name, output.Name);
    }

    /// <summary>The input of the graph.</summary>
    public OnnxValue Input { get; }

    /// <summary>The index of the current node's input that is the running value.</summary>
    public int ValueInput { get; private set; }

    /// <summary>The next node, null after the last one.</summary>
    /// <exception cref="ModelFileException">The graph branches here, or ends elsewhere than at its output.</exception>
    public OnnxNode? Next()
    {
        var readers = _readers.GetValueOrDefault(_value) ?? [];
        if (_value == _output)
        {
            if (_taken == _nodes && readers.Count == 0)
                return null;
            throw Bad($"{_nodes - _taken} nodes lie outside the way from the input to the output; simplify the model before its export (a "
                + "shape that is computed is one reason)");
        }

        if (readers is not [var node])
            throw Bad(
                $"{readers.Count} nodes read {ModelFileException.Quote(_value)}; only networks of one layer after the other are read");
        // A cycle would never end.
        if (++_taken > _nodes || node.Outputs is not [var next, ..])
            throw Bad($"node {ModelFileException.Quote(node.Name)} leads nowhere");
        for (ValueInput = 0; node.Inputs[ValueInput] != _value;)
            ValueInput++;
        if (ValueInput > 0 && node.Operation is not ("Add" or "Mul" or "Sub" or "Div"))
            throw Bad($"node {ModelFileException.Quote(node.Name)} ({ModelFileException.Quote(node.Operation)}) reads the running value as "
                + $"its input {ValueInput}, which is not read");
        _value = next;
        return node;
    }

    /// <summary>A constant input of a node.</summary>
    /// <exception cref="ModelException">It is missing or not constant.</exception>
    public OnnxTensor Constant(OnnxNode node, int input)
    {
        if (node.Inputs.Count <= input)
            throw new ModelException($"lacks its input {input}");
        return _constants.Get(node.Inputs[input]);
    }

    /// <summary>The numbers of a constant input.</summary>
    /// <exception cref="ModelException">It is missing, not constant, no floats, or not all of its numbers are finite.</exception>
    public float[] Floats(OnnxNode node, int input)
    {
        var tensor = Constant(node, input);
        var values = tensor.Floats() ?? throw new ModelException(
            $"its input {ModelFileException.Quote(tensor.Name)} is of a type that is not read; export it with 32-bit floats");
        if (values.Length == 0 || !Array.TrueForAll(values, float.IsFinite))
            throw new ModelException($"its input {ModelFileException.Quote(tensor.Name)} is empty or holds what is no number");
        return values;
    }

    /// <summary>The whole numbers of a constant input.</summary>
    /// <exception cref="ModelException">It is missing, not constant, or no integers.</exception>
    public long[] Integers(OnnxNode node, int input)
    {
        var tensor = Constant(node, input);
        return tensor.Integers() ?? throw new ModelException($"its input {ModelFileException.Quote(tensor.Name)} holds no whole numbers");
    }

    private ModelFileException Bad(string what) => new($"{_file}: {what}");
}

/// <summary>The attributes of a node, with the default of each, and its optional inputs.</summary>
internal static class OnnxAttributes
{
    public static bool Has(this OnnxNode node, int input) => node.Inputs.Count > input && node.Inputs[input].Length > 0;

    public static long Integer(this OnnxNode node, string name, long otherwise) => node.Get<long?>(name) ?? otherwise;

    public static double Number(this OnnxNode node, string name, double otherwise) => node.Get<float?>(name) ?? otherwise;

    public static string? Text(this OnnxNode node, string name) => node.Get<string>(name);

    public static long[]? Integers(this OnnxNode node, string name) => node.Get<long[]>(name);

    private static T? Get<T>(this OnnxNode node, string name) => !node.Attributes.TryGetValue(name, out var value) ? default
        : value is T wanted ? wanted
        : throw new ModelException($"its setting {ModelFileException.Quote(name)} is of another kind than the format asks for");
}
