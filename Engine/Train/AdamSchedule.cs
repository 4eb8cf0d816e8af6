using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// The coefficients of Adam for each step of a training, with Keras' defaults. The learning rate follows a schedule, and the weight decay
/// is proportional to it. α = rate · √(1 − β2ᵗ) / (1 − β1ᵗ) corrects both moments (Kingma, Ba: arXiv 1412.6980, end of section 2).
/// </summary>
/// <param name="schedule">How the learning rate changes.</param>
/// <param name="rate">The largest learning rate.</param>
/// <param name="steps">Steps of the whole training.</param>
/// <param name="weightDecay">The share that a weight loses in a step, at learning rate 1.</param>
public sealed class AdamSchedule(LearningRateSchedule schedule, double rate, long steps, double weightDecay = 0)
{
    private const double Beta1 = 0.9, Beta2 = 0.999;
    private const float Epsilon = 1e-7f;

    /// <summary>The learning rate of a step, from 0.</summary>
    public double RateAt(long step) => schedule.At(rate, step, steps);

    /// <summary>The coefficients of a step, from 0.</summary>
    public AdamUpdate At(long step)
    {
        var now = RateAt(step);
        var alpha = now * Math.Sqrt(1 - PortableMath.Pow(Beta2, step + 1)) / (1 - PortableMath.Pow(Beta1, step + 1));
        return new((float)alpha, (float)Beta1, (float)Beta2, Epsilon, (float)(now * weightDecay));
    }
}
