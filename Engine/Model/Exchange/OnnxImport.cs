using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// Reads a classifier from an ONNX graph: one operation after the other, from the one input to the one output. Batch normalisation and
/// constant factors and summands fold into the convolution or dense layer before them, preparation of the input into the first layer.
/// What cannot be converted exactly is refused, with the node's name and the reason.
/// </summary>
public sealed class OnnxImport
{
    private const string InTraining = "is in training mode; export the model for inference";
    private readonly string _file;
    private readonly OnnxChain _chain;
    private readonly OnnxPicture _shape;
    private readonly List<LayerWeights> _layers = [];
    private readonly Calibration? _calibration;
    private InputScaling _scaling;
    private int _temperatureAfter = -1;

    private OnnxImport(OnnxModel model, string file, InputScaling? scaling)
    {
        (_file, _chain) = (file, new(model.Graph, file));
        var input = _chain.Input;
        try
        {
            _shape = new(input.Shape);
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{file}: {e.Message}", e);
        }

        _scaling = scaling ?? (IsWhole(input.Type) ? InputScaling.Normalised(255, 0, 1) : InputScaling.None);
        _calibration = OnnxCalibration.Of(model, file);
    }

    /// <summary>The network of a graph.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="file">What messages call the file.</param>
    /// <param name="scaling">The input of the graph for brightness 0 to 1; null: 0 to 255 if it takes bytes, otherwise 0 to 1.</param>
    /// <exception cref="ModelFileException">The graph has an operation, an attribute or a shape that our layers do not have.</exception>
    public static TrainedModel FromOnnx(OnnxModel model, string file, InputScaling? scaling = null) =>
        new OnnxImport(model, file, scaling).Run();

    /// <summary>Whether the graph's input is whole numbers, so that it must be 0 to 255.</summary>
    /// <exception cref="ModelFileException">It has not one input and one output.</exception>
    public static bool TakesBytes(OnnxModel model, string file) => IsWhole(new OnnxChain(model.Graph, file).Input.Type);

    private static bool IsWhole(OnnxType type) =>
        type is not (OnnxType.Other or OnnxType.Float or OnnxType.Float16 or OnnxType.Double or OnnxType.BFloat16);

    private TrainedModel Run()
    {
        while (_chain.Next() is { } node)
        {
            try
            {
                if (node.Domain.Length > 0)
                    throw new ModelException($"operator set {ModelFileException.Quote(node.Domain)} is not the standard one");
                if (_layers is [.., { Layer: Softmax }])
                    RequireNothing(node);
                else
                    Add(node);
            }
            catch (Exception e) when (e is ModelException or OverflowException)
            {
                throw new ModelFileException(
                    $"{_file}: node {ModelFileException.Quote(node.Name)} ({ModelFileException.Quote(node.Operation)}): {e.Message}", e);
            }
        }

        try
        {
            if (_layers.Count == 0 || !_scaling.IsNone)
                throw new ModelException("there is no convolution or dense layer");
            _shape.RequireOurOrder();
            var model = LayerWeights.Join(_shape.Input, _layers);
            if (_temperatureAfter < 0)
                return model;
            return _temperatureAfter == _layers.Count - 1 && _layers[^1].Layer is Softmax ? model with { Calibration = _calibration }
                : throw new ModelException("the temperature does not come right before Softmax");
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{_file}: {e.Message}", e);
        }
    }

    private void Add(OnnxNode node)
    {
        switch (node.Operation)
        {
            case "Identity" or "Cast" when ChangesNothing(node):
                break;
            case "Conv":
                Convolution(node);
                break;
            case "MaxPool" or "AveragePool":
                Pool(node);
                break;
            case "GlobalAveragePool" or "GlobalMaxPool":
                GlobalPool(node.Operation == "GlobalMaxPool");
                break;
            case "ReduceMean" or "ReduceMax":
                long[] over =
                [
                    .. (node.Inputs.Count > 1 ? _chain.Integers(node, 1) : node.Integers("axes") ?? [])
                        .Select(axis => axis < 0 ? axis + 4 : axis).Order()
                ];
                if (over is not [2, 3])
                    throw new ModelException("is not over the height and the width");
                GlobalPool(node.Operation == "ReduceMax");
                if (node.Integer("keepdims", 1) == 0)
                    Flatten();
                break;
            case "Relu":
                if (!_scaling.IsNone)
                    throw new ModelException("comes before the first convolution or dense layer while the input is still scaled");
                Put(new Relu());
                break;
            case "Gemm":
                Dense(Matrix(node, node.Integer("transB", 0) == 1), (float)node.Number("alpha", 1), node);
                break;
            case "MatMul":
                Dense(Matrix(node, false), 1, null);
                break;
            case "BatchNormalization":
                BatchNormalisation(node);
                break;
            case "Add" or "Sub" or "Mul" or "Div":
                Arithmetic(node);
                break;
            case "Flatten" when node.Integer("axis", 1) is var at && (at < 0 ? at + _shape.Rank : at) == 1:
                Flatten();
                break;
            case "Reshape":
                Reshape(node);
                break;
            case "Squeeze" when _shape.IsPicture && _shape.Picture().ToArray() is [1, 1, _]:
                Flatten();
                break;
            case "Transpose":
                _shape.Transpose(node.Integers("perm"));
                break;
            case "Dropout":
                Dropout(node);
                break;
            case "Softmax" or "LogSoftmax":
                // If a network ends in log-probabilities, we show the probabilities.
                var single = _shape.IsPicture && _shape.Picture().ToArray() is [1, 1, _];
                if ((_shape.IsPicture && !single) || (node.Integer("axis", 1) is var axis && axis != 1 && (axis != -1 || single)))
                    throw new ModelException("is not over a vector");
                Flatten();
                _shape.RequireOurOrder();
                Put(new Softmax());
                break;
            default:
                throw new ModelException("our layers have no such operation with these settings; read are Conv, MaxPool, AveragePool, "
                    + "GlobalAveragePool, GlobalMaxPool, ReduceMean, ReduceMax, Relu, Gemm, MatMul, Add, Sub, Mul, Div, "
                    + "BatchNormalization, Flatten, Reshape, Squeeze, Transpose, Dropout, Identity, Cast, Softmax, LogSoftmax");
        }
    }

    /// <summary>Whether an Identity or Cast changes nothing except the precision of the floats.</summary>
    private static bool ChangesNothing(OnnxNode node) =>
        node.Operation == "Identity"
            || (OnnxType)node.Integer("to", 0) is OnnxType.Float or OnnxType.Double or OnnxType.Float16 or OnnxType.BFloat16;

    /// <summary>After Softmax, only operations that keep the order of the classes are skipped; the probabilities are shown.</summary>
    private void RequireNothing(OnnxNode node)
    {
        var nothing = node.Operation switch
        {
            "Dropout" or "Log" or "Flatten" => true,
            "Identity" or "Cast" => ChangesNothing(node),
            "Reshape" => Target(node) is [_, var size] && (size == -1 || size == _shape.Size),
            _ => false,
        };
        if (!nothing)
            throw new ModelException("comes after Softmax, which must be the last operation");
    }

    private void Put(Layer layer) => Put(new LayerWeights(layer));

    private void Put(LayerWeights layer)
    {
        if (layer.IsLinear)
        {
            if (_scaling.Shift != 0 && layer.Layer is Conv2D { Padding: Padding.Same } conv
                && conv is not { FilterHeight: 1, FilterWidth: 1 })
                throw new ModelException(
                    "zeros around a picture whose background is not 0: the input's mean cannot be carried over exactly");
            layer.FoldBefore(_scaling);
            _scaling = InputScaling.None;
        }

        _shape.Apply(layer.Layer);
        _layers.Add(layer);
    }

    private void Convolution(OnnxNode node)
    {
        var w = _chain.Constant(node, 1);
        if (w.Shape.Length != 4)
            throw new ModelException($"has {w.Shape.Length - 2} dimensions, ours has 2");
        if (node.Integer("group", 1) != 1)
            throw new ModelException("is in groups of channels");
        var input = _shape.Picture();
        if (w.Shape[1] != input[2])
            throw new ModelException($"reads {w.Shape[1]} channels of {input[2]}");
        var window = OnnxWindow.Of(node, input, w.Shape[2], w.Shape[3]);
        var filters = window.Widen(Axes.FiltersToOurs(_chain.Floats(node, 1), w.Shape), checked(w.Shape[0] * w.Shape[1]));
        Put(new LayerWeights(
            new Conv2D(w.Shape[0], window.Rows.Widened, window.Columns.Widened, window.StrideY, window.StrideX, window.Padding), filters,
            Bias(node, 2, w.Shape[0])));
    }

    /// <summary>
    /// Pooling over the whole picture: in two steps, columns and then rows, if one window would be larger than our limit.
    /// </summary>
    private void GlobalPool(bool max)
    {
        var all = _shape.Picture();
        if (max && _scaling.Scale < 0)
            throw new ModelException("comes while the input is turned round");
        (int Height, int Width)[] windows = (long)all[0] * all[1] <= Pool2D.MostPlaces ? [(all[0], all[1])] : [(all[0], 1), (1, all[1])];
        foreach (var (height, width) in windows)
            Put(max ? new MaxPool2D(height, width, 1, 1) : new AveragePool2D(height, width, 1, 1));
    }

    private void Pool(OnnxNode node)
    {
        if (node.Integers("kernel_shape") is not [var height, var width])
            throw new ModelException("is not over 2 dimensions");
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0)
            throw new ModelException("has a second output");
        var window = OnnxWindow.Of(node, _shape.Picture(), checked((int)height), checked((int)width));
        if (node.Operation == "MaxPool")
        {
            if (_scaling.Scale < 0)
                throw new ModelException("comes while the input is turned round");
            Put(new MaxPool2D(window.Rows.Size, window.Columns.Size, window.StrideY, window.StrideX, window.Padding));
            return;
        }

        if (node.Integer("count_include_pad", 0) != 0 && window.Padding == Padding.Same)
            throw new ModelException("counts the zeros around the picture, ours does not");
        Put(new AveragePool2D(window.Rows.Size, window.Columns.Size, window.StrideY, window.StrideX, window.Padding));
    }

    /// <summary>A constant matrix [inputs, outputs] and its sizes.</summary>
    private (float[] Values, int Inputs, int Outputs) Matrix(OnnxNode node, bool transposed)
    {
        if (node.Integer("transA", 0) != 0)
            throw new ModelException("transposes what flows through the network");
        var w = _chain.Constant(node, 1);
        if (w.Shape is not [var rows, var columns])
            throw new ModelException("has weights that are no matrix");
        var values = _chain.Floats(node, 1);
        return transposed ? (Axes.Permute(values, w.Shape, 1, 0), columns, rows) : (values, rows, columns);
    }

    private void Dense((float[] Values, int Inputs, int Outputs) matrix, float alpha, OnnxNode? gemm)
    {
        var (values, inputs, outputs) = matrix;
        if (_shape.IsPicture || _shape.Size != inputs)
            throw new ModelException($"reads {inputs} values, the operation before gives {_shape}");
        if (_shape.Flattened is { } picture)
            values = Axes.FlattenedToOurs(values, picture, outputs);
        var beta = (float)(gemm?.Number("beta", 1) ?? 1);
        var bias = gemm is null ? new float[outputs] : Bias(gemm, 2, outputs);
        if (alpha != 1)
            values = Array.ConvertAll(values, v => alpha * v);
        if (beta != 1)
            bias = Array.ConvertAll(bias, b => beta * b);
        Put(new LayerWeights(new Dense(outputs), values, bias));
    }

    /// <summary>What is added to the outputs of each sample: one row of them, or one number.</summary>
    private float[] Bias(OnnxNode node, int input, int outputs)
    {
        if (!node.Has(input))
            return new float[outputs];
        var bias = _chain.Floats(node, input);
        var shape = _chain.Constant(node, input).Shape;
        return bias.Length == 1 ? [.. Enumerable.Repeat(bias[0], outputs)]
            : bias.Length == outputs && shape[^1] == outputs ? bias
            : throw new ModelException($"adds [{string.Join(", ", shape)}], which is no row of {outputs} values");
    }

    private void Dropout(OnnxNode node)
    {
        var rate = node.Has(1) ? _chain.Floats(node, 1)[0] : (float)node.Number("ratio", 0.5);
        if (rate != 0 && node.Has(2) && _chain.Constant(node, 2).Numbers() is not [0])
            throw new ModelException(InTraining);
        Put(new Dropout(rate));
    }

    /// <summary>y = (x − mean) / √(variance + ε) · scale + shift, of a network that does not train.</summary>
    private void BatchNormalisation(OnnxNode node)
    {
        if (node.Integer("training_mode", 0) != 0)
            throw new ModelException(InTraining);
        var epsilon = node.Number("epsilon", 1e-5f);
        float[] scale = _chain.Floats(node, 1), shift = _chain.Floats(node, 2), mean = _chain.Floats(node, 3),
            variance = _chain.Floats(node, 4);
        if (shift.Length != scale.Length || mean.Length != scale.Length || variance.Length != scale.Length)
            throw new ModelException("has parameters of different lengths");
        if (_shape.IsPicture)
            _shape.Picture();
        var name = $"its input {ModelFileException.Quote(_chain.Constant(node, 4).Name)}";
        var (factors, summands) = LayerWeights.Normalisation(scale, shift, mean, variance, epsilon, name);
        Affine(factors, summands);
    }

    private void Arithmetic(OnnxNode node)
    {
        var swapped = _chain.ValueInput == 1;
        if (swapped && node.Operation is ("Sub" or "Div"))
            throw new ModelException("takes a value from a constant, not the other way round");
        var constant = _chain.Constant(node, swapped ? 0 : 1);
        // Before operator set 7 an attribute said which dimension the constant's first one is, so how many of size 1 follow.
        var axis = node.Integer("broadcast", 0) == 1 ? node.Integer("axis", -1) : -1;
        var behind = axis < 0 ? 0 : Math.Clamp(_shape.Rank - axis - constant.Shape.Length, 0, _shape.Rank);
        var channels = _shape.Channels;
        if (constant.Count != 1 && !_shape.HasOneForEachChannel(constant.Shape.Concat(Enumerable.Repeat(1, (int)behind))))
            throw new ModelException($"has a constant [{string.Join(", ", constant.Shape)}], neither one number nor one for each channel");
        var c = _chain.Floats(node, swapped ? 0 : 1);
        if (node is { Operation: "Div", Name: OnnxCalibration.Node } && _calibration is not null && c is [var t]
            && t == (float)_calibration.Temperature)
        {
            _temperatureAfter = _layers.Count;
            return;
        }

        double[] each = [.. Enumerable.Range(0, channels).Select(i => (double)c[c.Length == 1 ? 0 : i])];
        double[] ones = [.. Enumerable.Repeat(1.0, channels)], zeros = new double[channels];
        switch (node.Operation)
        {
            case "Add":
                Affine(ones, each);
                break;
            case "Sub":
                Affine(ones, [.. each.Select(v => -v)]);
                break;
            case "Mul":
                Affine(each, zeros);
                break;
            default:
                if (each.Contains(0))
                    throw new ModelException("divides by 0");
                Affine([.. each.Select(v => 1 / v)], zeros);
                break;
        }
    }

    private void Affine(double[] scale, double[] shift)
    {
        if (_layers is [.., { IsLinear: true } linear])
        {
            if (scale.Length != linear.Bias.Length)
                throw new ModelException($"is for {scale.Length} channels of {linear.Bias.Length}");
            linear.FoldAfter(scale, shift);
        }
        else if (_layers.Any(l => l.IsLinear) || scale.Distinct().Count() > 1 || shift.Distinct().Count() > 1)
        {
            throw new ModelException("does not follow a convolution or dense layer directly, so it cannot be folded into one");
        }
        else
        {
            _scaling = _scaling.Then(scale[0], shift[0]);
        }
    }

    private void Flatten()
    {
        if (!_shape.IsPicture)
            return;
        _shape.Flatten();
        _layers.Add(new(new Flatten()));
    }

    /// <summary>The target shape of a Reshape: an input, or before operator set 5 an attribute.</summary>
    private long[] Target(OnnxNode node) =>
        node.Inputs.Count == 1 && node.Integers("shape") is { } shape ? shape : _chain.Integers(node, 1);

    private void Reshape(OnnxNode node)
    {
        var target = Target(node);
        if (target is [_, var size] && (size == -1 || size == _shape.Size))
            Flatten();
        else if (_layers.Count == 0)
            _shape.Reshape(target);
        else
            throw new ModelException($"to [{string.Join(", ", target)}] is no flattening");
    }
}
