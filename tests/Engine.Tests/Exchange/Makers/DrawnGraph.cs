using GpuDigits.Engine.Files.Onnx;

namespace GpuDigits.Engine.Tests.Exchange.Makers;

/// <summary>A graph that is drawn node by node.</summary>
internal sealed class DrawnGraph(long opset, OnnxType type, params long?[] input)
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];

    /// <summary>The name of the value that was computed last.</summary>
    public string Last { get; private set; } = "input";

    /// <summary>A node that reads the value before it, and constants.</summary>
    public DrawnGraph Then(string operation, Dictionary<string, object?>? attributes = null, params OnnxTensor[] constants)
    {
        Node(operation, attributes, [Last, .. constants.Select(Keep)]);
        return this;
    }

    /// <summary>A node that reads values by their names; the name of what it makes.</summary>
    public string Node(string operation, Dictionary<string, object?>? attributes, params string[] inputs)
    {
        Last = $"{operation}_{_nodes.Count}";
        _nodes.Add(new(operation, Last, inputs, [Last]) { Attributes = attributes ?? [] });
        return Last;
    }

    /// <summary>A node of another operator set, whose output leaves the graph as well.</summary>
    public string Foreign(string domain, string operation, string input)
    {
        _nodes.Add(new(operation, operation, [input], [operation]) { Domain = domain });
        return operation;
    }

    /// <summary>Keeps a constant; its name.</summary>
    public string Keep(OnnxTensor constant)
    {
        var name = $"constant_{_constants.Count}";
        _constants.Add(constant.As(name, constant.Shape));
        return name;
    }

    /// <summary>The graph whose outputs are the named values; without names the last one.</summary>
    public OnnxModel End(params string[] outputs) => new(
        new("graph", _nodes, _constants, [new("input", type, input)],
            [.. (outputs.Length > 0 ? outputs : [Last]).Select(name => new OnnxValue(name, OnnxType.Float, null))]),
        opset, new Dictionary<string, string>());
}
