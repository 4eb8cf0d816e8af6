using System.Globalization;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Finds the scaling of pictures that a network of another tool was trained with, if neither its file nor a person says it. The usual
/// scalings are tried on synthetic digits. Brightness 0 to 1 stays unless another one reads most digits and makes at most half as many
/// mistakes, so that a network that cannot read at all changes nothing.
/// </summary>
public static class InputConvention
{
    private const int Count = 1000;
    private const uint Seed = 0x001A_907E;

    /// <summary>The least accuracy of another scaling, and the largest share of the mistakes that it may make.</summary>
    private const double Most = 0.5, FewerMistakes = 0.5;

    private static readonly (string Name, InputScaling Scaling)[] Others =
    [
        ("0 to 255 (--input-range 255)", InputScaling.Normalised(255, 0, 1)),
        ("normalised as PyTorch's MNIST examples do (--mean 0.1307 --std 0.3081)", InputScaling.Normalised(1, 0.1307, 0.3081)),
        ("-1 to 1 (--mean 0.5 --std 0.5)", InputScaling.Normalised(1, 0.5, 0.5)),
    ];

    /// <summary>Imports a network with the scaling that reads best.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="import">Imports the network for a given scaling of its input.</param>
    /// <param name="remark">Receives one line if a scaling other than 0 to 1 was chosen, with the reason.</param>
    /// <exception cref="ModelFileException">It cannot be imported.</exception>
    /// <exception cref="ModelException">With brightness 0 to 1 it gives what is no number.</exception>
    public static TrainedModel Choose(Device device, Func<InputScaling, TrainedModel> import, Action<string>? remark = null)
    {
        TrainedModel plain = import(InputScaling.None), best = plain;
        var digits = SyntheticDigits.Set(Count, Seed);
        var plainAccuracy = Evaluation.Of(device, plain, digits).Accuracy;
        var bestAccuracy = Math.Max(Most, 1 - (FewerMistakes * (1 - plainAccuracy)));
        string? chosen = null;
        foreach (var (name, scaling) in Others)
        {
            TrainedModel other;
            double accuracy;
            try
            {
                other = import(scaling);
                accuracy = Evaluation.Of(device, other, digits).Accuracy;
            }
            catch (Exception e) when (e is ModelFileException or ModelException)
            {
                // The first layer pads the picture with zeros, so this scaling cannot be folded into it exactly, or no number comes out.
                continue;
            }

            if (accuracy <= bestAccuracy)
                continue;
            (best, bestAccuracy, chosen) = (other, accuracy, name);
        }

        if (chosen is not null)
        {
            remark?.Invoke(string.Create(
                CultureInfo.InvariantCulture,
                $"its pictures seem to be {chosen}: so it reads {bestAccuracy:P1} of {Count} synthetic digits, with 0 to 1 "
                    + $"{plainAccuracy:P1}; --input-range, --mean and --std say it otherwise"));
        }

        return best;
    }
}
