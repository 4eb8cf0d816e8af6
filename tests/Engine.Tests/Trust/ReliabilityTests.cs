using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Trust;

public sealed class ReliabilityTests
{
    [Fact]
    public void Figures_of_a_case_that_can_be_done_by_hand()
    {
        // A network of one pixel with logits 0 and k · pixel: the sure readings say 1 with σ(8), the doubtful ones with σ(1).
        var model = new Sequential(new Shape(1, 1, 1), new Flatten(), new Dense(2), new Softmax());
        var weights = new float[model.FlatSize];
        weights[model.Parameters[0].Offset + 1] = 8;
        using var device = new VectorDevice();
        using var network = new Network(device, model, 10);
        network.LoadWeights(weights);
        const byte Dim = 32;
        byte[] pixels = [255, 255, 255, 255, Dim, Dim, Dim, Dim], labels = [1, 1, 1, 1, 1, 0, 0, 0];
        var evaluation = Evaluation.Run(network, new DigitSet(1, 1, pixels, labels));

        var r = Reliability.Of(evaluation, new Calibration { LeastProbability = 0.9 });

        double sure = 1 / (1 + Math.Exp(-8)), doubtful = 1 / (1 + Math.Exp(-8.0 * Dim / 255));
        Assert.Equal((0.5 * (1 - sure)) + (0.5 * (doubtful - 0.25)), r.ExpectedCalibrationError, 1e-5);
        Assert.Equal(5.0 / 8, evaluation.Accuracy);
        Assert.Equal(1, r.AccuracyWithout(0.5));
        Assert.Equal(0.5, r.Unsure);
        Assert.Equal(1, r.AccuracyOfSure);
        Assert.Equal(8, r.Bins.Sum(b => b.Samples));
    }
}
