using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Operations;

namespace GpuDigits.Engine.Tests.Insight;

/// <summary>Networks to look into, and the same computed by the references in double.</summary>
internal static class ProbedNetworks
{
    public static IReadOnlyDictionary<string, Sequential> All { get; } = new Dictionary<string, Sequential>
    {
        ["tutorial"] = Presets.Tutorial(),
        ["two convolutions, same"] = new(
            new(14, 12, 1),
            new Conv2D(5, 3, 3, 1, 1, Padding.Same), new Relu(), new MaxPool2D(2), new Conv2D(7, 3, 3, 2, 1, Padding.Same), new Relu(),
            new AveragePool2D(2), new Flatten(), new Dropout(0.5f), new Dense(6), new Relu(), new Dense(4), new Softmax()),
        ["colours, strides, overlapping pools"] = new(
            new(11, 9, 3),
            new Conv2D(4, 5, 3, 2, 1), new Relu(), new AveragePool2D(3, 2, 1, 1, Padding.Same), new Conv2D(6, 2),
            new MaxPool2D(2, 3, 1, 2, Padding.Same), new Dropout(0.1f), new Relu(), new Flatten(), new Dense(3), new Softmax()),
        ["dense only, no softmax"] = new(new(20), new Dense(9), new Relu(), new Dense(5)),
        ["a softmax"] = new(new(4), new Softmax()),
    };

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    /// <summary>Weights and biases, none of them zero.</summary>
    public static float[] Weights(Sequential model)
    {
        var weights = model.Initialise(3);
        foreach (var p in model.Parameters.Where(p => p.Spec.InitialLimit == 0))
            for (var i = 0; i < p.Spec.Shape.Size; i++)
                weights[p.Offset + i] = 0.05f * ((i % 5) - 2);
        return weights;
    }

    public static float[] Input(Sequential model, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, model.Input.Size).Select(_ => random.NextSingle())];
    }

    /// <summary>The output of every layer by its definition.</summary>
    public static List<double[]> Reference(Sequential model, float[] weights, double[] input)
    {
        List<double[]> outputs = [];
        var x = input;
        foreach (var l in model.Layers)
        {
            double[][] p =
                [.. l.Parameters.Select(p => Array.ConvertAll(weights[p.Offset..(p.Offset + p.Spec.Shape.Size)], w => (double)w))];
            x = l.Layer switch
            {
                Conv2D c => ReferenceConvolution.Forward(c.At(l.Input), 1, x, p[0], p[1]),
                MaxPool2D m => ReferencePool.Max(m.At(l.Input), 1, x).Y,
                AveragePool2D a => ReferencePool.Average(a.At(l.Input), 1, x),
                Relu => Array.ConvertAll(x, v => Math.Max(v, 0)),
                Dense d => ReferenceDense.Forward(1, l.Input.Size, d.Units, x, p[0], p[1]),
                Softmax => Normalise(x),
                _ => x,
            };
            outputs.Add(x);
        }

        return outputs;
    }

    private static double[] Normalise(double[] z)
    {
        var e = Array.ConvertAll(z, v => Math.Exp(v - z.Max()));
        return Array.ConvertAll(e, v => v / e.Sum());
    }
}
