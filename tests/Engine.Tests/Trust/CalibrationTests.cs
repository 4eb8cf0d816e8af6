using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Trust;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_temperature_that_made_the_labels_is_found(double temperature)
    {
        const int Count = 20_000, Classes = 10;
        var random = new Random(5);
        var logits = new float[Count * Classes];
        var labels = new byte[Count];
        var p = new float[Classes];
        for (var i = 0; i < Count; i++)
        {
            var z = logits.AsSpan(i * Classes, Classes);
            foreach (ref var value in z)
                value = 3 * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
            new Calibration { Temperature = temperature }.Probabilities(z, p);
            var rest = random.NextDouble();
            for (var c = 0; c < Classes && (rest -= p[c]) >= 0; c++)
                labels[i] = (byte)Math.Min(c + 1, Classes - 1);
        }

        Assert.InRange(CalibrationFit.Temperature(logits, labels, Classes), temperature * 0.95, temperature * 1.05);
    }

    [Fact]
    public void A_network_that_is_always_right_gets_the_lowest_temperature_and_one_that_is_always_wrong_the_highest()
    {
        float[] logits = [2, 1, 0, 5];
        // From there on the float of the probability is 1.
        Assert.InRange(CalibrationFit.Temperature(logits, [0, 1], 2), 0.05, 0.06);
        Assert.Equal(20, CalibrationFit.Temperature(logits, [1, 0], 2), 1e-6);
    }

    [Fact]
    public void What_is_no_digit_comes_out_unsure_and_digits_do_not()
    {
        var shipped = TrainedModel.Load(ShippedModel.Find()!);
        var (train, test) = MnistExcerpt.Load();
        using var device = new VectorDevice();
        var calibration = CalibrationFit.Fit(device, shipped, train);
        Assert.InRange(calibration.Temperature, 0.3, 3);
        using var classifier = new DigitClassifier(device, shipped with { Calibration = calibration }, 100);

        double Unsure(DigitSet set) =>
            classifier.ReadAll(Array.ConvertAll(set.Images, level => level / 255f)).Average(v => v.IsUnsure ? 1.0 : 0.0);

        Assert.InRange(Unsure(CalibrationFit.StrangerPictures(1, 400)), 0.85, 1);
        Assert.InRange(Unsure(test), 0, 0.12);
        Assert.InRange(Unsure(SyntheticDigits.Set(400, 1)), 0, 0.08);
        var drawn = SyntheticDigits.Set(2000, 9);
        var sure = classifier.ReadAll(Array.ConvertAll(drawn.Images, level => level / 255f)).Zip(drawn.Labels)
            .Where(pair => !pair.First.IsUnsure).ToArray();
        Assert.All(sure, pair => Assert.InRange(pair.First.Probabilities.Max(), 0.9, 1));
        // Slips of the pen make some digits that nobody would read.
        Assert.InRange(sure.Count(pair => pair.First.Digit != pair.Second), 0, sure.Length / 100);

        var path = Path.GetTempFileName();
        try
        {
            (shipped with { Calibration = calibration }).Save(path);
            var read = TrainedModel.Load(path).Calibration!;
            Assert.Equal(calibration.DetectorWeights, read.DetectorWeights);
            Assert.Equal(calibration with { DetectorWeights = null }, read with { DetectorWeights = null });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_classifier_reads_as_the_whole_network_does()
    {
        var shipped = TrainedModel.Load(ShippedModel.Find()!);
        var pictures = Array.ConvertAll(MnistExcerpt.Load().Test.Take(0, 20).Images, level => level / 255f);
        using var device = new VectorDevice();
        using var classifier = new DigitClassifier(device, shipped with { Calibration = null }, 8);
        using var network = new Network(device, shipped.Architecture, 8);
        network.LoadWeights(shipped.Weights);
        var whole = new float[200];
        network.Predict(pictures, whole);

        var verdicts = classifier.ReadAll(pictures);

        Assert.Equal(whole, verdicts.SelectMany(v => v.Probabilities), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(verdicts, v => Assert.Equal(v.Probabilities.Max() < 0.7, v.IsUnsure));
    }

    [Fact]
    public void Drawings_that_are_no_digits_come_again_and_differ()
    {
        for (uint i = 0; i < 40; i++)
        {
            Assert.Equal(NonDigits.Picture(3, i), NonDigits.Picture(3, i));
            Assert.NotEqual(NonDigits.Picture(3, i), NonDigits.Picture(4, i));
            Assert.Equal((NonDigit)(i % 4), NonDigits.Draw(3, i).Kind);
        }
    }
}
