using System.Globalization;
using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Train;

/// <summary>Finds the operation of a training that was the first to give NaN or infinity.</summary>
internal static class AnomalySearch
{
    /// <summary>Checks the result of an operation, which is copied to the host.</summary>
    /// <exception cref="AnomalyException">One of the values is NaN or infinite.</exception>
    public static void Check(Trainer trainer, string operation, Tensor result)
    {
        var values = new float[result.Count];
        result.Buffer.CopyToHost(values);
        var wrong = values.Count(v => !float.IsFinite(v));
        if (wrong == 0)
            return;
        var what = values.Any(float.IsNaN) ? "NaN" : "infinity";
        throw Anomaly(
            trainer, trainer.Step, string.Create(
                CultureInfo.InvariantCulture, $"{operation} is the first to give {what} ({wrong:N0} of {values.Length:N0} values)"));
    }

    /// <summary>
    /// Runs a training again from its last good state up to the step whose loss is not finite, and checks every operation there. All
    /// steps give the same bits again, so the fault shows again. Afterwards the trainer is back at its last good state.
    /// </summary>
    /// <param name="trainer">A trainer whose state is no longer finite.</param>
    /// <param name="metrics">Loss and hits of the epoch's batches so far, [batches, 2].</param>
    /// <returns>The exception to throw.</returns>
    public static AnomalyException Find(Trainer trainer, float[] metrics)
    {
        var good = trainer.LastGood!;
        // If every loss is finite, the update of the last step broke a weight. At the end of an epoch the next one has no metrics yet.
        var firstBad = Array.FindIndex(metrics, v => !float.IsFinite(v));
        var suspect = ((long)trainer.History.Count * trainer.Batches) + (firstBad < 0 ? (metrics.Length / 2) - 1 : firstBad / 2);
        try
        {
            trainer.Restore(good);
            // What a step's update broke shows in the next step's loss.
            while (trainer.Step <= suspect)
                trainer.RunStep(inspect: trainer.Step >= suspect - 1);
            return Anomaly(trainer, suspect, "the loss, a weight or what Adam keeps of it is no longer finite");
        }
        catch (AnomalyException found)
        {
            // Thrown by Check within RunStep: the operation that is searched for.
            return found;
        }
        finally
        {
            trainer.Restore(good);
        }
    }

    /// <summary>The exception that tells what went wrong after a step.</summary>
    public static AnomalyException Anomaly(Trainer trainer, long step, string what)
    {
        var rate = trainer.LearningRateAt(step).ToString("G4", CultureInfo.InvariantCulture);
        return new($"step {step + 1} (epoch {(step / trainer.Batches) + 1}), learning rate {rate}: {what}; try a smaller --learning-rate");
    }
}
