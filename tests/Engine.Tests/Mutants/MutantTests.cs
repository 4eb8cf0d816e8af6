using GpuDigits.Mutate;

namespace GpuDigits.Engine.Tests.Mutants;

/// <summary>The list of faults that eng/mutate plants still fits the sources.</summary>
public sealed class MutantTests
{
    private static readonly string? Root = Find();

    public static TheoryData<string> Names => [.. GpuDigits.Mutate.Mutants.All.Select(m => m.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_fault_fits_its_file_once(string name)
    {
        Skip.If(Root is null, "the sources are not above the tests");
        Mutant mutant = GpuDigits.Mutate.Mutants.All.Single(m => m.Name == name);
        string source = File.ReadAllText(Path.Combine(Root!, mutant.File));
        string? planted = mutant.Plant(source);
        Assert.True(planted is not null, $"{mutant.File} does not have once: {mutant.Text}");
        Assert.NotEqual(source, planted);
    }

    [Fact]
    public void There_are_enough_faults() => Assert.InRange(GpuDigits.Mutate.Mutants.All.Count, 30, 200);

    private static string? Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "GpuDigits.sln"))) return folder;
        }

        return null;
    }
}
