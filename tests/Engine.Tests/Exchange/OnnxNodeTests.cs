using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Tests.Operations;
using GpuDigits.Tests;
using Xunit.Abstractions;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>
/// The ONNX project's own node tests, each as a model of one node that is imported: it gives the right numbers, or is refused with the
/// reason.
/// </summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => OnnxCases.Names;

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_node_gives_the_right_numbers_or_is_refused(string name)
    {
        Skip.If(OnnxCases.Missing is not null, OnnxCases.Missing);
        var test = OnnxCases.All[name];
        Skip.If(IsNoLayer(test), "a loss or a step of training is no layer");
        IsRead(test);
    }

    [SkippableFact]
    public void The_page_says_how_many_are_read_and_refused()
    {
        Skip.If(OnnxCases.Missing is not null, OnnxCases.Missing);
        var (none, layers) = (OnnxCases.All.Values.Count(IsNoLayer), OnnxCases.All.Values.Where(test => !IsNoLayer(test)).ToArray());
        var read = layers.Count(IsRead);
        var page = Sources.Read("docs/model-files.md").Replace('\n', ' ');
        Assert.All(
            (string[])
            [
                $"Of the {OnnxCases.All.Count} tests of the operations above", $" {read} give the right numbers",
                $" {layers.Length - read} are refused with the reason", $" {none} are a loss",
            ],
            said => Assert.Contains(said, page, StringComparison.Ordinal));
    }

    private static bool IsNoLayer(OnnxCase test) => test.Op is "SoftmaxCrossEntropyLoss" or "Adam";

    /// <summary>Whether the node is read, and then gives the right numbers; else it is refused for a reason that it may have.</summary>
    private bool IsRead(OnnxCase test)
    {
        TrainedModel model;
        try
        {
            model = OnnxImport.FromOnnx(OnnxTests.Through(Model(test)), "test");
        }
        catch (ModelFileException e)
        {
            output.WriteLine(e.Message);
            Assert.Matches(MayBeRefused(test), e.Message);
            Assert.DoesNotContain('\n', e.Message);
            return false;
        }

        var x = test.X.Shape.Length == 4 ? test.X.WithLast(1) : test.X.Values;
        using var device = new VectorDevice();
        using var probe = new NetworkProbe(device, model.Architecture, model.Weights);
        var last = model.Architecture.Layers.Count - 1;
        var samples = x.Chunk(model.Architecture.Input.Size).SelectMany(sample => probe.Run(sample).Of(last).Values).ToArray();
        var expected = test.Y.Shape.Length == 4 ? Array.ConvertAll(test.Y.WithLast(1), value => (double)value) : test.Y.Data;
        // If a network ends in log-probabilities, we show the probabilities.
        if (test.Op == "LogSoftmax")
            expected = Array.ConvertAll(expected, Math.Exp);
        Assert.Equal(expected.Length, samples.Length);
        for (var i = 0; i < samples.Length; i++)
            Assert.Equal(expected[i], samples[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
        return true;
    }

    /// <summary>Why a node may be refused: only what our layers lack.</summary>
    private static string MayBeRefused(OnnxCase test)
    {
        var isPicture = test.X.Shape.Length == 4;
        return test.Op switch
        {
            "Conv" or "MaxPool" or "AveragePool" when !isPicture => "the input is|not over 2 dimensions|has [13] dimensions|no picture",
            "Conv" => "which is neither none nor|in groups|gaps in its window",
            "MaxPool" => "which is neither none nor|second output|gaps in its window",
            "AveragePool" => "which is neither none nor|counts the zeros|gaps in its window",
            "Gemm" when test.Number("transA") == 1 => "transposes what flows",
            "Gemm" => test.Input(2).Shape is [> 1, _] ? "adds \\[\\d+, \\d+\\], which is no row of" : "never",
            "MatMul" => test.X.Shape.Length == 2 ? "never" : "no matrix|reads \\d+ values|weights",
            "Relu" or "Softmax" or "LogSoftmax" => test.X.Shape.Length == 2 ? "never" : "the input is|no convolution|not over a vector",
            "BatchNormalization" => "training mode",
            "Dropout" when test.Input(2).Data is [1] && test.Input(1).Data is not [0] => "training mode",
            "Dropout" => isPicture || test.X.Shape.Length == 2 ? "never" : "the input is|no convolution",
            "Flatten" => test.Number("axis", 1) is 1 or -3 ? "never" : "no such operation|the input is",
            "Reshape" => "is no flattening|is not read here|the input is|no convolution",
            _ => "never",
        };
    }

    /// <summary>
    /// The node, behind a layer that changes nothing where it is none that a network can begin with; what is flattened goes into such a
    /// layer, because its order is ours only there.
    /// </summary>
    private static OnnxModel Model(OnnxCase test)
    {
        List<OnnxNode> nodes = [];
        List<OnnxTensor> constants = [];
        if (test.Op is not ("Conv" or "Gemm" or "MatMul"))
        {
            if (test.X.Shape is [_, var channels, _, _])
                Add("Conv", "x", "first", Identity("one", channels, 1, 1));
            else if (test.X.Shape is [_, var size])
                Add("Gemm", "x", "first", Identity("one", size));
        }
        string[] inputs = [nodes.Count > 0 ? "first" : "x", .. test.Inputs.Skip(1).Select((value, i) => value.IsThere ? $"c{i}" : "")];
        foreach (var (value, i) in test.Inputs.Skip(1).Select((value, i) => (value, i)))
        {
            if (value.IsThere)
                constants.Add(test.Op == "Reshape"
                    ? new($"c{i}", value.Shape, Array.ConvertAll(value.Data, number => (long)number))
                    : new($"c{i}", value.Shape, value.Values));
        }
        string[] outputs = [.. test.Outputs.Select((_, i) => $"y{i}")];
        var attributes = test.Attributes.ToDictionary(one => one.Key, one => (object?)one.Value);
        nodes.Add(new(test.Op, "node", inputs, outputs) { Attributes = attributes });
        if (test.Op is "Flatten" or "Reshape" && test.Y.Shape is [_, var width] && test.Y.Shape[0] == test.X.Shape[0])
            Add("Gemm", "y0", "last", Identity("two", width));
        return new(
            new("graph", nodes, constants, [new("x", OnnxType.Float, [.. test.X.Shape.Select(size => (long?)size)])],
                [new(nodes[^1].Outputs[0], OnnxType.Float, null)]), 17, new Dictionary<string, string>());

        void Add(string operation, string from, string to, OnnxTensor weights)
        {
            nodes.Add(new(operation, to, [from, weights.Name], [to]));
            constants.Add(weights);
        }

        static OnnxTensor Identity(string name, int size, params int[] window) =>
            new(name, [size, size, .. window], Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1f : 0).ToArray());
    }
}
