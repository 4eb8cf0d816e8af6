using System.Text.RegularExpressions;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>In which order of axes a file keeps weights.</summary>
public enum WeightOrder
{
    /// <summary>Filters HWIO, dense [inputs, outputs], pictures flattened channels last: Keras, and ours.</summary>
    Keras,

    /// <summary>Filters OIHW, dense [outputs, inputs], pictures flattened channels first.</summary>
    PyTorch,
}

/// <summary>
/// Reads the weights of a network whose layers are known from a safetensors file of another tool, which holds tensors but no layers. The
/// tensors of a layer share what stands before the last dot or slash of their names; in the natural order of these prefixes (conv2 before
/// conv10) each of our layers takes the first that fits by its shapes.
/// </summary>
public static partial class SafetensorsImport
{
    /// <summary>The network with the file's weights.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="network">The layers.</param>
    /// <param name="order">The order of axes; null: the one that the shapes tell, where only one fits.</param>
    /// <param name="scaling">What the network is given for brightness 0 to 1.</param>
    /// <exception cref="ModelFileException">The tensors do not fit the layers, or both orders fit.</exception>
    public static TrainedModel FromSafetensors(
        SafetensorsFile file, string path, Sequential network, WeightOrder? order = null, InputScaling? scaling = null)
    {
        if (file.Metadata.ContainsKey("architecture")) throw new ModelFileException($"{path}: is a model of ours already; use it with --model");
        WeightOrder[] possible = order is { } known ? [known] : Enum.GetValues<WeightOrder>();
        var found = possible.Select(o => (Order: o, Layers: Match(file, network, o, out string? reason), Reason: reason)).ToArray();
        var fitting = found.Where(f => f.Layers is not null).ToArray();
        if (fitting.Length == 0) throw new ModelFileException($"{path}: {found[0].Reason}");
        if (fitting.Length > 1) throw new ModelFileException($"{path}: the shapes fit Keras' and PyTorch's order of axes alike; say which with --layout");
        List<LayerWeights> layers = fitting[0].Layers!;
        try
        {
            LayerWeights first = layers.First(l => l.IsLinear);
            InputScaling given = scaling ?? InputScaling.None;
            if (given.Shift != 0 && first.Layer is Conv2D { Padding: Padding.Same }) throw new ModelException("zeros around a picture whose background is not 0: the input's mean cannot be carried over exactly");
            first.FoldBefore(given);
            return LayerWeights.Join(network.Input, layers);
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{path}: {e.Message}", e);
        }
    }

    private static List<LayerWeights>? Match(SafetensorsFile file, Sequential network, WeightOrder order, out string? reason)
    {
        List<(string Prefix, SafetensorsTensor? Weight, SafetensorsTensor? Bias)> groups =
        [
            .. file.Tensors.GroupBy(t => Prefix().Match(t.Name).Value).OrderBy(g => Digits().Replace(g.Key, d => d.Value.PadLeft(9, '0')), StringComparer.Ordinal)
                .Select(g => (g.Key, g.FirstOrDefault(t => t.Shape.Length > 1), g.FirstOrDefault(t => t.Shape.Length == 1))),
        ];
        List<LayerWeights> layers = [];
        Shape? flattened = null;
        reason = null;
        foreach (PlacedLayer placed in network.Layers)
        {
            if (placed.Layer is Flatten) flattened = placed.Input;
            if (placed.Parameters.Count == 0)
            {
                layers.Add(new(placed.Layer));
                continue;
            }

            if (placed.Layer is not (Conv2D or Dense))
            {
                reason = $"{placed.Name}: {placed.Layer.GetType().Name} is not read from other tools' files";
                return null;
            }

            int[] ours = placed.Parameters[0].Spec.Shape.ToArray();
            int[] shape = order == WeightOrder.Keras ? ours : ours.Length == 4 ? [ours[3], ours[2], ours[0], ours[1]] : [ours[1], ours[0]];
            int at = groups.FindIndex(g => g.Weight is not null && g.Weight.Shape.SequenceEqual(shape) && (g.Bias is null || g.Bias.Shape[0] == ours[^1]));
            if (at < 0)
            {
                reason = $"no tensors fit {placed.Name}, whose weights are [{string.Join(", ", shape)}] in the order of {order}; there are {string.Join(", ", file.Tensors.Take(20).Select(t => $"{ModelFileException.Quote(t.Name)} [{string.Join(", ", t.Shape)}]"))}";
                return null;
            }

            if (Floats(groups[at].Weight!) is not { } weight || (groups[at].Bias is null ? new float[ours[^1]] : Floats(groups[at].Bias!)) is not { } bias)
            {
                reason = $"the tensors {ModelFileException.Quote(groups[at].Prefix)} are not F32 or F16";
                return null;
            }

            if (order == WeightOrder.PyTorch)
            {
                weight = ours.Length == 4 ? Axes.FiltersToOurs(weight, shape) : Axes.Permute(weight, shape, 1, 0);
                if (placed.Layer is Dense && flattened is { Rank: 3 }) weight = Axes.FlattenedToOurs(weight, flattened, ours[1]);
            }

            if (placed.Layer is Dense) flattened = null;
            layers.Add(new(placed.Layer, weight, bias));
            groups.RemoveAt(at);
        }

        if (groups.Find(g => g.Weight is not null) is { Weight: { } left })
        {
            reason = $"tensor {ModelFileException.Quote(left.Name)} [{string.Join(", ", left.Shape)}] belongs to no layer of the network";
            return null;
        }

        return layers;
    }

    private static float[]? Floats(SafetensorsTensor tensor) => tensor.Type switch
    {
        TensorType.F32 => tensor.As<float>().ToArray(),
        TensorType.F16 => Array.ConvertAll(tensor.As<Half>().ToArray(), half => (float)half),
        _ => null,
    };

    [GeneratedRegex("^.*(?=[./])")]
    private static partial Regex Prefix();

    [GeneratedRegex("[0-9]{1,9}")]
    private static partial Regex Digits();
}
