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
        var all = new List<Parameter[]>();
        var used = new Dictionary<string, int>();
        var shape = input;
        var asked = new Limits.Sum(input);
        foreach (var layer in layers)
        {
            if (layer is BatchNormalization && placed is not [.., { Layer: Conv2D or Dense }])
                throw new ModelException("BatchNormalization: must come right after a Conv2D or Dense");
            if (placed is [.., { Layer: Softmax }])
                throw new ModelException($"{layer.GetType().Name}: comes after Softmax, which must be the last layer");
            used.TryGetValue(layer.BaseName, out var copies);
            used[layer.BaseName] = copies + 1;
            var name = copies == 0 ? layer.BaseName : $"{layer.BaseName}_{copies}";
            var output = layer.OutputShape(shape);
            var specs = layer.Parameters(shape);
            asked.Add(name, layer, shape, output, specs);
            var parameters = new Parameter[specs.Count];
            for (var p = 0; p < parameters.Length; p++)
            {
                parameters[p] = new($"{name}.{specs[p].Name}", specs[p], TrainedSize);
                if (specs[p].Trainable)
                    TrainedSize += Aligned(specs[p]);
            }

            all.Add(parameters);
            placed.Add(new(layer, name, shape, output, parameters));
            shape = output;
        }

        if (placed.Count == 0)
            throw new ModelException("a network needs at least one layer");
        FlatSize = TrainedSize;
        var inOrder = new List<Parameter>();
        foreach (var parameters in all)
        {
            for (var p = 0; p < parameters.Length; p++)
            {
                if (parameters[p].Spec is { Trainable: false } own)
                {
                    parameters[p] = parameters[p] with { Offset = FlatSize };
                    FlatSize += Aligned(own);
                }
                else
                {
                    ParameterCount += parameters[p].Spec.Shape.Size;
                }

                inOrder.Add(parameters[p]);
            }
        }

        Layers = placed;
        Parameters = inOrder;
        Output = shape;
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
            var read = JsonFields.Read(json, JsonRecord.Architecture);
            if (read.Layers is null || read.Input is null || Array.IndexOf(read.Layers, null) >= 0)
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
