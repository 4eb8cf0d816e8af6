using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>
/// A layer of a network that is being put together, with its weights in our order. In filters and dense weights alike the outputs are the
/// fastest dimension, so what scales outputs or inputs folds into both in the same way. Folding computes in double.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Weight">Filters HWIO or dense weights [inputs, outputs]; empty for a layer without.</param>
/// <param name="Bias">One for each output; empty for a layer without.</param>
internal sealed record LayerWeights(Layer Layer, float[] Weight, float[] Bias)
{
    /// <summary>A layer without weights.</summary>
    public LayerWeights(Layer layer)
        : this(layer, [], [])
    {
    }

    /// <summary>A layer of a network with its part of the flat weights; not a batch normalisation.</summary>
    public static LayerWeights Of(PlacedLayer placed, float[] flat) =>
        placed.Parameters is [var weight, var bias] ? new(placed.Layer, Values(weight, flat), Values(bias, flat)) : new(placed.Layer);

    /// <summary>Whether <see cref="FoldAfter"/> and <see cref="FoldBefore"/> make sense.</summary>
    public bool IsLinear => Bias.Length > 0;

    /// <summary>Makes the layer compute y · scale + shift of each output instead of y.</summary>
    public void FoldAfter(ReadOnlySpan<double> scale, ReadOnlySpan<double> shift)
    {
        for (var i = 0; i < Weight.Length; i++)
            Weight[i] = (float)(Weight[i] * scale[i % Bias.Length]);
        for (var o = 0; o < Bias.Length; o++)
            Bias[o] = (float)((Bias[o] * scale[o]) + shift[o]);
    }

    /// <summary>
    /// Makes the layer read x where it read x · scale + shift. Zeros around a picture stay zeros, so a shift needs padding valid.
    /// </summary>
    public void FoldBefore(InputScaling scaling)
    {
        if (scaling.IsNone)
            return;
        var sums = new double[Bias.Length];
        for (var i = 0; i < Weight.Length; i++)
        {
            sums[i % sums.Length] += Weight[i];
            Weight[i] = (float)(Weight[i] * scaling.Scale);
        }

        for (var o = 0; o < Bias.Length; o++)
            Bias[o] = (float)(Bias[o] + (scaling.Shift * sums[o]));
    }

    /// <summary>Folds a batch normalisation.</summary>
    /// <inheritdoc cref="Normalisation"/>
    public void FoldNormalisation(float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon, string name)
    {
        var (scale, shift) = Normalisation(gamma, beta, mean, variance, epsilon, name);
        FoldAfter(scale, shift);
    }

    /// <summary>A batch normalisation, y = (x − mean) / √(variance + ε) · gamma + beta, as a factor and a summand.</summary>
    /// <param name="gamma">Its scale.</param>
    /// <param name="beta">Its shift.</param>
    /// <param name="mean">Its moving mean.</param>
    /// <param name="variance">Its moving variance.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="name">What messages call the variance.</param>
    /// <exception cref="ModelException">A variance is so far below 0 that it has no root.</exception>
    public static (double[] Scale, double[] Shift) Normalisation(
        float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon, string name)
    {
        if (Array.FindIndex(variance, v => !(v + epsilon > 0)) is >= 0 and var bad)
            throw new ModelException(
                FormattableString.Invariant($"{name} has the variance {variance[bad]}, which with ε = {epsilon:G4} is not above 0"));
        double[] scale = [.. gamma.Select((g, c) => g / Math.Sqrt(variance[c] + epsilon))];
        return (scale, [.. beta.Select((b, c) => b - (mean[c] * scale[c]))]);
    }

    private static float[] Values(Parameter parameter, float[] flat) => flat.AsSpan(parameter.Offset, parameter.Spec.Shape.Size).ToArray();

    /// <summary>The network of these layers.</summary>
    /// <exception cref="ModelException">The layers do not fit each other or their weights.</exception>
    public static TrainedModel Join(Shape input, IReadOnlyList<LayerWeights> layers)
    {
        var architecture = new Sequential(input, layers.Select(l => l.Layer));
        var flat = new float[architecture.FlatSize];
        foreach (var (placed, weights) in architecture.Layers.Zip(layers))
        {
            foreach (var (parameter, values) in placed.Parameters.Zip([weights.Weight, weights.Bias]))
            {
                if (values.Length != parameter.Spec.Shape.Size)
                    throw new ModelException($"{parameter.Name}: {values.Length} values where {parameter.Spec.Shape} are needed");
                values.CopyTo(flat.AsSpan(parameter.Offset));
            }
        }

        return new(architecture, flat);
    }
}
