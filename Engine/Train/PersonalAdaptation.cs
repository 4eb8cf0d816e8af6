using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>The result of learning from a person's folder, for the command line and the window.</summary>
/// <param name="Result">Before and after.</param>
/// <param name="Corrections">Corrected drawings that were learned from.</param>
/// <param name="LeftOut">Lines of the file that could not be read.</param>
/// <param name="Standard">What the ordinary digits were: <c>MNIST test</c> or <c>synthetic</c>.</param>
public sealed record PersonalAdaptation(AdaptationResult Result, int Corrections, int LeftOut, string Standard)
{
    /// <summary>Number of ordinary digits that are trained on again, so that they are not forgotten.</summary>
    private const int Replay = 8000;

    private const int SyntheticTest = 4000;
    private const uint ReplaySeed = 0x00AD_A970, TestSeed = 0x00AD_A971;

    /// <summary>Why the old model stays; empty if it does not.</summary>
    public string Reason => Result.IsKept ? ""
        : Result.CorrectedAfter > Result.CorrectedBefore
            ? FormattableString.Invariant($"ordinary digits would be read worse by more than {Adaptation.Tolerance * 100:0.#} %")
            : "there was nothing to gain";

    /// <summary>Teaches a model the corrections in a person's folder, and keeps the adapted model there if it is the better one.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="folder">The person's folder, with the corrections.</param>
    /// <param name="start">The model to start from.</param>
    /// <param name="mnist">Where MNIST may be; null for the usual folder.</param>
    /// <param name="progress">Told the share that is done, on the caller's thread.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>; nothing is changed then.</param>
    /// <exception cref="ModelException">
    /// There is no usable correction, or the network does not end in a dense layer and a softmax.
    /// </exception>
    /// <exception cref="InkException">The corrections cannot be read.</exception>
    /// <exception cref="IOException">The adapted model cannot be written; the old one is still in place.</exception>
    public static PersonalAdaptation Run(
        Device device, string folder, TrainedModel start, MnistStore? mnist = null,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        (var corrections, var leftOut) = CorrectionFile.Read(CorrectionFile.In(folder));
        if (corrections.Length == 0)
            throw new ModelException($"{CorrectionFile.In(folder)}: holds no corrected digits; correct some in the window first");
        (var replay, var standard, var name) = Ordinary(mnist ?? new(), cancellation);
        var result = Adaptation.Run(
            device, start, corrections, replay, standard, progress: progress, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (result.IsKept)
            PersonalModel.Save(result.Model, folder);
        return new(result, corrections.Length, leftOut, name);
    }

    /// <summary>MNIST if it is already on the machine, otherwise synthetic digits: nothing is downloaded.</summary>
    private static (DigitSet Replay, DigitSet Standard, string Name) Ordinary(MnistStore store, CancellationToken cancellation)
    {
        if (store.TryLoad() is not var (train, test))
            return (SyntheticDigits.Set(Replay, ReplaySeed, cancellation), SyntheticDigits.Set(SyntheticTest, TestSeed, cancellation),
                "synthetic");
        var synthetic = SyntheticDigits.Set(Replay / 2, ReplaySeed, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var mnist = train.Take(0, Replay / 2);
        return (new(28, 28, [.. mnist.Images, .. synthetic.Images], [.. mnist.Labels, .. synthetic.Labels]), test, "MNIST test");
    }
}
