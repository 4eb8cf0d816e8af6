using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Mutants;

/// <summary>The list of faults that eng/mutate plants still fits the sources.</summary>
public sealed class MutantTests
{
    public static TheoryData<string> Names => [.. GpuDigits.Mutate.Mutants.All.Select(m => m.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_fault_fits_its_file_once(string name)
    {
        var mutant = GpuDigits.Mutate.Mutants.All.Single(m => m.Name == name);
        var source = File.ReadAllText(Path.Combine(Sources.Root, mutant.File));
        var planted = mutant.Plant(source);
        Assert.True(planted is not null, $"{mutant.File} does not have once: {mutant.Text}");
        Assert.NotEqual(source, planted);
    }

    [Fact]
    public void There_are_enough_faults() => Assert.InRange(GpuDigits.Mutate.Mutants.All.Count, 30, 200);
}
