using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Polyfill.Tests;

public class LoaderTests
{
    /// <summary>With POLYFILL_WRITE=1 set the file is written instead.</summary>
    [Fact]
    public void TheLoadersAreAsWritten()
    {
        string file = Path.Combine(Folder(), "..", "..", "polyfill", "ILGPU", "Runtime", "KernelLoaders.cs");
        string text = LoaderText.Write();
        if (Environment.GetEnvironmentVariable("POLYFILL_WRITE") == "1")
            File.WriteAllText(file, text);
        Assert.Equal(text, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    internal static void Fourteen(
        Index1D i, ArrayView1D<int, Stride1D.Dense> target, int a, int b, int c, int d, int e, int f, int g, int h, int j, int k, int l, int m, byte n) =>
        target[i] = a + (2 * b) + (3 * c) + (4 * d) + (5 * e) + (6 * f) + (7 * g) + (8 * h) + (9 * j) + (10 * k) + (11 * l) + (12 * m) + (13 * n);

    [Fact]
    public void ManyArgumentsComeInTheirOrder()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<int>(2);
        gpu.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView1D<int, Stride1D.Dense>, int, int, int, int, int, int, int, int, int, int, int, int, byte>(Fourteen)(
            2, target.View, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        Assert.Equal([819, 819], target.GetAsArray1D());
    }

    /// <summary>This file's folder: below the solution's, wherever the tests were built (a CI build has no real source paths in it).</summary>
    private static string Folder()
    {
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root ?? throw new InvalidOperationException("the tests do not run below GpuDigits.sln"), "GpuDigits.sln"))) root = Path.GetDirectoryName(root);
        return Path.Combine(root, "tests", "Polyfill.Tests");
    }
}
