using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.Lens;

namespace GpuDigits.Scenes.Watch;

/// <summary>Compares two networks on digits that neither was trained on here.</summary>
/// <param name="Verdict">The result in words.</param>
/// <param name="IsBetter">Whether the trained network replaces the one in use.</param>
internal sealed record Judgement(string Verdict, bool IsBetter)
{
    /// <param name="trained">The network that was trained.</param>
    /// <param name="inUse">The one in use; null if there is none, so that any is better.</param>
    /// <param name="test">The digits to read.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static Judgement Of(TrainedModel trained, TrainedModel? inUse, DigitSet test, Device device, CancellationToken cancellation)
    {
        var own = Read(trained);
        var reads = $"Reads {Percent(own)} of {NumberText.Count(test.Count)} held-out digits";
        if (inUse is null)
            return new($"{reads}: now in use", true);
        var other = Read(inUse);
        return own > other ? new($"{reads}, the one before {Percent(other)}: the new one is in use now", true)
            : new($"{reads}, the one in use {Percent(other)}: that one stays", false);

        int Read(TrainedModel model) => test.Count - Evaluation.Of(device, model, test, cancellation).Misreadings.Count;

        string Percent(int right) => (100.0 * right / test.Count).ToString("0.00", CultureInfo.InvariantCulture) + " %";
    }
}
