using GpuDigits.Engine.Layers;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Insight;

/// <summary>One factor pair of a convolution's sum.</summary>
/// <param name="From">The cell of the input; it may lie outside, where the value is 0.</param>
/// <param name="Inside">Whether it lies in the picture.</param>
/// <param name="Value">The input's value.</param>
/// <param name="Weight">The filter's value over it.</param>
public readonly record struct WeightedInput(Cell From, bool Inside, float Value, float Weight)
{
    /// <summary>Value · weight, rounded as the device's float32 is.</summary>
    public float Result => Value * Weight;
}

/// <summary>
/// How a convolution came to one value: result = bias + Σ value · weight over the window.
/// </summary>
/// <param name="Window">Where the window lies, with what lies over the edge.</param>
/// <param name="Products">Row by row of the window, channel by channel within.</param>
/// <param name="Sum">Σ of the exact products, in double.</param>
/// <param name="Bias">What is added.</param>
/// <param name="Result">The device's own value. It differs from Sum + Bias by the rounding of float32.</param>
public sealed record ConvolutionArithmetic(Region Window, IReadOnlyList<WeightedInput> Products, double Sum, float Bias, float Result)
{
    /// <summary>What the products of each channel add up to.</summary>
    public double[] ChannelSums
    {
        get
        {
            var sums = new double[Window.Channels];
            foreach (var product in Products)
                sums[product.From.Channel] += product.Result;
            return sums;
        }
    }

    /// <summary>The channel whose products count most, whatever their sign.</summary>
    public int MainChannel => ChannelSums.Index().MaxBy(channel => Math.Abs(channel.Item)).Index;

    /// <summary>The arithmetic of a cell of a convolution's output.</summary>
    /// <param name="activations">What the network computed.</param>
    /// <param name="layer">A convolution's place in the network.</param>
    /// <param name="cell">A cell of its output.</param>
    /// <exception cref="ArgumentException">The layer is no convolution.</exception>
    public static ConvolutionArithmetic Of(Activations activations, int layer, Cell cell)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var placed = activations.Model.Layers[layer];
        if (placed.Layer is not Conv2D conv)
            throw new ArgumentException($"{placed.Name} is no convolution", nameof(layer));
        return Of(
            conv.At(placed.Input), activations.Before(layer), activations.ParameterOf(layer, 0),
            activations.ParameterOf(layer, 1)[cell.Channel],
            cell, activations.Of(layer)[cell]);
    }

    internal static ConvolutionArithmetic Of(
        in ConvolutionShape s, Activation x, ReadOnlySpan<float> filters, float bias, Cell cell, float result)
    {
        var window = new Region(
            (cell.Y * s.StrideY) - s.PadTop, (cell.X * s.StrideX) - s.PadLeft, s.FilterHeight, s.FilterWidth, 0, s.Channels);
        var products = new WeightedInput[s.PatchSize];
        double sum = 0;
        for (var n = 0; n < products.Length; n++)
        {
            var place = n / s.Channels;
            var from = new Cell(window.Top + (place / s.FilterWidth), window.Left + (place % s.FilterWidth), n % s.Channels);
            var inside = x.Contains(from);
            products[n] = new(from, inside, inside ? x[from] : 0, filters[(n * s.Filters) + cell.Channel]);
            sum += (double)products[n].Value * products[n].Weight;
        }

        return new(window, products, sum, bias, result);
    }
}

/// <summary>One value that a pooling looked at.</summary>
public readonly record struct Candidate(Cell From, float Value);

/// <summary>How a pooling came to one value.</summary>
/// <param name="Window">Where the window lies, with what lies over the edge.</param>
/// <param name="Candidates">The values in the window that lie in the picture, row by row.</param>
/// <param name="Winner">Place of the first largest candidate; null for average-pooling, where all count.</param>
/// <param name="Result">The device's own value.</param>
public sealed record PoolArithmetic(Region Window, IReadOnlyList<Candidate> Candidates, int? Winner, float Result)
{
    /// <summary>The arithmetic of a cell of a pooling's output.</summary>
    /// <param name="activations">What the network computed.</param>
    /// <param name="layer">A pooling's place in the network.</param>
    /// <param name="cell">A cell of its output.</param>
    /// <exception cref="ArgumentException">The layer is no pooling.</exception>
    public static PoolArithmetic Of(Activations activations, int layer, Cell cell)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var placed = activations.Model.Layers[layer];
        if (placed.Layer is not Pool2D pool)
            throw new ArgumentException($"{placed.Name} is no pooling", nameof(layer));
        return Of(pool.At(placed.Input), activations.Before(layer), cell, pool is MaxPool2D, activations.Of(layer)[cell]);
    }

    internal static PoolArithmetic Of(in PoolShape s, Activation x, Cell cell, bool max, float result)
    {
        var window = new Region((cell.Y * s.StrideY) - s.PadTop, (cell.X * s.StrideX) - s.PadLeft, s.PoolHeight, s.PoolWidth, cell.Channel,
            1);
        var inside = window.Within(x.Shape);
        var candidates = new Candidate[inside.Height * inside.Width];
        var winner = 0;
        for (var n = 0; n < candidates.Length; n++)
        {
            var from = new Cell(inside.Top + (n / inside.Width), inside.Left + (n % inside.Width), cell.Channel);
            candidates[n] = new(from, x[from]);
            if (candidates[n].Value > candidates[winner].Value)
                winner = n;
        }

        return new(window, candidates, max ? winner : null, result);
    }
}

/// <summary>A value of a dense layer's input in one of its outputs.</summary>
public readonly record struct Contribution(int Input, float Value, float Weight)
{
    /// <summary>Value · weight.</summary>
    public float Result => Value * Weight;
}

/// <summary>How a dense layer came to one value: result = bias + Σ value · weight over all inputs.</summary>
/// <param name="Contributions">All inputs, the largest contribution (without its sign) first.</param>
/// <param name="Sum">Σ of the exact products, in double.</param>
/// <param name="Bias">What is added.</param>
/// <param name="Result">The device's own value.</param>
public sealed record DenseArithmetic(IReadOnlyList<Contribution> Contributions, double Sum, float Bias, float Result)
{
    /// <summary>The arithmetic of a dense layer's output.</summary>
    /// <param name="activations">What the network computed.</param>
    /// <param name="layer">A dense layer's place in the network.</param>
    /// <param name="output">Which of its outputs.</param>
    /// <exception cref="ArgumentException">The layer is not dense.</exception>
    public static DenseArithmetic Of(Activations activations, int layer, int output)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var placed = activations.Model.Layers[layer];
        if (placed.Layer is not Dense dense)
            throw new ArgumentException($"{placed.Name} is no dense layer", nameof(layer));
        var x = activations.Before(layer).Values;
        var weights = activations.ParameterOf(layer, 0);
        var contributions = new Contribution[x.Length];
        var sizes = new float[x.Length];
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            contributions[i] = new(i, x[i], weights[(i * dense.Units) + output]);
            sizes[i] = -Math.Abs(contributions[i].Result);
            sum += (double)contributions[i].Value * contributions[i].Weight;
        }

        Array.Sort(sizes, contributions);
        return new(contributions, sum, activations.ParameterOf(layer, 1)[output], activations.Of(layer).Values[output]);
    }
}

/// <summary>
/// Softmax written out: p = exp(z − max) / Σ exp(z − max). Subtracting the largest logit changes no quotient and keeps exp finite.
/// </summary>
/// <param name="Logits">z.</param>
/// <param name="Largest">max.</param>
/// <param name="Exponentials">exp(z − max), in double.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Probabilities">The device's own values.</param>
public sealed record SoftmaxArithmetic(float[] Logits, float Largest, double[] Exponentials, double Sum, float[] Probabilities)
{
    /// <summary>The arithmetic of the probabilities.</summary>
    public static SoftmaxArithmetic Of(Activations activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var largest = activations.Logits.Max();
        double[] exponentials = [.. activations.Logits.Select(z => PortableMath.Exp((double)z - largest))];
        return new(activations.Logits, largest, exponentials, exponentials.Sum(), activations.Probabilities);
    }
}
