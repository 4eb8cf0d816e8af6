using GpuDigits.Docs;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>docs/TutorialTraining.cs, compiled as it is here and with Simulator.Tests, beside the preset of the same network.</summary>
internal static class TutorialBits
{
    public static void AreThoseOfThePreset(string deviceName, DigitSet train)
    {
        var program = TutorialTraining.Run(train, MnistExcerpt.Load().Test.Take(0, 50), deviceName, epochs: 1);

        using var device = DeviceCatalog.Open(deviceName);
        using var trainer = new Trainer(device, Presets.Get("tutorial"), train, Presets.Training("tutorial") with { Epochs = 1 });
        Assert.True(trainer.Run());
        Assert.Equal(Presets.Get("tutorial").ToJson(), program.Architecture.ToJson());
        Assert.Equal(trainer.ReadWeights(), program.Weights);
        Assert.NotEqual(Presets.Get("tutorial").Initialise(1), program.Weights);
    }
}
