using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// The constants of a graph: its initialisers, and every value that depends on constants alone, which is computed here once. An operation
/// that cannot be computed is refused only if its value is needed.
/// </summary>
internal sealed class OnnxConstants
{
    /// <summary>
    /// The largest number of elements of all computed constants together: these, and so many for each element that the file stores. Else a
    /// file of a thousand bytes could ask for any memory.
    /// </summary>
    private const long FreeElements = 1 << 16, ElementsPerStored = 8;

    private readonly Dictionary<string, OnnxTensor> _known = [];
    private readonly Dictionary<string, string> _refused = [];
    private readonly HashSet<OnnxNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly long _most;
    private long _left;

    /// <summary>Computes the constants of a graph. Its nodes are in topological order, as the format requires.</summary>
    public OnnxConstants(OnnxGraph graph)
    {
        var stored = graph.Nodes.SelectMany(node => node.Attributes.Values).OfType<OnnxTensor>().Concat(graph.Initializers);
        // Of a type that is not read the file need not store the elements that it names.
        var known = stored.Where(tensor => tensor.Type != OnnxType.Other);
        _most = FreeElements + (ElementsPerStored * known.Sum(tensor => (long)tensor.Count));
        _left = _most;
        foreach (var tensor in graph.Initializers)
            _known[tensor.Name] = tensor;
        foreach (var node in graph.Nodes)
        {
            if (!node.Inputs.All(input => input.Length == 0 || IsConstant(input)))
                continue;
            _nodes.Add(node);
            try
            {
                if (node is not { Domain: "", Outputs: [var output, ..] })
                    throw new ModelException("our constants have no such operation");
                _known[output] = Compute(node, output);
            }
            catch (Exception e) when (e is ModelException or OverflowException)
            {
                foreach (var output in node.Outputs)
                    _refused[output] = $"{ModelFileException.Quote(output)}, which node {ModelFileException.Quote(node.Name)} "
                        + $"({ModelFileException.Quote(node.Operation)}) makes of constants: {e.Message}";
            }
        }
    }

    /// <summary>Whether a value depends on constants alone.</summary>
    public bool IsConstant(string name) => _known.ContainsKey(name) || _refused.ContainsKey(name);

    /// <summary>Whether a node computes a constant, so that it is no part of the network.</summary>
    public bool Computes(OnnxNode node) => _nodes.Contains(node);

    /// <summary>A constant.</summary>
    /// <exception cref="ModelException">It is no constant, or cannot be computed.</exception>
    public OnnxTensor Get(string name) =>
        _known.GetValueOrDefault(name)
        ?? throw new ModelException(
            _refused.TryGetValue(name, out var reason)
                ? $"its input is {reason}"
                : $"its input {ModelFileException.Quote(name)} is not a constant");

    private OnnxTensor Compute(OnnxNode node, string output)
    {
        if (node.Attributes.FirstOrDefault(one => !Reads(node.Operation, one.Key, one.Value)) is { Key: { } unread })
            throw new ModelException($"has the setting {ModelFileException.Quote(unread)}, which is not read here");
        var x = node.Inputs.Count == 0 ? Stated(node) : Input(node, 0) ?? throw new ModelException("lacks its input 0");
        var shape = x.Shape;
        switch (node.Operation)
        {
            case "Constant" or "Identity":
                return x.As(output, shape);
            case "Reshape":
                return x.As(output,
                    Reshaped(x, Whole(node, 1, "shape") ?? throw new ModelException("lacks its shape"), node.Integer("allowzero", 0) != 0));
            case "Flatten":
                var at = Axis(node.Integer("axis", 1), shape.Length + 1);
                return x.As(output, [Product(shape.AsSpan(0, at)), Product(shape.AsSpan(at))]);
            case "Unsqueeze":
                var added = Whole(node, 1, "axes") ?? throw new ModelException("lacks its axes");
                var rank = shape.Length + added.Length;
                var sizes = new Queue<int>(shape);
                HashSet<int> ones = [.. added.Select(a => Axis(a, rank))];
                return ones.Count == added.Length && rank <= OnnxTensorMath.MostAxes
                    ? x.As(output, [.. Enumerable.Range(0, rank).Select(axis => ones.Contains(axis) ? 1 : sizes.Dequeue())])
                    : throw new ModelException("adds an axis twice, or too many");
            case "Squeeze":
                var dropped = Whole(node, 1, "axes")?.Select(a => Axis(a, shape.Length)).ToHashSet();
                if (dropped?.Any(axis => shape[axis] != 1) == true)
                    throw new ModelException("drops an axis of more than one element");
                return x.As(output, [.. shape.Where((size, axis) => dropped is null ? size != 1 : !dropped.Contains(axis))]);
            case "Shape":
                int Place(long axis) => (int)Math.Clamp(axis < 0 ? axis + shape.Length : axis, 0, shape.Length);
                int start = Place(node.Integer("start", 0)), end = Place(node.Integer("end", shape.Length));
                var part = shape[start..Math.Max(start, end)];
                return New(output, [part.Length], false, () => Array.ConvertAll(part, size => (double)size));
            case "ConstantOfShape":
                var value = node.Attributes.GetValueOrDefault("value") as OnnxTensor;
                var fill = value is null ? 0
                    : Numbers(value) is [var one] ? one
                    : throw new ModelException("has a value that is not one number");
                var asked = Sizes(x.Integers() ?? throw new ModelException("has a shape of no whole numbers"));
                return New(output, asked, value is null or { IsFloat: true }, () => [.. Enumerable.Repeat(fill, Product(asked))]);
            case "Cast":
                var type = (OnnxType)node.Integer("to", 0);
                return New(output, shape, IsFloat(type), () => Array.ConvertAll(Numbers(x), n => OnnxTensorMath.Cast(n, type)));
            case "Transpose":
                int[] axes = node.Integers("perm") is { } perm
                    ? [.. perm.Select(a => Axis(a, shape.Length))]
                    : [.. Enumerable.Range(0, shape.Length).Reverse()];
                if (!axes.Order().SequenceEqual(Enumerable.Range(0, shape.Length)))
                    throw new ModelException("has an order of axes that is none");
                return New(output, Array.ConvertAll(axes, a => shape[a]), x.IsFloat, () => Axes.Permute<double>(Numbers(x), shape, axes));
            case "DequantizeLinear":
                if (node.Integer("block_size", 0) != 0)
                    throw new ModelException("is quantised by blocks");
                var along = shape.Length == 0 ? 0 : Axis(node.Integer("axis", 1) is var a && shape.Length == 1 ? 0 : a, shape.Length);
                var scale = Along(Input(node, 1) ?? throw new ModelException("lacks its scale"), shape, along);
                var zero = Input(node, 2) is { } z ? Along(z, shape, along) : scale;
                var shifted = Input(node, 2) is not null;
                return New(output, shape, true, () => OnnxTensorMath.Broadcast(
                    shape, OnnxTensorMath.Broadcast(
                        shape, Numbers(x), shape, shifted ? Numbers(zero) : [0], shifted ? zero.Shape : [], (n, from) => n - from),
                    shape, Numbers(scale), scale.Shape, (n, by) => n * by));
            case "Concat":
                OnnxTensor[] parts = [.. node.Inputs.Select((_, i) => Input(node, i) ?? throw new ModelException("lacks a part"))];
                // Before operator set 4 it could be left out.
                var joined = Axis(node.Integer("axis", 1), shape.Length);
                if (parts.Any(
                    p => p.Shape.Length != shape.Length || p.Shape.Where((size, axis) => axis != joined && size != shape[axis]).Any()))
                    throw new ModelException("joins parts of different shapes");
                int[] whole =
                    [.. shape.Select((size, axis) => axis == joined ? parts.Aggregate(0, (sum, p) => checked(sum + p.Shape[axis])) : size)];
                return New(output, whole, x.IsFloat, () => OnnxTensorMath.Concat([.. parts.Select(p => (Numbers(p), p.Shape))], joined));
            case "Gather":
                var index = Input(node, 1) ?? throw new ModelException("lacks its indices");
                var from = Axis(node.Integer("axis", 0), shape.Length);
                var which = index.Integers() ?? throw new ModelException("has indices that are no whole numbers");
                int[] rows = [.. which.Select(i => Axis(i, shape[from]))];
                return New(output, [.. shape[..from], .. index.Shape, .. shape[(from + 1)..]], x.IsFloat,
                    () => OnnxTensorMath.Gather(Numbers(x), shape, from, rows));
            case "Expand":
                var wide = OnnxTensorMath.BroadcastShape(
                    shape, Sizes(Whole(node, 1, "shape") ?? throw new ModelException("lacks its shape")));
                return New(output, wide, x.IsFloat, () => OnnxTensorMath.Broadcast(wide, Numbers(x), shape, [0], [], (n, _) => n));
            default:
                if (OnnxTensorMath.Unary(node.Operation) is { } unary)
                    return New(output, shape, x.IsFloat, () => Array.ConvertAll(Numbers(x), n => unary(n)));
                if (OnnxTensorMath.Binary(node.Operation, x.IsFloat) is not { } binary)
                    throw new ModelException("our constants have no such operation");
                var y = Input(node, 1) ?? throw new ModelException("lacks its input 1");
                var both = OnnxTensorMath.BroadcastShape(shape, y.Shape);
                return New(output, both, x.IsFloat, () => OnnxTensorMath.Broadcast(both, Numbers(x), shape, Numbers(y), y.Shape, binary));
        }
    }

    /// <summary>Whether a setting of an operation is read, or changes nothing; any other would make other numbers.</summary>
    private static bool Reads(string operation, string setting, object? value) => (operation, setting, value) is
        ("Constant", _, _) or ("ConstantOfShape", "value", _) or ("Cast", "to" or "saturate" or "round_mode", _)
        or ("Reshape", "shape" or "allowzero", _) or ("Expand", "shape", _) or ("Squeeze" or "Unsqueeze", "axes", _)
        or ("Flatten" or "Concat" or "Gather" or "DequantizeLinear", "axis", _) or ("DequantizeLinear", "block_size", _)
        or ("DequantizeLinear", "output_dtype", 0L) or ("Shape", "start" or "end", _) or ("Transpose", "perm", _)
        or ("Add" or "Sub" or "Mul" or "Div" or "Pow", "broadcast", _);

    /// <summary>The value of a Constant node.</summary>
    private static OnnxTensor Stated(OnnxNode node) =>
        node.Operation != "Constant" ? throw new ModelException("has no input") : node.Attributes.Values.FirstOrDefault() switch
        {
            OnnxTensor tensor => tensor,
            float number => new("", [], [number]),
            long number => new("", [], [number]),
            float[] numbers => new("", [numbers.Length], numbers),
            long[] numbers => new("", [numbers.Length], numbers),
            _ => throw new ModelException("is a constant of a kind that is not read"),
        };

    /// <summary>An input; null if it is left out.</summary>
    private OnnxTensor? Input(OnnxNode node, int input) =>
        node.Inputs.Count > input && node.Inputs[input].Length > 0 ? Get(node.Inputs[input]) : null;

    /// <summary>
    /// Integers that newer operator sets give as an input and older ones as an attribute; null if they are left out.
    /// </summary>
    private long[]? Whole(OnnxNode node, int input, string setting) => Input(node, input) is not { } tensor ? node.Integers(setting)
        : tensor.Integers() ?? throw new ModelException($"its input {ModelFileException.Quote(tensor.Name)} holds no whole numbers");

    /// <summary>Computed elements, at most as many as are left to compute.</summary>
    private OnnxTensor New(string name, int[] shape, bool isFloat, Func<double[]> values)
    {
        if (shape.Length > OnnxTensorMath.MostAxes)
            throw new ModelException("has too many axes");
        if ((_left -= Product(shape)) < 0)
            throw new ModelException($"more than {_most} elements are computed, which is too much for what the file stores");
        var computed = values();
        return isFloat ? new(name, shape, computed) : new(name, shape, Array.ConvertAll(computed, n => (long)n));
    }

    private static double[] Numbers(OnnxTensor tensor) =>
        tensor.Numbers() ?? throw new ModelException($"{ModelFileException.Quote(tensor.Name)} is of a type that is not read");

    private static int[] Reshaped(OnnxTensor x, long[] target, bool zeros)
    {
        if (target.Length > OnnxTensorMath.MostAxes || target.Count(size => size == -1) > 1)
            throw new ModelException($"to [{string.Join(", ", target)}] is no shape");
        long[] sizes =
        [
            .. target.Select(
                (size, axis) => size != 0 || zeros ? size
                    : axis < x.Shape.Length ? x.Shape[axis]
                    : throw new ModelException("copies the size of an axis that is none"))
        ];
        var known = Product(Sizes([.. sizes.Where(size => size != -1)]));
        var shape = Sizes([.. sizes.Select(size => size == -1 ? known == 0 ? 0 : x.Count / known : size)]);
        return Product(shape) == x.Count
            ? shape
            : throw new ModelException($"to [{string.Join(", ", target)}] changes the number of elements, which is {x.Count}");
    }

    /// <summary>One number for all, or one for each index along an axis, in a shape that broadcasts over the whole.</summary>
    private static OnnxTensor Along(OnnxTensor tensor, int[] shape, int axis) =>
        tensor.Count == 1 ? tensor.As(tensor.Name, [])
        : tensor.Shape is [var count] && shape.Length > 0 && count == shape[axis]
            ? tensor.As(tensor.Name, [.. shape.Select((_, a) => a == axis ? count : 1)])
        : throw new ModelException("is quantised neither as a whole nor along one axis");

    private static bool IsFloat(OnnxType type) => type switch
    {
        OnnxType.Float or OnnxType.Double or OnnxType.Float16 or OnnxType.BFloat16 => true,
        OnnxType.Other => throw new ModelException("converts to a type that is not read"),
        _ => Enum.IsDefined(type) ? false : throw new ModelException("converts to a type that is not read"),
    };

    private static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new ModelException($"has no axis or place {axis}, there are {rank}");

    private static int[] Sizes(long[] sizes) =>
        [.. sizes.Select(size => size is >= 0 and <= int.MaxValue ? (int)size : throw new ModelException($"has the size {size}"))];

    private static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
            product = checked(product * size);
        return product;
    }
}
