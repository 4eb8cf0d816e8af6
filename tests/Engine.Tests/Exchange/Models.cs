using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>Networks and graphs that the tests of the exchange share, and how ours answer.</summary>
internal static class Models
{
    public static TrainedModel Shipped { get; } = TrainedModel.Load(ShippedModel.Find()!);

    /// <summary>Every layer, both paddings, steps that differ, more than one channel where it is flattened, dropout behind that.</summary>
    public static TrainedModel Zoo { get; } = Untrained(new(
        new(28, 28, 1),
        new Conv2D(6, 3, 3, 1, 1, Padding.Same), new Relu(), new AveragePool2D(3, 3, 2, 2, Padding.Same),
        new Conv2D(8, 5, 3, 2, 1, Padding.Same), new MaxPool2D(2, 3, 1, 2, Padding.Same), new Relu(), new Conv2D(5, 2, 1, 1, 2),
        new AveragePool2D(2),
        new Dropout(0.25f), new Flatten(), new Relu(), new Dropout(0.5f), new Dense(20), new Relu(), new Dense(10), new Softmax()));

    /// <summary>Batch normalisation behind a convolution and a dense layer, with means and variances that matter.</summary>
    public static TrainedModel Normalised { get; } = MakeNormalised();

    public static TrainedModel Untrained(Sequential network)
    {
        var weights = network.Initialise(3);
        // Large enough to tell digits apart; biases that are zero would hide that they are lost.
        for (var i = 0; i < weights.Length; i++)
            weights[i] *= 2;
        foreach (var bias in network.Parameters.Where(p => p.Spec.Shape.Rank == 1))
        {
            for (var i = 0; i < bias.Spec.Shape.Size; i++)
                weights[bias.Offset + i] = 0.1f * (i % 7 - 3);
        }

        return new(network, weights);
    }

    private static TrainedModel MakeNormalised()
    {
        var model = Untrained(new(
            new(28, 28, 1),
            new Conv2D(6, 3), new BatchNormalization(), new Relu(), new MaxPool2D(3), new Flatten(), new Dense(20),
            new BatchNormalization(), new Relu(), new Dense(10), new Softmax()));
        foreach (var variance in model.Architecture.Parameters.Where(p => p.Name.EndsWith("moving_variance", StringComparison.Ordinal)))
        {
            for (var i = 0; i < variance.Spec.Shape.Size; i++)
                model.Weights[variance.Offset + i] = 0.2f + (0.3f * (i % 5));
        }

        return model;
    }

    /// <summary>Probabilities [count, outputs] by our own code.</summary>
    public static float[] Predict(TrainedModel model, float[] samples)
    {
        using var device = new VectorDevice();
        using var network = new Network(device, model.Architecture, 64);
        network.LoadWeights(model.Weights);
        var probabilities = new float[samples.Length / model.Architecture.Input.Size * model.Architecture.Output.Size];
        network.Predict(samples, probabilities);
        return probabilities;
    }

    /// <summary>Probabilities [count, digits] as the window shows them: with the calibration.</summary>
    public static float[] Shown(TrainedModel model, float[] samples)
    {
        using var device = new VectorDevice();
        using var classifier = new DigitClassifier(device, model.Fold(), 64);
        return [.. classifier.ReadAll(samples).SelectMany(verdict => verdict.Probabilities)];
    }

    /// <summary>Numbers from −1 to 1, the same ones for the same seed.</summary>
    public static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>A graph of nodes one after the other, each with its constants; the values between them are numbered.</summary>
    public static OnnxModel Graph(
        long?[] input, params (string Operation, Dictionary<string, object?> Attributes, OnnxTensor[] Constants)[] operations)
    {
        List<OnnxNode> nodes = [];
        List<OnnxTensor> constants = [];
        foreach (var (operation, attributes, own) in operations)
        {
            string[] names = [.. own.Select((_, i) => $"{nodes.Count}.{i}")];
            nodes.Add(new(operation, $"{operation}{nodes.Count}", [$"v{nodes.Count}", .. names], [$"v{nodes.Count + 1}"])
            {
                Attributes = attributes
            });
            foreach (var (tensor, name) in own.Zip(names))
                constants.Add(tensor.Integers() is { } whole ? new(name, tensor.Shape, whole) : new(name, tensor.Shape, tensor.Floats()!));
        }

        return new(new("graph", nodes, constants, [new("v0", OnnxType.Float, input)], [new($"v{nodes.Count}", OnnxType.Float, null)]), 17,
            new Dictionary<string, string>());
    }

    public static OnnxTensor Tensor(int seed, params int[] shape) =>
        new("", shape, Array.ConvertAll(Random(seed, shape.Aggregate(1, (a, b) => a * b)), v => 0.5f * v));

    public static OnnxTensor Positive(int seed, params int[] shape) =>
        new("", shape, Array.ConvertAll(Random(seed, shape.Aggregate(1, (a, b) => a * b)), v => 1.1f + v));
}
