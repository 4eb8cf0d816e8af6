using System.Text.Json.Serialization;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Layers;

/// <summary>The description of one layer: no weights, no device. The steps of a <see cref="Network"/> do the computation.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "layer", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Conv2D), nameof(Conv2D))]
[JsonDerivedType(typeof(BatchNormalization), nameof(BatchNormalization))]
[JsonDerivedType(typeof(MaxPool2D), nameof(MaxPool2D))]
[JsonDerivedType(typeof(AveragePool2D), nameof(AveragePool2D))]
[JsonDerivedType(typeof(Relu), nameof(Relu))]
[JsonDerivedType(typeof(Flatten), nameof(Flatten))]
[JsonDerivedType(typeof(Dense), nameof(Dense))]
[JsonDerivedType(typeof(Dropout), nameof(Dropout))]
[JsonDerivedType(typeof(Softmax), nameof(Softmax))]
public abstract record Layer
{
    /// <summary>Keras's name for such a layer; a second one in the same network gets _1, and so on.</summary>
    internal abstract string BaseName { get; }

    /// <summary>The shape of the output for an input.</summary>
    /// <exception cref="ModelException">The layer does not fit the input.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>The layer's tensors for an input that fits.</summary>
    public virtual IReadOnlyList<ParameterSpec> Parameters(Shape input) => [];

    /// <summary>Multiply-adds per sample: outputs × window × channels of a convolution, inputs × outputs of a dense layer.</summary>
    public virtual long MultiplyAdds(Shape input, Shape output) => 0;

    private protected ModelException Misfit(string reason) => new($"{GetType().Name}: {reason}");

    private protected void RequirePicture(Shape input)
    {
        if (input.Rank != 3)
            throw Misfit($"needs a picture (height×width×channels), got {input}");
    }

    private protected void RequirePositive(int value, string name)
    {
        if (value < 1)
            throw Misfit($"{name} is {value}, it must be at least 1");
    }
}

/// <summary>A tensor of a layer: its name within the layer, its shape, and its initial values.</summary>
/// <param name="Name"><c>weight</c> or <c>bias</c>, otherwise Keras's name.</param>
/// <param name="Shape">Filters [height, width, channels, filters], dense weights [inputs, outputs], biases [outputs].</param>
/// <param name="InitialLimit">Initial values are uniform in (−limit, limit); with 0, all are <paramref name="InitialValue"/>.</param>
/// <param name="InitialValue">Initial value of all elements if there is no limit.</param>
/// <param name="Trainable">Whether training changes it by its gradient; if not, the layer updates it itself.</param>
public sealed record ParameterSpec(string Name, Shape Shape, float InitialLimit, float InitialValue = 0, bool Trainable = true)
{
    /// <summary>Glorot's uniform initialisation: limit = √(6 / (fanIn + fanOut)). Glorot, Bengio 2010, formula 16.</summary>
    public static ParameterSpec GlorotUniform(string name, Shape shape, int fanIn, int fanOut) =>
        new(name, shape, MathF.Sqrt(6f / ((float)fanIn + fanOut)));
}
