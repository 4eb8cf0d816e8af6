using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests;

/// <summary><c>gpudigits calibrate</c>.</summary>
public sealed class CalibrateTests
{
    [Fact]
    public void The_given_digits_count_as_they_are_all_of_them_and_weights_of_16_bits_stay_so()
    {
        using var folder = new TemporaryFolder();
        var network = Presets.Tutorial();
        // Of the digits that it was trained on the first half, not of those that are given now.
        var model = new TrainedModel(network, network.Initialise(1)) { Training = new() { ValidationSplit = 0.5 } };
        model.Save(folder["m.safetensors"], half: true);
        var digits = MnistExcerpt.Load().Test;
        using (var images = File.Create(folder["x-images-idx3-ubyte"]))
            IdxFile.Write(images, [digits.Count, 28, 28], digits.Images);
        using (var labels = File.Create(folder["x-labels-idx1-ubyte"]))
            IdxFile.Write(labels, [digits.Count], digits.Labels);

        var result = Gpudigits.RunIn(folder.Path, "calibrate", "m.safetensors", "--data", "x-images-idx3-ubyte", "--out", "to.safetensors");

        Assert.True(result.Code == 0, result.Error);
        var given = TrainedModel.Load(folder["m.safetensors"]);
        var written = TrainedModel.Load(folder["to.safetensors"]);
        using var device = new VectorDevice();
        var expected = CalibrationFit.Fit(device, given, digits);
        Assert.Equal(
            (expected.Temperature, expected.LeastProbability, expected.MostStrangeness),
            (written.Calibration!.Temperature, written.Calibration.LeastProbability, written.Calibration.MostStrangeness));
        Assert.Equal(given.Weights, written.Weights);
        Assert.True(written.IsHalf);
        Assert.InRange(new FileInfo(folder["to.safetensors"]).Length, 1, new TrainedModel(network, given.Weights).Weights.Length * 3);
    }
}
