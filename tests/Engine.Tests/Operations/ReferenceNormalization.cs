namespace GpuDigits.Engine.Tests.Operations;

/// <summary>Batch normalisation by its definition, in double: rows of channels.</summary>
internal static class ReferenceNormalization
{
    public static double[] Forward(int rows, int channels, double[] x, double[] gamma, double[] beta, double epsilon)
    {
        var (mean, variance) = Statistics(rows, channels, x);
        return Apply(channels, x, gamma, beta, mean, variance, epsilon);
    }

    public static double[] Apply(
        int channels, double[] x, double[] gamma, double[] beta, double[] mean, double[] variance, double epsilon) =>
        [
            .. x.Select(
                (value, i) =>
                    (gamma[i % channels] * (value - mean[i % channels]) / Math.Sqrt(variance[i % channels] + epsilon))
                        + beta[i % channels])];

    public static (double[] Mean, double[] Variance) Statistics(int rows, int channels, double[] x)
    {
        double[] mean = new double[channels], variance = new double[channels];
        for (var i = 0; i < x.Length; i++)
            mean[i % channels] += x[i] / rows;
        for (var i = 0; i < x.Length; i++)
            variance[i % channels] += Math.Pow(x[i] - mean[i % channels], 2) / rows;
        return (mean, variance);
    }

    public static (double[] X, double[] Gamma, double[] Beta) Backward(
        int rows, int channels, double[] x, double[] gamma, double[] dy, double epsilon)
    {
        var (mean, variance) = Statistics(rows, channels, x);
        double[] dGamma = new double[channels], dBeta = new double[channels], dx = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var c = i % channels;
            dBeta[c] += dy[i];
            dGamma[c] += dy[i] * (x[i] - mean[c]) / Math.Sqrt(variance[c] + epsilon);
        }

        for (var i = 0; i < x.Length; i++)
        {
            var c = i % channels;
            double deviation = Math.Sqrt(variance[c] + epsilon), normal = (x[i] - mean[c]) / deviation;
            dx[i] = gamma[c] / deviation * (dy[i] - (dBeta[c] / rows) - (normal * dGamma[c] / rows));
        }

        return (dx, dGamma, dBeta);
    }
}
