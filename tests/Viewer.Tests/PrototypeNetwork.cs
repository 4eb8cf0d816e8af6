using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Viewer.Tests;

/// <summary>
/// Reads digits by the nearest of prepared pictures of the hand's skeletons: good enough for cleanly written digits, and there without
/// training.
/// </summary>
internal static class PrototypeNetwork
{
    private static readonly (int Digit, float[] Picture)[] Prototypes =
    [
        .. from skeleton in HandSkeleton.All
           from seed in Enumerable.Range(0, 3)
           let ink = new HandPen().Write(skeleton, new Vector2(100), 0, seed)
           select (skeleton.Digit, Array.ConvertAll(DigitPreparation.Prepare(ink)!, level => level / 255f)),
    ];

    public static Func<float[], float[]> Load() => Read;

    /// <summary>784 values to ten probabilities: softmax over −distance²/4 to each digit's nearest prototype.</summary>
    private static float[] Read(float[] picture)
    {
        var scores = new float[10];
        Array.Fill(scores, float.NegativeInfinity);
        foreach (var (digit, prototype) in Prototypes)
        {
            var distance = 0f;
            for (var i = 0; i < picture.Length; i++)
                distance += (picture[i] - prototype[i]) * (picture[i] - prototype[i]);
            scores[digit] = MathF.Max(scores[digit], -distance / 4);
        }
        var best = scores.Max();
        var sum = scores.Sum(score => MathF.Exp(score - best));
        return Array.ConvertAll(scores, score => MathF.Exp(score - best) / sum);
    }
}
