using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>Labels that the test makes wrong are found among the misread digits.</summary>
public sealed class DoubtfulLabelTests
{
    private static readonly DigitSet Right = MnistExcerpt.Load().Test;

    [Fact]
    public void A_wrong_label_is_found_and_a_right_one_is_not()
    {
        int[] wrong = [3, 50, 120];
        var labels = (byte[])[.. Right.Labels];
        foreach (var i in wrong)
            labels[i] = (byte)((labels[i] + 1) % 10);
        var set = new DigitSet(Right.Height, Right.Width, Right.Images, labels);
        var model = TrainedModel.Load(ShippedModel.Find()!);
        using var cpu = DeviceCatalog.Choose("cpu", 1).Device;
        var one = (Evaluation.Of(cpu, model, set), model.Calibration ?? new());
        var found = DoubtfulLabel.Find([one]);
        Assert.Equal(wrong, found.Select(label => label.Index).Order());
        Assert.All(found, label => Assert.Equal((Right.Labels[label.Index], 1), ((byte)label.Read, label.Models)));
        var thrice = DoubtfulLabel.Find([one, one, one]);
        Assert.Equal(wrong, thrice.Select(label => label.Index).Order());
        Assert.All(thrice, label => Assert.Equal(3, label.Models));

        // Networks that know nothing are sure of nothing: the first is outvoted.
        var none = new TrainedModel(model.Architecture, new float[model.Weights.Length]);
        var blank = (Evaluation.Of(cpu, none, set), new Calibration());
        Assert.Empty(DoubtfulLabel.Find([one, blank]));
    }
}
