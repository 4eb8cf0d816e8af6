using GpuDigits.Mutate;
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

    /// <summary>A run that failed before its tests did says nothing about them.</summary>
    [Theory]
    [InlineData(0, "Passed!  - Failed:     0, Passed:    38", TestRun.Passed)]
    [InlineData(null, "", TestRun.TookTooLong)]
    [InlineData(1, "A total of 1 test files\n  Failed Operations.MaxPool(name: \"[2] x\") [< 1 ms]\n  Error Message:", TestRun.Failed)]
    [InlineData(1, "  Failed Operations.MaxPool [1 m 2 s]\r\n", TestRun.Failed)]
    [InlineData(1, "Failed to load the tests\nThe active test run was aborted. Reason: Test host process crashed", TestRun.DidNotRun)]
    [InlineData(1, "The test source file \"x.dll\" provided was not found.", TestRun.DidNotRun)]
    public void A_fault_is_noticed_where_a_test_is_named_as_failed(int? code, string output, object run) =>
        Assert.Equal(run, TestOutput.Judge(code, output));

    [Fact]
    public void There_are_enough_faults() => Assert.InRange(GpuDigits.Mutate.Mutants.All.Count, 30, 200);
}
