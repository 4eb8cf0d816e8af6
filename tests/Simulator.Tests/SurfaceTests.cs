namespace GpuDigits.Simulator.Tests;

/// <summary>
/// The shipped assemblies, which were compiled against the package, run on the simulator; and it offers nothing that the package lacks.
/// </summary>
public class SurfaceTests
{
    private static readonly string[] Files = ["ILGPU.dll", "ILGPU.Algorithms.dll"];

    [Theory]
    [InlineData("GpuDigits.Kernels.dll")]
    [InlineData("GpuDigits.Engine.dll")]
    public void WhateverTheProductRefersToIsThere(string assembly)
    {
        var wanted = Members.OfIlgpuReferredToBy(In(assembly));
        Assert.InRange(wanted.Count, 20, 1000);
        Assert.Empty(wanted.Except(Files.SelectMany(f => Members.DefinedIn(In(f)))));
    }

    [Fact]
    public void WhatIsPublicIsThePackages()
    {
        HashSet<string> real = [.. Files.SelectMany(f => Members.DefinedIn(In("package", f), visible: true))];
        string[] offered = [.. Files.SelectMany(f => Members.DefinedIn(In(f), IsThePackages, visible: true))];
        Assert.InRange(offered.Length, 100, 1000);
        Assert.Empty(offered.Except(real));
    }

    [Fact]
    public void ItHasThePackagesVersion() => Assert.Equal(
        System.Reflection.AssemblyName.GetAssemblyName(In("package", "ILGPU.dll")).FullName, typeof(ILGPU.Context).Assembly.FullName);

    private static bool IsThePackages(string type) => !type.StartsWith("ILGPU.Checking.", StringComparison.Ordinal);

    private static string In(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);
}
