using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Vector;

/// <summary>The operations as the formulas say, in double, one loop for each index.</summary>
internal static class Plain
{
    public static (double[] Y, double[] Dx, double[] Dw, double[] Db) Dense(
        int batch, int inputs, int outputs, float[] x, float[] w, float[] bias, float[] dy, bool relu)
    {
        double[] y = new double[batch * outputs], dx = new double[x.Length], dw = new double[w.Length], db = new double[outputs];
        for (var b = 0; b < batch; b++)
            for (var o = 0; o < outputs; o++)
            {
                double sum = bias[o], g = dy[(b * outputs) + o];
                db[o] += g;
                for (var i = 0; i < inputs; i++)
                {
                    sum += (double)x[(b * inputs) + i] * w[(i * outputs) + o];
                    dx[(b * inputs) + i] += g * w[(i * outputs) + o];
                    dw[(i * outputs) + o] += g * x[(b * inputs) + i];
                }

                y[(b * outputs) + o] = relu ? Math.Max(sum, 0) : sum;
            }

        return (y, dx, dw, db);
    }

    public static double[] Convolution(ConvolutionShape s, int batch, float[] x, float[] w, float[] bias)
    {
        var y = new double[batch * s.OutputSize];
        for (var i = 0; i < y.Length; i++)
            y[i] = bias[i % s.Filters];
        foreach (var (ix, iw, iy) in Terms(s, batch))
            y[iy] += (double)x[ix] * w[iw];
        return y;
    }

    public static (double[] Dx, double[] Dw, double[] Db) ConvolutionGradients(
        ConvolutionShape s, int batch, float[] x, float[] w, float[] dy)
    {
        double[] dx = new double[x.Length], dw = new double[w.Length], db = new double[s.Filters];
        for (var i = 0; i < dy.Length; i++)
            db[i % s.Filters] += dy[i];
        foreach (var (ix, iw, iy) in Terms(s, batch))
        {
            dx[ix] += (double)dy[iy] * w[iw];
            dw[iw] += (double)dy[iy] * x[ix];
        }

        return (dx, dw, db);
    }

    public static (double[] Y, byte[] ArgMax) MaxPool(PoolShape s, int batch, double[] x)
    {
        var y = new double[batch * s.OutputSize];
        var argMax = new byte[y.Length];
        Array.Fill(y, double.NegativeInfinity);
        foreach (var (ix, iy, place, _) in Terms(s, batch))
            if (x[ix] > y[iy])
                (y[iy], argMax[iy]) = (x[ix], (byte)place);
        return (y, argMax);
    }

    public static double[] MaxPoolGradient(PoolShape s, int batch, float[] dy, byte[] argMax)
    {
        var dx = new double[batch * s.InputSize];
        foreach (var (ix, iy, place, _) in Terms(s, batch))
            if (argMax[iy] == place)
                dx[ix] += dy[iy];
        return dx;
    }

    public static (double[] Y, double[] Dx) AveragePool(PoolShape s, int batch, float[] x, float[] dy)
    {
        double[] y = new double[dy.Length], dx = new double[x.Length];
        foreach (var (ix, iy, _, count) in Terms(s, batch))
        {
            y[iy] += (double)x[ix] / count;
            dx[ix] += (double)dy[iy] / count;
        }

        return (y, dx);
    }

    public static (double[] P, double[] Dz, double Loss, double Hits) Softmax(int batch, int classes, float[] z, byte[] labels)
    {
        double[] p = new double[z.Length], dz = new double[z.Length];
        double loss = 0, hits = 0;
        for (var b = 0; b < batch; b++)
        {
            var row = z.AsSpan(b * classes, classes).ToArray();
            double max = row.Max(), sum = row.Sum(v => Math.Exp(v - max));
            for (var c = 0; c < classes; c++)
            {
                p[(b * classes) + c] = Math.Exp(row[c] - max) / sum;
                dz[(b * classes) + c] = (p[(b * classes) + c] - (labels[b] == c ? 1 : 0)) / batch;
            }

            loss += Math.Log(sum) - (row[labels[b]] - max);
            hits += Array.IndexOf(row, row.Max()) == labels[b] ? 1 : 0;
        }

        return (p, dz, loss, hits);
    }

    private static IEnumerable<(int X, int W, int Y)> Terms(ConvolutionShape s, int batch)
    {
        for (var o = 0; o < batch * s.OutHeight * s.OutWidth; o++)
            for (var i = 0; i < s.FilterHeight; i++)
                for (var j = 0; j < s.FilterWidth; j++)
                {
                    int iy = (o / s.OutWidth % s.OutHeight * s.StrideY) + i - s.PadTop, ix = (o % s.OutWidth * s.StrideX) + j - s.PadLeft;
                    if (iy < 0 || iy >= s.Height || ix < 0 || ix >= s.Width)
                        continue;
                    var pixel = (((o / (s.OutHeight * s.OutWidth) * s.Height) + iy) * s.Width) + ix;
                    for (var c = 0; c < s.Channels; c++)
                        for (var f = 0; f < s.Filters; f++)
                            yield return ((pixel * s.Channels) + c, (((((i * s.FilterWidth) + j) * s.Channels) + c) * s.Filters) + f,
                                (o * s.Filters) + f);
                }
    }

    private static IEnumerable<(int X, int Y, int Place, int Count)> Terms(PoolShape s, int batch)
    {
        for (var o = 0; o < batch * s.OutHeight * s.OutWidth; o++)
        {
            int y = (o / s.OutWidth % s.OutHeight * s.StrideY) - s.PadTop, x = (o % s.OutWidth * s.StrideX) - s.PadLeft;
            var inside = Enumerable.Range(0, s.PoolHeight * s.PoolWidth)
                .Where(p =>
                    y + (p / s.PoolWidth) is var r && r >= 0 && r < s.Height && x + (p % s.PoolWidth) is var c && c >= 0 && c < s.Width)
                .ToArray();
            foreach (var p in inside)
            {
                var row = (o / (s.OutHeight * s.OutWidth) * s.Height) + y + (p / s.PoolWidth);
                for (var c = 0; c < s.Channels; c++)
                    yield return ((((row * s.Width) + x + (p % s.PoolWidth)) * s.Channels) + c, (o * s.Channels) + c, p, inside.Length);
            }
        }
    }
}
