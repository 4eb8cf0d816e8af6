using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;

namespace GpuDigits.Viewer.Tests;

/// <summary>
/// Reads digits by the nearest of prepared pictures of the hand's skeletons: good enough for cleanly written digits, and there without
/// training.
/// </summary>
internal sealed class PrototypeNetwork(Func<NetworkProbe>? makeProbe = null) : IReadingNetwork
{
    private static readonly (int Digit, float[] Picture)[] Prototypes =
    [
        .. from skeleton in HandSkeleton.All
           from seed in Enumerable.Range(0, 3)
           let ink = new HandPen().Write(skeleton, new Vector2(100), 0, seed)
           select (skeleton.Digit, Array.ConvertAll(DigitPreparation.Prepare(ink)!, level => level / 255f)),
    ];

    private NetworkProbe? _probe;

    public NetworkProbe? Probe => _probe ??= makeProbe?.Invoke();

    public static IReadingNetwork Load() => new PrototypeNetwork();

    public void Dispose() => _probe?.Dispose();

    /// <summary>Unsure of what is far from every prototype.</summary>
    public Verdict Read(float[] picture)
    {
        const float Far = 30;
        var probabilities = Probabilities(picture);
        var nearest = Prototypes.Min(prototype => SquaredDistance(picture, prototype.Picture));
        return new(Array.IndexOf(probabilities, probabilities.Max()), probabilities, nearest > Far ? 1 : 0, nearest > Far);
    }

    private static float SquaredDistance(float[] a, float[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    /// <summary>784 values to ten probabilities: softmax over −distance²/4 to each digit's nearest prototype.</summary>
    private static float[] Probabilities(float[] picture)
    {
        var scores = new float[10];
        Array.Fill(scores, float.NegativeInfinity);
        foreach (var (digit, prototype) in Prototypes)
        {
            scores[digit] = MathF.Max(scores[digit], -SquaredDistance(picture, prototype) / 4);
        }
        var best = scores.Max();
        var sum = scores.Sum(score => MathF.Exp(score - best));
        return Array.ConvertAll(scores, score => MathF.Exp(score - best) / sum);
    }
}
