using System.Collections.Concurrent;
using System.Globalization;
using GpuDigits.Tests;
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

    /// <summary>Writes the figures of this run into a file, which <c>./digits web --test</c> shows.</summary>
    public static void Save()
    {
        if (!All.IsEmpty)
            File.WriteAllLines(Path.Combine(Sources.Root, "artifacts", "web-tests", "figures.txt"), All);
    }

    public static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    public static double Quantile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
    }
}
