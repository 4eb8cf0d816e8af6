using System.Text.Json;
using GpuDigits.Engine.Layers;
using CounterRandom = GpuDigits.Kernels.CounterRandom;

namespace GpuDigits.Engine.Model;

/// <summary>
/// The architecture of a network: an input shape and a sequence of layers. All shapes are computed, and all parameters are placed in one
/// flat buffer (each at a multiple of 16 values, so that rows start on cache lines): first those that are trained, then those that a layer
/// updates itself.
/// </summary>
public sealed class Sequential
{
    private const int Alignment = 16;

    /// <summary>Assembles the layers.</summary>
    /// <exception cref="ModelException">A layer does not fit the previous one, is at a forbidden position, or exceeds the
    /// <see cref="Limits"/>.</exception>
    public Sequential(Shape input, params IEnumerable<Layer> layers)
    {
        Input = input;
        var placed = new List<PlacedLayer>();
        var used = new Dictionary<string, int>();
        var shape = input;
        Layer[] all = [.. layers];
        var trained = 0;
        var asked = new Limits.Sum(input);
        foreach (var layer in all)
        {
            if (layer is BatchNormalization && placed is not [.., { Layer: Conv2D or Dense }])
                throw new ModelException("BatchNormalization: must come right after a Conv2D or Dense");
            if (placed is [.., { Layer: Softmax }])
                throw new ModelException($"{layer.GetType().Name}: comes after Softmax, which must be the last layer");
            used.TryGetValue(layer.BaseName, out var copies);
            used[layer.BaseName] = copies + 1;
            var name = copies == 0 ? layer.BaseName : $"{layer.BaseName}_{copies}";
            var output = layer.OutputShape(shape);
            var parameters = new List<Parameter>();
            var specs = layer.Parameters(shape);
            asked.Add(name, layer, shape, output, specs);
            foreach (var spec in specs)
            {
                parameters.Add(new($"{name}.{spec.Name}", spec, spec.Trainable ? trained : 0));
                if (spec.Trainable)
                    trained += Aligned(spec);
            }

            placed.Add(new(layer, name, shape, output, parameters));
            shape = output;
        }

        var offset = trained;
        for (var l = 0; l < placed.Count; l++)
        {
            placed[l] = placed[l] with
            {
                Parameters =
                [
                    .. placed[l].Parameters.Select(p =>
                    {
                        if (p.Spec.Trainable)
                            return p;
                        var at = offset;
                        offset += Aligned(p.Spec);
                        return p with { Offset = at };
                    }),
                ],
            };
        }

        if (placed.Count == 0)
            throw new ModelException("a network needs at least one layer");
        Layers = placed;
        Output = shape;
        TrainedSize = trained;
        FlatSize = offset;
        Parameters = [.. placed.SelectMany(l => l.Parameters)];
        foreach (var parameter in Parameters)
            ParameterCount += parameter.Spec.Trainable ? parameter.Spec.Shape.Size : 0;
    }

    /// <summary>Shape of one input sample.</summary>
    public Shape Input { get; }

    /// <summary>Shape of one output.</summary>
    public Shape Output { get; }

    /// <summary>The layers in order, with names and shapes.</summary>
    public IReadOnlyList<PlacedLayer> Layers { get; }

    /// <summary>All parameters in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of trainable values.</summary>
    public int ParameterCount { get; }

    /// <summary>Length of the trained part at the beginning of the flat buffer, gaps included.</summary>
    public int TrainedSize { get; }

    /// <summary>Length of the flat buffer that holds all parameters, gaps included.</summary>
    public int FlatSize { get; }

    /// <summary>Initial weights (flat) by the rules of the layers, drawn from the seed.</summary>
    public float[] Initialise(uint seed)
    {
        var weights = new float[FlatSize];
        for (var p = 0; p < Parameters.Count; p++)
        {
            var values = weights.AsSpan(Parameters[p].Offset, Parameters[p].Spec.Shape.Size);
            var limit = Parameters[p].Spec.InitialLimit;
            if (limit == 0 && Parameters[p].Spec.InitialValue is not 0 and var value)
            {
                values.Fill(value);
                continue;
            }

            for (var i = 0; i < values.Length; i++)
                values[i] = limit * ((2 * CounterRandom.Uniform(seed, RandomStream.Weights + (uint)p, (uint)i)) - 1);
        }

        return weights;
    }

    /// <summary>The same network without batch normalisation, as <see cref="TrainedModel.Fold"/> creates it.</summary>
    public Sequential Fold() => new(Input, Layers.Select(l => l.Layer).Where(l => l is not BatchNormalization));

    /// <summary>The layers as JSON, as stored in model files.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(new Architecture(Input.ToArray(), [.. Layers.Select(l => l.Layer)]), ModelJson.Default.Architecture);

    private static int Aligned(ParameterSpec spec) => Numbers.CeilDiv(spec.Shape.Size, Alignment) * Alignment;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ModelException">The text is not such JSON, or the layers do not fit together.</exception>
    public static Sequential FromJson(string json)
    {
        try
        {
            var read = JsonRecord.Read<Architecture>(json);
            if (read.Layers is null || read.Input is null || read.Layers.Contains(null!))
                throw new ModelException("the architecture lacks its input or layers");
            return new(new(read.Input), read.Layers);
        }
        catch (Exception e) when (e is JsonException or OverflowException)
        {
            throw new ModelException($"the architecture cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}

/// <summary>A layer with its name and shapes in a network.</summary>
public sealed record PlacedLayer(Layer Layer, string Name, Shape Input, Shape Output, IReadOnlyList<Parameter> Parameters)
{
    /// <inheritdoc cref="Layer.MultiplyAdds"/>
    public long MultiplyAdds => Layer.MultiplyAdds(Input, Output);
}

/// <summary>A parameter in a network: full name (<c>dense.weight</c>), description, offset in the flat buffer.</summary>
public sealed record Parameter(string Name, ParameterSpec Spec, int Offset);
