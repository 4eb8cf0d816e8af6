using System.Text.Json;
using GpuDigits.Engine.Layers;
using CounterRandom = GpuDigits.Kernels.CounterRandom;

namespace GpuDigits.Engine.Model;

/// <summary>
/// The architecture of a network: an input shape and layers one after the other, with all shapes worked out and all parameters
/// placed in one flat buffer (each at a multiple of 16 values, so that rows start on cache lines).
/// </summary>
public sealed class Sequential
{
    private const int Alignment = 16;

    /// <summary>Puts the layers together.</summary>
    /// <exception cref="ModelException">A layer does not fit the one before it, or a Softmax is not the last.</exception>
    public Sequential(Shape input, params IEnumerable<Layer> layers)
    {
        Input = input;
        var placed = new List<PlacedLayer>();
        var used = new Dictionary<string, int>();
        Shape shape = input;
        int offset = 0;
        foreach (Layer layer in layers)
        {
            if (placed is [.., { Layer: Softmax }]) throw new ModelException($"{layer.GetType().Name}: comes after Softmax, which must be the last layer");
            int copies = used.GetValueOrDefault(layer.BaseName);
            used[layer.BaseName] = copies + 1;
            string name = copies == 0 ? layer.BaseName : $"{layer.BaseName}_{copies}";
            Shape output = layer.OutputShape(shape);
            var parameters = new List<Parameter>();
            foreach (ParameterSpec spec in layer.Parameters(shape))
            {
                parameters.Add(new($"{name}.{spec.Name}", spec, offset));
                offset = checked(offset + ((spec.Shape.Size + Alignment - 1) / Alignment * Alignment));
            }

            placed.Add(new(layer, name, shape, output, parameters));
            shape = output;
        }

        if (placed.Count == 0) throw new ModelException("a network needs at least one layer");
        Layers = placed;
        Output = shape;
        FlatSize = offset;
        Parameters = [.. placed.SelectMany(l => l.Parameters)];
        ParameterCount = Parameters.Sum(p => p.Spec.Shape.Size);
    }

    /// <summary>Shape of one input sample.</summary>
    public Shape Input { get; }

    /// <summary>Shape of one output.</summary>
    public Shape Output { get; }

    /// <summary>The layers in order, with names and shapes.</summary>
    public IReadOnlyList<PlacedLayer> Layers { get; }

    /// <summary>All trainable tensors in order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of trainable values.</summary>
    public int ParameterCount { get; }

    /// <summary>Length of the flat buffer that holds all parameters, gaps included.</summary>
    public int FlatSize { get; }

    /// <summary>Initial weights (flat) by the layers' rules, drawn from the seed.</summary>
    public float[] Initialise(uint seed)
    {
        var weights = new float[FlatSize];
        for (int p = 0; p < Parameters.Count; p++)
        {
            Span<float> values = weights.AsSpan(Parameters[p].Offset, Parameters[p].Spec.Shape.Size);
            float limit = Parameters[p].Spec.InitialLimit;
            for (int i = 0; i < values.Length; i++)
                values[i] = limit * ((2 * CounterRandom.Uniform(seed, RandomStream.Weights + (uint)p, (uint)i)) - 1);
        }

        return weights;
    }

    /// <summary>The layers as JSON, as kept in model files.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Architecture(Input.ToArray(), [.. Layers.Select(l => l.Layer)]), ModelJson.Default.Architecture);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ModelException">It is not such JSON, or the layers do not fit together.</exception>
    public static Sequential FromJson(string json)
    {
        try
        {
            var read = JsonRecord.Read<Architecture>(json);
            if (read.Layers is null || read.Input is null || read.Layers.Contains(null!)) throw new ModelException("the architecture lacks its input or layers");
            return new(new(read.Input), read.Layers);
        }
        catch (Exception e) when (e is JsonException or OverflowException)
        {
            throw new ModelException($"the architecture cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}

/// <summary>A layer in its place.</summary>
public sealed record PlacedLayer(Layer Layer, string Name, Shape Input, Shape Output, IReadOnlyList<Parameter> Parameters);

/// <summary>A trainable tensor in its place: full name (<c>dense.weight</c>), description, offset in the flat buffer.</summary>
public sealed record Parameter(string Name, ParameterSpec Spec, int Offset);
