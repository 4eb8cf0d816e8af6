using System.Globalization;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What was measured. Nothing depends on it: it is told to the person who runs the tests.</summary>
internal static class Figures
{
    /// <summary>Writes a figure into the test's output and, for <c>./digits web --test</c>, on the console.</summary>
    public static void Tell(ITestOutputHelper output, string what, string figure)
    {
        var line = $"{what}: {figure}";
        output.WriteLine(line);
        Console.WriteLine($"measured: {line}");
    }

    public static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    public static double Quantile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
    }
}
