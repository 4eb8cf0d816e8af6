using System.Text.Json.Serialization;

namespace GpuDigits.Engine.Model;

/// <summary>How the learning rate goes over the steps of a training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>The same at every step.</summary>
    Constant,

    /// <summary>From the given rate to 0 along half a cosine. Loshchilov, Hutter: arXiv 1608.03983, formula 5 without restarts.</summary>
    Cosine,

    /// <summary>
    /// Up from 1/25 of the given rate over the first 30 % of the steps, then down to 1/10,000 of it, both along half cosines.
    /// Smith, Topin: arXiv 1708.07120, with the shape that became usual.
    /// </summary>
    OneCycle,
}

/// <summary>The formula of each schedule.</summary>
internal static class LearningRateSchedules
{
    private const double WarmUp = 0.3;
    private const double Start = 1.0 / 25;
    private const double End = 1e-4;

    /// <summary>The learning rate of step 0 … total − 1.</summary>
    public static double At(this LearningRateSchedule schedule, double peak, long step, long total)
    {
        var t = Math.Clamp((double)step / Math.Max(1, total), 0, 1);
        return schedule switch
        {
            LearningRateSchedule.Cosine => peak * HalfCosine(1, 0, t),
            LearningRateSchedule.OneCycle when t < WarmUp => peak * HalfCosine(Start, 1, t / WarmUp),
            LearningRateSchedule.OneCycle => peak * HalfCosine(1, End, (t - WarmUp) / (1 - WarmUp)),
            _ => peak,
        };
    }

    private static double HalfCosine(double from, double to, double t) => to + ((from - to) * (1 + PortableMath.Cos(Math.PI * t)) / 2);
}
