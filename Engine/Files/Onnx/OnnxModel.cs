namespace GpuDigits.Engine.Files.Onnx;

/// <summary>
/// What we use of an ONNX model: one graph, the version of the standard operator set that its nodes are of, and free texts.
/// Messages of the file: onnx.proto beside this.
/// </summary>
/// <param name="Graph">The computation.</param>
/// <param name="Opset">Version of the standard operators.</param>
/// <param name="Metadata">Free texts that travel along.</param>
public sealed record OnnxModel(OnnxGraph Graph, long Opset, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The other files that constants were read from.</summary>
    public IReadOnlyList<string> DataFiles { get; init; } = [];
}

/// <summary>Nodes in an order in which they can be computed, constants, and what goes in and out.</summary>
public sealed record OnnxGraph(
    string Name, IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<OnnxTensor> Initializers, IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs);

/// <summary>One operation: it reads and writes values by name; a left-out optional input has an empty name.</summary>
public sealed record OnnxNode(string Operation, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>
    /// The settings by name: float, long, string, float[], long[] or <see cref="OnnxTensor"/>; null for a kind that we do not read.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Attributes { get; init; } = new Dictionary<string, object?>();

    /// <summary>The operator set; empty for the standard one.</summary>
    public string Domain { get; init; } = "";
}

/// <summary>A value that goes in or out: its name, element type, and sizes, null where a size is free or unknown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">Sizes, the batch first; null where the file does not say.</param>
public sealed record OnnxValue(string Name, OnnxType Type, IReadOnlyList<long?>? Shape);

/// <summary>The element types that are read; the numbers are those of the format.</summary>
public enum OnnxType
{
    /// <summary>Not stated, or none of these.</summary>
    Other = 0,

    /// <summary>32-bit float.</summary>
    Float = 1,

    /// <summary>Unsigned byte.</summary>
    UInt8 = 2,

    /// <summary>Signed byte.</summary>
    Int8 = 3,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 4,

    /// <summary>16-bit integer.</summary>
    Int16 = 5,

    /// <summary>32-bit integer.</summary>
    Int32 = 6,

    /// <summary>64-bit integer.</summary>
    Int64 = 7,

    /// <summary>A byte, 0 or 1.</summary>
    Bool = 9,

    /// <summary>16-bit float.</summary>
    Float16 = 10,

    /// <summary>64-bit float.</summary>
    Double = 11,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 12,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 13,

    /// <summary>The upper half of a 32-bit float.</summary>
    BFloat16 = 16,
}
