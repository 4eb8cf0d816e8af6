using System.Collections.Concurrent;
using System.Globalization;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What was measured. Nothing depends on it: it is told to the person who runs the tests.</summary>
internal static class Figures
{
    private static readonly ConcurrentQueue<string> All = new();

    /// <summary>Takes a figure, which is in the test's output too.</summary>
    public static void Tell(ITestOutputHelper output, string what, string figure)
    {
        output.WriteLine($"{what}: {figure}");
        All.Enqueue($"{what}: {figure}");
    }

    /// <summary>Writes all figures on the console, where <c>./digits web --test</c> shows them.</summary>
    public static void Print()
    {
        while (All.TryDequeue(out var line))
            Console.WriteLine($"measured: {line}");
    }

    public static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    public static double Quantile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
    }
}
