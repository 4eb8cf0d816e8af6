using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>A label that is likely wrong: a network is sure that the sample is something else, and of several networks most are.</summary>
/// <param name="Index">The sample's place in the set.</param>
/// <param name="Label">What the set says.</param>
/// <param name="Read">What was read.</param>
/// <param name="Probability">The calibrated probability that the first network gives to that.</param>
/// <param name="Models">How many of the networks read the same and are as sure.</param>
public readonly record struct DoubtfulLabel(int Index, int Label, int Read, float Probability, int Models)
{
    /// <summary>The calibrated probability from which on a network is sure.</summary>
    public const float Sure = 0.95f;

    /// <summary>The likely wrong labels of a set, those first on which most networks agree.</summary>
    /// <param name="models">Each network's reading of the same set with its calibration; at least one.</param>
    public static IReadOnlyList<DoubtfulLabel> Find(IReadOnlyList<(Evaluation Evaluation, Calibration Calibration)> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return
        [
            .. from misread in models[0].Evaluation.Misreadings
               let sure = models.Select(model => ProbabilityOf(model, misread.Index, misread.Read)).ToArray()
               let agree = sure.Count(probability => probability >= Sure)
               where sure[0] >= Sure && 2 * agree > models.Count
               orderby agree descending, sure[0] descending, misread.Index
               select new DoubtfulLabel(misread.Index, misread.Label, misread.Read, sure[0], agree),
        ];
    }

    private static float ProbabilityOf((Evaluation Evaluation, Calibration Calibration) model, int index, int reading)
    {
        var probabilities = new float[model.Evaluation.Classes];
        model.Calibration.Probabilities(
            model.Evaluation.Logits.AsSpan(index * probabilities.Length, probabilities.Length), probabilities);
        return probabilities[reading];
    }
}
