using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Kernels;

namespace GpuDigits.Pictures.Photographs;

/// <summary>
/// The light on the paper and the noise of the sensor. Light multiplies what the paper reflects, which is the pixel to the power of 2.2.
/// Places are from −1 to 1 across the longer side.
/// </summary>
internal sealed class PhotographLight
{
    private const float Gamma = 2.2f;

    /// <summary>How much light the strongest of each damage takes away, and the levels of the strongest noise.</summary>
    private const float Darkest = 0.9f, DeepestShadow = 0.72f, SteepestGradient = 0.78f, DarkestCorner = 0.8f, StrongestNoise = 22;

    private const int Steps = 4096;

    private static readonly float[] ToLight = [.. Enumerable.Range(0, 256).Select(i => PortableMath.Pow(i / 255f, Gamma))];
    private static readonly float[] ToLevel =
        [.. Enumerable.Range(0, Steps).Select(i => 255 * PortableMath.Pow((i + 0.5f) / Steps, 1 / Gamma))];

    private readonly Vector3 _colour;
    private readonly float _gradient, _vignette, _shadow, _softness, _noise;
    private readonly Vector2 _from, _across, _middle, _radius;
    private readonly bool _isRound;
    private readonly uint _seed;

    public PhotographLight(PhotographDamages damages, ref PenRandom random)
    {
        float warm = damages.Of(PhotographDamages.Warm), cold = damages.Of(PhotographDamages.Cold);
        var exposure = random.Between(0.8f, 1.02f) * (1 - (Darkest * damages.Of(PhotographDamages.Dim)));
        _colour = exposure * Vector3.Lerp(
            Vector3.Lerp(Vector3.One, new(1.02f, 0.74f, 0.4f), warm), new(0.55f, 0.8f, 1.02f), cold);
        _gradient = SteepestGradient * damages.Of(PhotographDamages.Gradient);
        _from = Direction(ref random);
        _vignette = DarkestCorner * damages.Of(PhotographDamages.Vignette);
        _shadow = DeepestShadow * damages.Of(PhotographDamages.Shadow);
        // The shadow of an edge, or that of a head or a hand, which is round.
        _isRound = random.Chance(0.5f);
        _across = Direction(ref random);
        _softness = 0.03f + (0.15f * PortableMath.Pow(random.Uniform(), 2));
        _middle = _isRound ? _across * random.Between(0.35f, 0.8f) : _across * random.Between(-0.3f, 0.3f);
        _radius = new(random.Between(0.4f, 0.7f), random.Between(0.4f, 0.7f));
        _noise = 1 + (StrongestNoise * damages.Of(PhotographDamages.Noise)) + (7 * damages.Of(PhotographDamages.Dim));
        _seed = (uint)random.Between(0, 1 << 24);
    }

    /// <summary>Exposes a picture of RGBA.</summary>
    public void Expose(Span<byte> pixels, int width, int height)
    {
        var half = Math.Max(width, height) / 2f;
        var counter = CounterRandom.SeedKey(_seed);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, i += 4)
            {
                var light = _colour * At(new Vector2(x - (width / 2f), y - (height / 2f)) / half);
                var grain = _noise * Bell(counter += 3);
                pixels[i] = Level(pixels[i], light.X, grain + (0.5f * _noise * Bell(counter + 1)));
                pixels[i + 1] = Level(pixels[i + 1], light.Y, grain);
                pixels[i + 2] = Level(pixels[i + 2], light.Z, grain + (0.7f * _noise * Bell(counter + 2)));
            }
        }
    }

    private static byte Level(byte paper, float light, float noise) =>
        (byte)(Math.Clamp(ToLevel[Math.Min(Steps - 1, (int)(ToLight[paper] * light * Steps))] + noise, 0, 255) + 0.5f);

    /// <summary>A bell-shaped number of deviation 1: the sum of the four bytes of a random word.</summary>
    private static float Bell(uint counter)
    {
        var bits = CounterRandom.Mix(counter);
        var sum = (bits & 255) + ((bits >> 8) & 255) + ((bits >> 16) & 255) + (bits >> 24);
        return (sum - 510f) / 147.8f;
    }

    private static Vector2 Direction(ref PenRandom random)
    {
        var (sin, cos) = PortableMath.SinCos(random.Between(0, MathF.Tau));
        return new(cos, sin);
    }

    private float At(Vector2 place)
    {
        var light = 1 - (_gradient * Math.Clamp((Vector2.Dot(place, _from) + 1) / 2, 0, 1));
        light *= 1 - (_vignette * Math.Min(1, 0.7f * place.LengthSquared()));
        if (_shadow == 0)
            return light;
        var inside = _isRound ? 1 - ((place - _middle) / _radius).Length() : Vector2.Dot(place - _middle, _across);
        var part = Math.Clamp((inside / _softness) + 0.5f, 0, 1);
        return light * (1 - (_shadow * part * part * (3 - (2 * part))));
    }
}
