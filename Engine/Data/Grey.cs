using System.Numerics;

namespace GpuDigits.Engine.Data;

/// <summary>A grey picture of floats, rows from the top; outside it is 0. What changes it gives a new one.</summary>
internal sealed record Grey(float[] Values, int Width, int Height)
{
    /// <summary>The value at a place, pixel centres at whole numbers, bilinear between them.</summary>
    public float At(float x, float y)
    {
        int column = (int)MathF.Floor(x), row = (int)MathF.Floor(y);
        float right = x - column, down = y - row;
        return float.Lerp(
            float.Lerp(Pixel(column, row), Pixel(column + 1, row), right),
            float.Lerp(Pixel(column, row + 1), Pixel(column + 1, row + 1), right), down);
    }

    /// <summary>Each value by itself, in order.</summary>
    public Grey Map(Func<float, float> change) => this with { Values = Array.ConvertAll(Values, v => change(v)) };

    /// <summary>Each value with its column and row, in order.</summary>
    public Grey MapAt(Func<int, int, float, float> change)
    {
        var values = new float[Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = change(i % Width, i / Width, Values[i]);
        return this with { Values = values };
    }

    /// <summary>Moves every point by a map around the middle of the picture.</summary>
    public Grey Warp(Matrix3x2 map)
    {
        if (!Matrix3x2.Invert(map, out var back))
            throw new ArgumentException("the map has no inverse", nameof(map));
        var middle = new Vector2((Width - 1) / 2f, (Height - 1) / 2f);
        return MapAt((column, row, _) =>
        {
            var from = Vector2.Transform(new Vector2(column, row) - middle, back) + middle;
            return At(from.X, from.Y);
        });
    }

    /// <summary>The mean of the neighbours by the weights [side, side] of an odd side, which sum to 1.</summary>
    public Grey Blur(float[] kernel)
    {
        int side = (int)Math.Sqrt(kernel.Length), reach = side / 2;
        return MapAt((column, row, _) =>
        {
            float sum = 0;
            for (var k = 0; k < kernel.Length; k++)
                sum += kernel[k] * Pixel(column + (k % side) - reach, row + (k / side) - reach);
            return sum;
        });
    }

    /// <summary>The least value of each square of 2·reach + 1 pixels, as far as it is in the picture.</summary>
    public Grey Least(int reach) => MapSquares(reach, square => square.Min());

    /// <summary>The largest value of each square of 2·reach + 1 pixels, as far as it is in the picture.</summary>
    public Grey Most(int reach) => MapSquares(reach, square => square.Max());

    /// <summary>The mean of each square of 2·reach + 1 pixels, as far as it is in the picture.</summary>
    public Grey Mean(int reach) => MapSquares(reach, square => square.Average());

    /// <summary>A pixel, the fifth, among its eight neighbours, row by row.</summary>
    public float[] Around(int column, int row)
    {
        var around = new float[9];
        for (var k = 0; k < around.Length; k++)
            around[k] = Pixel(column + (k % 3) - 1, row + (k / 3) - 1);
        return around;
    }

    /// <summary>
    /// White where the gradient (Sobel) is steep and steepest across the edge, else black: Canny 1986 without the tracing of weak edges.
    /// </summary>
    public Grey Edges()
    {
        const float Steep = 1.2f;
        var gradient = new Vector2[Values.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            int c = i % Width, r = i / Width;
            gradient[i] = new(
                Pixel(c + 1, r - 1) + (2 * Pixel(c + 1, r)) + Pixel(c + 1, r + 1) - Pixel(c - 1, r - 1) - (2 * Pixel(c - 1, r)) - Pixel(
                    c - 1, r + 1),
                Pixel(c - 1, r + 1) + (2 * Pixel(c, r + 1)) + Pixel(c + 1, r + 1) - Pixel(c - 1, r - 1) - (2 * Pixel(c, r - 1)) - Pixel(
                    c + 1, r - 1));
        }

        var steepness = new Grey(Array.ConvertAll(gradient, g => g.Length()), Width, Height);
        return MapAt((column, row, _) =>
        {
            var here = steepness.Pixel(column, row);
            if (here < Steep)
                return 0;
            var across = gradient[(row * Width) + column] / here;
            return here >= steepness.At(column + across.X, row + across.Y) && here > steepness.At(column - across.X, row - across.Y)
                ? 1
                : 0;
        });
    }

    private Grey MapSquares(int reach, Func<ArraySegment<float>, float> reduce)
    {
        var square = new float[((2 * reach) + 1) * ((2 * reach) + 1)];
        return MapAt((column, row, _) =>
        {
            var count = 0;
            for (var y = Math.Max(0, row - reach); y <= Math.Min(Height - 1, row + reach); y++)
            {
                for (var x = Math.Max(0, column - reach); x <= Math.Min(Width - 1, column + reach); x++)
                    square[count++] = Values[(y * Width) + x];
            }

            return reduce(new(square, 0, count));
        });
    }

    /// <summary>A pixel; outside the picture it is 0.</summary>
    public float Pixel(int column, int row) => (uint)column < (uint)Width && (uint)row < (uint)Height ? Values[(row * Width) + column] : 0;
}

/// <summary>Weights for <see cref="Grey.Blur"/>.</summary>
internal static class BlurKernels
{
    /// <summary>A bell of the given deviation in pixels.</summary>
    public static float[] Gauss(float deviation) =>
        Make((int)MathF.Ceiling(3 * deviation), (x, y) => PortableMath.Exp(-((x * x) + (y * y)) / (2 * deviation * deviation)));

    /// <summary>A disc with a soft edge.</summary>
    public static float[] Disc(float radius) =>
        Make((int)MathF.Ceiling(radius), (x, y) => Math.Clamp(radius + 0.5f - MathF.Sqrt((x * x) + (y * y)), 0, 1));

    /// <summary>A line of the given length through the middle.</summary>
    public static float[] Line(float length, float angle)
    {
        var (sin, cos) = PortableMath.SinCos(angle);
        return Make((int)MathF.Ceiling(length / 2), (x, y) =>
        {
            var along = Math.Clamp((x * cos) + (y * sin), -length / 2, length / 2);
            return Math.Max(0, 1 - Vector2.Distance(new(x, y), new(along * cos, along * sin)));
        });
    }

    private static float[] Make(int reach, Func<float, float, float> weight)
    {
        var side = (2 * reach) + 1;
        float[] kernel = [.. Enumerable.Range(0, side * side).Select(k => weight((k % side) - reach, (k / side) - reach))];
        var sum = kernel.Sum();
        return Array.ConvertAll(kernel, w => w / sum);
    }
}
