using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Model;

public sealed class SequentialTests
{
    [Fact]
    public void Tutorial_has_the_shapes_and_parameters_of_the_original()
    {
        var model = Presets.Tutorial();

        Assert.Equal(693_962, model.ParameterCount);
        Assert.Equal(
            ["26×26×32", "13×13×32", "13×13×32", "5408", "128", "128", "10", "10"], model.Layers.Select(l => l.Output.ToString()));
        Assert.Equal(
            ["conv2d", "max_pooling2d", "re_lu", "flatten", "dense", "re_lu_1", "dense_1", "softmax"], model.Layers.Select(l => l.Name));
        Assert.Equal(
            [320, 692_352, 1_290], model.Layers.Where(l => l.Parameters.Count > 0).Select(l => l.Parameters.Sum(p => p.Spec.Shape.Size)));
        Assert.All(model.Parameters, p => Assert.Equal(0, p.Offset % 16));
    }

    [Fact]
    public void What_is_trained_comes_before_what_a_layer_keeps()
    {
        var model = Presets.Calculator();

        Assert.Equal(151_018, model.ParameterCount);
        Assert.Equal(150_378, model.Fold().ParameterCount);
        Assert.All(model.Parameters, p => Assert.Equal(p.Spec.Trainable, p.Offset < model.TrainedSize));
        Assert.Equal(model.Parameters.Count, model.Parameters.Select(p => p.Offset).Distinct().Count());
        var weights = model.Initialise(1);
        Assert.All(model.Parameters.Where(p => p.Spec.InitialLimit == 0), p => Assert.All(
            weights[p.Offset..(p.Offset + p.Spec.Shape.Size)], v => Assert.Equal(p.Spec.Name is "gamma" or "moving_variance" ? 1 : 0, v)));
    }

    public static TheoryData<string, Func<Sequential>> Misfits { get; } = new()
    {
        { "Conv2D: filter 5×5 does not fit input 3×3×8 with padding valid", () => new(new(3, 3, 8), new Conv2D(4, 5)) },
        { "Conv2D: needs a picture (height×width×channels), got 10", () => new(new(10), new Conv2D(4, 3)) },
        { "Conv2D: filters is 0, it must be at least 1", () => new(new(8, 8, 1), new Conv2D(0, 3)) },
        { "MaxPool2D: window 4×4 does not fit input 3×3×2 with padding valid", () => new(new(3, 3, 2), new MaxPool2D(4)) },
        { "AveragePool2D: stride is 0, it must be at least 1", () => new(new(8, 8, 1), new AveragePool2D(2, 2, 0, 1)) },
        { "MaxPool2D: window 17×17 has more than 256 places", () => new(new(40, 40, 1), new MaxPool2D(17)) },
        { "Dense: needs a vector, got 13×13×32; put a Flatten before it", () => new(new(13, 13, 32), new Dense(10)) },
        { "Dropout: rate is 1, it must be at least 0 and below 1", () => new(new(4), new Dropout(1)) },
        { "BatchNormalization: must come right after a Conv2D or Dense",
            () => new(new(4), new Dense(2), new Relu(), new BatchNormalization()) },
        { "BatchNormalization: momentum is 1, it must be at least 0 and below 1",
            () => new(new(4), new Dense(2), new BatchNormalization(1)) },
        { "Relu: comes after Softmax, which must be the last layer", () => new(new(4), new Dense(2), new Softmax(), new Relu()) },
        { "Softmax: needs a vector, got 2×2×1", () => new(new(2, 2, 1), new Softmax()) },
        { "a network needs at least one layer", () => new(new(4)) },
        { "0×3 is not a shape: sizes are whole numbers from 1, their product below 2³¹", () => new(new(0, 3), new Flatten()) },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_misfit_is_explained(string message, Func<Sequential> build) =>
        Assert.Equal(message, Assert.Throws<ModelException>(build).Message);

    [Theory]
    [InlineData(28, 3, 1, Padding.Valid, 26, 0)]
    [InlineData(28, 3, 2, Padding.Valid, 13, 0)]
    [InlineData(28, 3, 1, Padding.Same, 28, 1)]
    [InlineData(28, 3, 2, Padding.Same, 14, 0)]
    [InlineData(7, 3, 2, Padding.Same, 4, 1)]
    [InlineData(7, 5, 3, Padding.Same, 3, 2)]
    [InlineData(2, 5, 1, Padding.Same, 2, 2)]
    public void Padding_follows_keras(int input, int filter, int stride, Padding padding, int output, int before)
    {
        var shape = new Conv2D(1, filter, filter, stride, stride, padding).At(new(input, input, 1));

        Assert.Equal((output, output, before, before), (shape.OutHeight, shape.OutWidth, shape.PadTop, shape.PadLeft));
    }

    [Fact]
    public void Json_brings_back_every_layer()
    {
        Sequential model = new(
            new(28, 20, 3),
            new Conv2D(8, 3, 5, 2, 1, Padding.Same), new Relu(), new AveragePool2D(2), new MaxPool2D(3, 2, 1, 2, Padding.Same),
            new Flatten(), new Dropout(0.25f), new Dense(10), new Softmax());

        var read = Sequential.FromJson(model.ToJson());

        Assert.Equal(model.Layers.Select(l => l.Layer), read.Layers.Select(l => l.Layer));
        Assert.Equal(model.Input, read.Input);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"input":[4]}""")]
    [InlineData("""{"layers":[{"layer":"Flatten"}]}""")]
    [InlineData("""{"input":[4],"layers":[null]}""")]
    [InlineData("""{"input":[4],"layers":[{"layer":"Magic"}]}""")]
    [InlineData("""{"input":[4],"layers":[{"units":3}]}""")]
    [InlineData("""{"input":[4],"layers":[{"layer":"Dense","units":3,"colour":1}]}""")]
    [InlineData("""{"input":[4],"layers":[{"layer":"Dense","units":99999999999}]}""")]
    [InlineData("""{"input":[70000,70000],"layers":[{"layer":"Flatten"}]}""")]
    [InlineData("""{"input":[65536],"layers":[{"layer":"Dense","units":65536}]}""")]
    public void Wrong_json_is_a_model_exception(string json) => Assert.Throws<ModelException>(() => Sequential.FromJson(json));

    [Fact]
    public void Initial_weights_are_glorot_uniform_and_follow_the_seed()
    {
        var model = Presets.Tutorial();
        var one = model.Initialise(1);

        Assert.Equal(one, model.Initialise(1));
        Assert.NotEqual(one, model.Initialise(2));
        var dense = model.Parameters.Single(p => p.Name == "dense.weight");
        var values = one[dense.Offset..(dense.Offset + dense.Spec.Shape.Size)];
        var limit = Math.Sqrt(6.0 / (5408 + 128));
        Assert.All(values, v => Assert.InRange(v, -limit, limit));
        Assert.Equal(0, values.Average(), 1e-3);
        Assert.Equal(limit * limit / 3, values.Average(v => v * v), limit * limit / 100);
        var bias = model.Parameters.Single(p => p.Name == "dense.bias");
        Assert.All(one[bias.Offset..(bias.Offset + 128)], v => Assert.Equal(0, v));
    }
}
