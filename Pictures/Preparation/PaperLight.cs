using GpuDigits.Engine.Data;

namespace GpuDigits.Pictures.Preparation;

/// <summary>Uneven light on the paper: a plane through its levels, fitted by least squares without outliers.</summary>
internal static class PaperLight
{
    private const int Rounds = 4;

    /// <summary>The picture in even light; unchanged if a plane does not explain its levels much better.</summary>
    public static Grey Even(Grey picture, bool[] counted)
    {
        var width = picture.Width;
        var v = picture.Values;
        int[] pixels = [.. Enumerable.Range(0, v.Length).Where(i => counted[i])];
        if (pixels.Length == 0)
            return picture;
        (var median, var apart) = Spread(pixels, i => v[i]);
        (double slopeX, double slopeY, double level, double limit) = (0, 0, median, 255);
        var rest = apart;
        for (var round = 0; round < Rounds; round++)
        {
            int[] near = [.. pixels.Where(i => Math.Abs(v[i] - Plane(i)) <= limit)];
            double n = near.Length, x = near.Sum(i => (double)(i % width)) / n, y = near.Sum(i => (double)(i / width)) / n,
                mean = near.Sum(i => (double)v[i]) / n;
            double xx = 0, xy = 0, yy = 0, xv = 0, yv = 0;
            foreach (var i in near)
            {
                double dx = (i % width) - x, dy = (i / width) - y, dv = v[i] - mean;
                (xx, xy, yy, xv, yv) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy), xv + (dx * dv), yv + (dy * dv));
            }

            var determinant = (xx * yy) - (xy * xy);
            if (determinant <= 0)
                return picture;
            (slopeX, slopeY) = (((xv * yy) - (yv * xy)) / determinant, ((yv * xx) - (xv * xy)) / determinant);
            level = mean - (slopeX * x) - (slopeY * y);
            (_, rest) = Spread(pixels, i => (float)(v[i] - Plane(i)));
            limit = Math.Max(2, 3 * rest);
        }

        if (rest > apart / 2)
            return picture;
        return picture.MapAt((x, y, value) => (float)(value - (slopeX * x) - (slopeY * y) - level + median));

        double Plane(int i) => level + (slopeX * (i % width)) + (slopeY * (i / width));
    }

    /// <summary>The median, and the median distance from it.</summary>
    private static (float Median, float Apart) Spread(int[] pixels, Func<int, float> value)
    {
        var values = Array.ConvertAll(pixels, i => value(i));
        var median = OrderStatistic.Of(values, values.Length / 2);
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Abs(values[i] - median);
        return (median, OrderStatistic.Of(values, values.Length / 2));
    }
}
