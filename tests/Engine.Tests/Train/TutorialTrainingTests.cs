using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>The training that docs/how-it-works.md shows.</summary>
public sealed class TutorialTrainingTests
{
    private static readonly string Docs = Path.Combine(AppContext.BaseDirectory, "docs");

    [Fact]
    public void The_program_gives_the_bits_of_the_preset() => TutorialBits.AreThoseOfThePreset("cpu", MnistExcerpt.Load().Train);

    [Fact]
    public void The_page_shows_the_program_as_it_is_and_it_has_at_most_50_lines()
    {
        var program = File.ReadAllText(Path.Combine(Docs, "TutorialTraining.cs"));
        Assert.Contains($"```csharp\n{program}```\n", File.ReadAllText(Path.Combine(Docs, "how-it-works.md")), StringComparison.Ordinal);
        Assert.InRange(program.TrimEnd('\n').Split('\n').Length, 20, 50);
    }
}
