using System.Numerics;
using System.Runtime.InteropServices;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Insight;

/// <summary>
/// How much each input pixel moves one value of the network: the value's gradient back to the input, by the chain rule, as the network
/// reads (dropout drops nothing). Gradient × input is a pixel's contribution: the networks here are piecewise linear, so the contributions
/// and what the biases add make up the value exactly.
/// </summary>
public static class Attribution
{
    /// <summary>Gradient × input of a logit [input shape]: what each pixel adds to it (positive) or takes off (negative).</summary>
    /// <exception cref="ModelException">A layer's gradient is not known here.</exception>
    public static float[] OfLogit(Activations activations, int logit)
    {
        ArgumentNullException.ThrowIfNull(activations);
        return Of(activations, activations.LogitsLayer, logit);
    }

    /// <summary>Gradient × input of one value of a layer's output [input shape].</summary>
    /// <param name="activations">What the network computed.</param>
    /// <param name="layer">The layer, by its place in the network; not a softmax.</param>
    /// <param name="index">The value's place in the layer's output, row-major.</param>
    /// <exception cref="ModelException">A layer's gradient is not known here.</exception>
    public static float[] Of(Activations activations, int layer, int index)
    {
        var contribution = Gradient(activations, layer, index);
        var input = activations.Input.Values;
        for (var i = 0; i < contribution.Length; i++)
            contribution[i] *= input[i];
        return contribution;
    }

    /// <summary>∂ value / ∂ input [input shape] of one value of a layer's output.</summary>
    /// <exception cref="ModelException">A layer's gradient is not known here.</exception>
    public static float[] Gradient(Activations activations, int layer, int index) => Gradient(activations, layer, index, -1);

    /// <summary>∂ value / ∂ (output of layer <paramref name="earlier"/>), −1 being the input.</summary>
    /// <exception cref="ModelException">A layer's gradient is not known here.</exception>
    public static float[] Gradient(Activations activations, int layer, int index, int earlier)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var gradient = new float[activations.Of(layer).Values.Length];
        gradient[index] = 1;
        for (var i = layer; i > earlier; i--)
            gradient = Back(activations, i, gradient);
        return gradient;
    }

    private static float[] Back(Activations a, int layer, float[] dy)
    {
        var placed = a.Model.Layers[layer];
        switch (placed.Layer)
        {
            case Conv2D conv:
                return BackConvolution(conv.At(placed.Input), a.ParameterOf(layer, 0), dy);
            case Pool2D pool:
                return BackPool(pool.At(placed.Input), a.Before(layer), a.Of(layer), dy, pool is MaxPool2D);
            case Relu:
                var y = a.Of(layer).Values;
                for (var i = 0; i < dy.Length; i++)
                    dy[i] = y[i] > 0 ? dy[i] : 0;
                return dy;
            case Dense dense:
                var weights = a.ParameterOf(layer, 0);
                var dx = new float[placed.Input.Size];
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = Dot(weights.Slice(i * dense.Units, dense.Units), dy);
                return dx;
            case Flatten or Dropout:
                return dy;
            default:
                throw new ModelException($"{placed.Name}: the gradient of this layer back to its input is not known");
        }
    }

    private static float[] BackConvolution(in Kernels.ConvolutionShape s, ReadOnlySpan<float> filters, float[] dy)
    {
        var dx = new float[s.InputSize];
        for (var o = 0; o < s.OutHeight * s.OutWidth; o++)
        {
            ReadOnlySpan<float> d = dy.AsSpan(o * s.Filters, s.Filters);
            if (!d.ContainsAnyExcept(0f))
                continue;
            for (var place = 0; place < s.FilterHeight * s.FilterWidth; place++)
            {
                var y = (o / s.OutWidth * s.StrideY) - s.PadTop + (place / s.FilterWidth);
                var x = (o % s.OutWidth * s.StrideX) - s.PadLeft + (place % s.FilterWidth);
                if ((uint)y >= (uint)s.Height || (uint)x >= (uint)s.Width)
                    continue;
                for (var c = 0; c < s.Channels; c++)
                    dx[(((y * s.Width) + x) * s.Channels) + c] += Dot(filters.Slice(((place * s.Channels) + c) * s.Filters, s.Filters), d);
            }
        }

        return dx;
    }

    private static float[] BackPool(in Kernels.PoolShape s, Activation x, Activation y, float[] dy, bool max)
    {
        var dx = new float[s.InputSize];
        for (var o = 0; o < dy.Length; o++)
        {
            if (dy[o] == 0)
                continue;
            var pooled = PoolArithmetic.Of(s, x, y.CellAt(o), max, y.Values[o]);
            if (pooled.Winner is { } winner)
                dx[x.IndexOf(pooled.Candidates[winner].From)] += dy[o];
            else foreach (var candidate in pooled.Candidates)
                dx[x.IndexOf(candidate.From)] += dy[o] / pooled.Candidates.Count;
        }

        return dx;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a), vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < va.Length; i++)
            sums += va[i] * vb[i];
        var sum = Vector.Sum(sums);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
