using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>The order of axes in which a file keeps weights.</summary>
public enum WeightOrder
{
    /// <summary>Filters HWIO, dense [inputs, outputs], pictures flattened channels last: Keras, and ours.</summary>
    Keras,

    /// <summary>Filters OIHW, dense [outputs, inputs], pictures flattened channels first.</summary>
    PyTorch,
}

/// <summary>
/// Reads the weights of a network whose layers are known from a safetensors file of another tool, which holds tensors but no layers. The
/// tensors are grouped to layers by their names (<see cref="SafetensorsLayers"/>). In the natural order of the names, each of our layers
/// takes the first group whose shapes fit. Batch normalisations fold into the layers that they follow. Every float tensor is used or
/// refused by name.
/// </summary>
public static class SafetensorsImport
{
    /// <summary>The network with the file's weights.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="network">The layers, without batch normalisation.</param>
    /// <param name="order">The order of axes; null: the one that fits the shapes, if only one does.</param>
    /// <param name="scaling">The input of the network for brightness 0 to 1.</param>
    /// <param name="remark">Told what was folded.</param>
    /// <exception cref="ModelFileException">The tensors do not fit the layers, both orders fit, or a tensor has no place.</exception>
    public static TrainedModel FromSafetensors(
        SafetensorsFile file, string path, Sequential network, WeightOrder? order = null,
        InputScaling? scaling = null, Action<string>? remark = null)
    {
        if (file.Metadata.ContainsKey("architecture"))
            throw new ModelFileException($"{path}: is a model of ours already; use it with --model");
        try
        {
            var found = new SafetensorsLayers(file);
            var possible = order is { } known ? [known] : Enum.GetValues<WeightOrder>();
            Match[] matches = [.. possible.Select(o => Match.Of(found.Linear, network, o))];
            Match[] fitting = [.. matches.Where(m => m.Misfit is null)];
            if (fitting.Length == 0)
            {
                var best = matches.MaxBy(m => m.Taken.Count)!;
                throw new ModelException(
                    $"{best.Misfit}; there are {string.Join(", ", file.Tensors.Take(20).Select(SafetensorsLayers.Describe))}");
            }

            if (fitting.Length > 1)
                throw new ModelException("the shapes fit Keras' and PyTorch's order of axes alike; say which with --layout");
            return Join(fitting[0], found, network, scaling ?? InputScaling.None, remark);
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{path}: {e.Message}", e);
        }
    }

    private static TrainedModel Join(Match match, SafetensorsLayers found, Sequential network, InputScaling scaling, Action<string>? remark)
    {
        if (found.Linear.FirstOrDefault(l => SafetensorsLayers.IsFloat(l.Weight) && !match.Taken.Any(t => t.Tensors == l)) is { } left)
            throw new ModelException($"tensor {SafetensorsLayers.Describe(left.Weight)} belongs to no layer of the network");
        var normals = NormalizationPairs.Of(
            [.. match.Taken.Select(t => (t.Tensors.Key, t.Layer.Output[t.Layer.Output.Rank - 1]))], found.Normal);
        List<LayerWeights> layers = [];
        Shape? flattened = null;
        foreach (var placed in network.Layers)
        {
            if (placed.Layer is Flatten)
                flattened = placed.Input;
            if (match.Taken.FirstOrDefault(t => t.Layer == placed).Tensors is not { } tensors)
            {
                layers.Add(new(placed.Layer));
                continue;
            }

            var outputs = placed.Output[placed.Output.Rank - 1];
            float[] weight = Numbers(tensors.Weight), bias = tensors.Bias is null ? new float[outputs] : Numbers(tensors.Bias);
            if (match.Order == WeightOrder.PyTorch)
            {
                weight = placed.Layer is Conv2D
                    ? Axes.FiltersToOurs(weight, tensors.Weight.Shape)
                    : Axes.Permute<float>(weight, tensors.Weight.Shape, 1, 0);
                if (placed.Layer is Dense && flattened is { Rank: 3 })
                    weight = Axes.FlattenedToOurs(weight, flattened, outputs);
            }

            if (placed.Layer is Dense)
                flattened = null;
            var layer = new LayerWeights(placed.Layer, weight, bias);
            if (normals.GetValueOrDefault(tensors.Key) is { } normal)
            {
                layer.FoldNormalisation(
                    normal.Gamma is null ? [.. Enumerable.Repeat(1f, outputs)] : Numbers(normal.Gamma), normal.Beta is null
                        ? new float[outputs]
                        : Numbers(normal.Beta),
                    Numbers(normal.Mean), Numbers(normal.Variance), normal.Epsilon,
                    $"tensor {SafetensorsLayers.Describe(normal.Variance)}");
                remark?.Invoke(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"batch normalisation {ModelFileException.Quote(normal.Key)} is folded into {placed.Name}, with ε = "
                            + $"{normal.Epsilon}"));
            }

            layers.Add(layer);
        }

        var first = layers.First(l => l.IsLinear);
        if (scaling.Shift != 0 && first.Layer is Conv2D { Padding: Padding.Same })
            throw new ModelException("zeros around a picture whose background is not 0: the input's mean cannot be carried over exactly");
        first.FoldBefore(scaling);
        return LayerWeights.Join(network.Input, layers);
    }

    private static float[] Numbers(SafetensorsTensor tensor)
    {
        var numbers = tensor.Floats() ?? throw new ModelException($"tensor {SafetensorsLayers.Describe(tensor)} is of the type "
            + $"{ModelFileException.Clean(tensor.TypeName)}, which is not read; convert it to F32, F64, F16 or BF16");
        return Array.TrueForAll(numbers, float.IsFinite)
            ? numbers
            : throw new ModelException($"tensor {SafetensorsLayers.Describe(tensor)} holds what is no number");
    }

    /// <summary>Which tensors each layer of the network takes in an order of axes, up to the first layer that finds none.</summary>
    private sealed record Match(WeightOrder Order, IReadOnlyList<(PlacedLayer Layer, LinearTensors Tensors)> Taken, string? Misfit)
    {
        public static Match Of(IReadOnlyList<LinearTensors> found, Sequential network, WeightOrder order)
        {
            List<LinearTensors> left = [.. found];
            List<(PlacedLayer, LinearTensors)> taken = [];
            foreach (var placed in network.Layers.Where(l => l.Parameters.Count > 0))
            {
                if (placed.Layer is not (Conv2D or Dense))
                    return new(order, taken, $"{placed.Name}: {placed.Layer.GetType().Name} is not read from other tools' files");
                var ours = placed.Parameters[0].Spec.Shape.ToArray();
                var shape = order == WeightOrder.Keras ? ours
                    : ours.Length == 4 ? [ours[3], ours[2], ours[0], ours[1]]
                    : [ours[1], ours[0]];
                var at = left.FindIndex(
                    l => l.Weight.Shape.SequenceEqual(shape)
                        && (l.Bias is null || l.Bias.Shape.Where(size => size != 1).DefaultIfEmpty(1).SequenceEqual([ours[^1]])));
                if (at < 0)
                    return new(order, taken,
                        $"no tensors fit {placed.Name}, whose weights are [{string.Join(", ", shape)}] in the order of {order}");
                taken.Add((placed, left[at]));
                left.RemoveAt(at);
            }

            return new(order, taken, null);
        }
    }
}
