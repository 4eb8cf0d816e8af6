using GpuDigits.Tests;
using PublicApiGenerator;

namespace GpuDigits.Engine.Tests.House;

/// <summary>What other assemblies can use of Engine is written down, so that a change of it shows in the commit that makes it.</summary>
public sealed class PublicSurfaceTests
{
    [SkippableFact]
    public void PublicSurfaceIsTheCommittedOne()
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        Sources.Compare(
            "tests/Engine.Tests/PublicSurface.txt", typeof(Numbers).Assembly.GeneratePublicApi(options), nameof(PublicSurfaceTests));
    }
}
