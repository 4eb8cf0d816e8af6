using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// A model as an ONNX graph. Pictures go in as [batch, channels, height, width], filters become OIHW, and the rows of the dense layer
/// behind a Flatten are put in the order in which ONNX flattens. Batch normalisation folds into the layer before it. The calibration's
/// temperature divides the logits before the Softmax. The batch is free. Names are those of <see cref="Sequential"/>.
/// </summary>
public sealed class OnnxExport
{
    /// <summary>The operator set that is written.</summary>
    public const int Opset = 17;

    private readonly Sequential _network;
    private readonly float[] _weights;
    private readonly Calibration _calibration;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];
    private string _value;
    private Shape? _flattened;

    private OnnxExport(TrainedModel model, string input) =>
        (_network, _weights, _calibration, _value) = (model.Architecture, model.Weights, model.Calibration ?? new(), input);

    /// <summary>The graph of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="raw">
    /// False: the input <c>input</c> is float [batch, channels, height, width], 0 background to 1 ink. True: the input <c>pixels</c> is
    /// bytes [batch, height, width, channels], 0 to 255, and the graph prepares them.
    /// </param>
    /// <exception cref="ModelException">A layer has no counterpart.</exception>
    public static OnnxModel ToOnnx(TrainedModel model, bool raw = false)
    {
        var export = new OnnxExport(model.Fold(), raw ? "pixels" : "input");
        return export.Run(raw, model.Preset);
    }

    private bool HasTemperature => _network.Layers[^1].Layer is Softmax && (float)_calibration.Temperature != 1;

    private OnnxModel Run(bool raw, string? preset)
    {
        var input = _network.Input;
        int[] ours = input.ToArray(), theirs = input.Rank == 3 ? [input[2], input[0], input[1]] : ours;
        var goesIn = new OnnxValue(_value, raw ? OnnxType.UInt8 : OnnxType.Float, Batch(raw ? ours : theirs));
        if (raw)
            Prepare(input.Rank);
        foreach (var layer in _network.Layers)
            Add(layer);

        var last = _network.Layers[^1].Layer is Softmax ? "probabilities" : "output";
        _nodes[^1] = _nodes[^1] with { Outputs = [last] };
        var output = _network.Output.Rank == 3 ? [_network.Output[2], _network.Output[0], _network.Output[1]] : _network.Output.ToArray();
        var metadata = new Dictionary<string, string>
        {
            ["input"] = raw ? "brightness, 0 background to 255 ink" : "brightness, 0 background to 1 ink"
        };
        if (HasTemperature)
            metadata[OnnxCalibration.Key] = OnnxCalibration.Text(_calibration);
        return new(
            new(preset ?? "digits", _nodes, _constants, [goesIn], [new(last, OnnxType.Float, Batch(output))]),
            Opset,
            metadata);
    }

    private void Prepare(int rank)
    {
        Node("Cast", "to_float", new() { ["to"] = (long)OnnxType.Float });
        Node("Div", "to_0_1", [], new OnnxTensor("full", [], [255f]));
        if (rank == 3)
            Node("Transpose", "channels_first", new() { ["perm"] = (long[])[0, 3, 1, 2] });
    }

    private void Add(PlacedLayer placed)
    {
        switch (placed.Layer)
        {
            case Conv2D layer:
                var c = layer.At(placed.Input);
                Node(
                    "Conv", placed.Name,
                    Window(c.FilterHeight, c.FilterWidth, c.StrideY, c.StrideX,
                        Pads(c.Height, c.FilterHeight, c.StrideY, c.PadTop, c.OutHeight),
                        Pads(c.Width, c.FilterWidth, c.StrideX, c.PadLeft, c.OutWidth)),
                    new(placed.Parameters[0].Name, [c.Filters, c.Channels, c.FilterHeight, c.FilterWidth],
                        Axes.FiltersFromOurs(Values(placed.Parameters[0]), placed.Parameters[0].Spec.Shape.ToArray())),
                    Constant(placed.Parameters[1]));
                break;
            case Pool2D layer:
                var p = layer.At(placed.Input);
                Node(
                    layer is MaxPool2D ? "MaxPool" : "AveragePool", placed.Name,
                    Window(p.PoolHeight, p.PoolWidth, p.StrideY, p.StrideX, Pads(p.Height, p.PoolHeight, p.StrideY, p.PadTop, p.OutHeight),
                        Pads(p.Width, p.PoolWidth, p.StrideX, p.PadLeft, p.OutWidth)));
                break;
            case Relu:
                Node("Relu", placed.Name);
                break;
            case Flatten:
                if (placed.Input.Rank == 3 && !DenseFollows(placed))
                    Node("Transpose", placed.Name + ".channels_last", new() { ["perm"] = (long[])[0, 2, 3, 1] });
                else if (placed.Input.Rank == 3)
                    _flattened = placed.Input;
                Node("Flatten", placed.Name, new() { ["axis"] = 1L });
                break;
            case Dense layer:
                var weight = placed.Parameters[0];
                Node(
                    "Gemm", placed.Name, [],
                    _flattened is null
                        ? Constant(weight)
                        : new(weight.Name, weight.Spec.Shape.ToArray(), Axes.FlattenedFromOurs(Values(weight), _flattened, layer.Units)),
                    Constant(placed.Parameters[1]));
                _flattened = null;
                break;
            case Dropout layer:
                Node("Dropout", placed.Name, [], new OnnxTensor(placed.Name + ".rate", [], [layer.Rate]));
                break;
            case Softmax:
                if (HasTemperature)
                    Node("Div", OnnxCalibration.Node, [],
                        new OnnxTensor(OnnxCalibration.Node + ".value", [], [(float)_calibration.Temperature]));
                Node("Softmax", placed.Name, new() { ["axis"] = 1L });
                break;
            default:
                throw new ModelException($"{placed.Name}: {placed.Layer.GetType().Name} has no ONNX operation here");
        }
    }

    /// <summary>Whether the next layer for which the order of values matters is dense, so that its rows can be put in order.</summary>
    private bool DenseFollows(PlacedLayer flatten) =>
        _network.Layers.SkipWhile(l => l != flatten).Skip(1).FirstOrDefault(l => l.Layer is not (Relu or Dropout)) is { Layer: Dense };

    private void Node(
        string operation, string name, Dictionary<string, object?>? attributes = null, params ReadOnlySpan<OnnxTensor> constants)
    {
        _constants.AddRange(constants);
        string[] inputs = [_value, .. constants.ToArray().Select(c => c.Name)];
        _nodes.Add(new(operation, name, inputs, [name + ".out"]) { Attributes = attributes ?? [] });
        _value = name + ".out";
    }

    private ReadOnlySpan<float> Values(Parameter parameter) => _weights.AsSpan(parameter.Offset, parameter.Spec.Shape.Size);

    private OnnxTensor Constant(Parameter parameter) => new(parameter.Name, parameter.Spec.Shape.ToArray(), Values(parameter));

    private static Dictionary<string, object?> Window(
        int height, int width, int strideY, int strideX, (int Before, int After) rows, (int Before, int After) columns) => new()
        {
            ["kernel_shape"] = (long[])[height, width],
            ["strides"] = (long[])[strideY, strideX],
            ["pads"] = (long[])[rows.Before, columns.Before, rows.After, columns.After],
        };

    private static (int Before, int After) Pads(int input, int window, int stride, int before, int output) =>
        (before, Math.Max(0, ((output - 1) * stride) + window - input - before));

    private static List<long?> Batch(int[] sizes) => [null, .. sizes.Select(size => (long?)size)];
}
