using GpuDigits.Docs;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Operations;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>docs/TutorialTraining.cs, the training that docs/how-it-works.md shows: this project compiles it as it is.</summary>
[Collection(IlgpuCpuAlone.Name)]
public sealed class TutorialTrainingTests
{
    private static readonly string Docs = Path.Combine(AppContext.BaseDirectory, "docs");

    [Theory]
    [InlineData("cpu", 500)]
    [InlineData("ilgpu-cpu", 10)]
    public void The_program_gives_the_bits_of_the_preset(string deviceName, int samples)
    {
        (var all, var test) = MnistExcerpt.Load();
        var train = all.Take(0, samples);
        var program = TutorialTraining.Run(train, test.Take(0, 50), deviceName, epochs: 1);

        using var device = DeviceCatalog.Open(deviceName);
        using var trainer = new Trainer(device, Presets.Get("tutorial"), train, Presets.Training("tutorial") with { Epochs = 1 });
        Assert.True(trainer.Run());
        Assert.Equal(Presets.Get("tutorial").ToJson(), program.Architecture.ToJson());
        Assert.Equal(trainer.ReadWeights(), program.Weights);
        Assert.NotEqual(Presets.Get("tutorial").Initialise(1), program.Weights);
    }

    [Fact]
    public void The_page_shows_the_program_as_it_is_and_it_has_at_most_50_lines()
    {
        var program = File.ReadAllText(Path.Combine(Docs, "TutorialTraining.cs"));
        Assert.Contains($"```csharp\n{program}```\n", File.ReadAllText(Path.Combine(Docs, "how-it-works.md")), StringComparison.Ordinal);
        Assert.InRange(program.TrimEnd('\n').Split('\n').Length, 20, 50);
    }
}
