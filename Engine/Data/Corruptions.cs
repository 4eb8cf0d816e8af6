using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// Corrupts pictures of digits on the host. Picture number i of a corruption and a seed always comes out the same, whatever was asked for
/// before and by however many threads. Grey levels are 0 (paper) to 1 (ink) inside.
/// </summary>
public static class Corruptions
{
    private const float Grains = 6, Stuck = 0.12f, Defocus = 2.2f, Motion = 8, Slant = 0.45f, Shrink = 0.6f, Turn = 30, Shift = 4.5f;
    private const float Lighter = 0.5f, FogShare = 0.55f;
    private const int Drops = 9;

    /// <summary>Those that a network is measured with.</summary>
    public static IReadOnlyList<Corruption> All { get; } = [.. Enum.GetValues<Corruption>().Where(c => c != Corruption.Wobble)];

    /// <summary>The name and the strength in words.</summary>
    public static (string Name, string Strength) Describe(Corruption corruption) => corruption switch
    {
        Corruption.ShotNoise => ("shot noise", Invariant($"Poisson, {Grains} grains for white")),
        Corruption.ImpulseNoise => ("impulse noise", Invariant($"{Stuck * 100} % of the pixels")),
        Corruption.GlassBlur => ("glass blur", "neighbours exchanged twice, 0.6 px"),
        Corruption.DefocusBlur => ("defocus blur", Invariant($"a disc of radius {Defocus} px")),
        Corruption.MotionBlur => ("motion blur", Invariant($"{Motion} px, up to 45° from level")),
        Corruption.Shear => ("shear", Invariant($"±{Slant}")),
        Corruption.Scale => ("scale", Invariant($"to {Shrink}")),
        Corruption.Rotate => ("rotate", Invariant($"±{Turn}°")),
        Corruption.Translate => ("translate", Invariant($"{Shift} px in any direction")),
        Corruption.Stripe => ("stripe", "inverted left and right of the middle half"),
        Corruption.Brightness => ("brightness", Invariant($"+{Lighter * 100} %")),
        Corruption.Fog => ("fog", Invariant($"{FogShare * 100} % fog")),
        Corruption.Spatter => ("spatter", Invariant($"{Drops} drops")),
        Corruption.DottedLine => ("dotted line", "from side to side"),
        Corruption.Zigzag => ("zigzag", "from side to side, 5 corners"),
        Corruption.Edges => ("edges", "ridges of the gradient"),
        _ => ("wobble", "up to 8°, 8 % and 1 px"),
    };

    /// <summary>A corrupted copy; the labels stay.</summary>
    public static DigitSet Apply(Corruption corruption, DigitSet digits, uint seed)
    {
        var size = digits.Height * digits.Width;
        var images = new byte[digits.Images.Length];
        Parallel.For(0, digits.Count, i =>
        {
            var picture = Levels.ToFloats(digits.Images.AsSpan(i * size, size));
            var corrupted = Apply(
                corruption, new(picture, digits.Width, digits.Height), new PenRandom(seed + ((uint)corruption << 16), (uint)i)).Values;
            for (var p = 0; p < size; p++)
                images[(i * size) + p] = Levels.ToByte(corrupted[p]);
        });
        return new(digits.Height, digits.Width, images, [.. digits.Labels]);
    }

    private static Grey Apply(Corruption corruption, Grey x, PenRandom random)
    {
        float side = random.Chance(0.5f) ? 1 : -1;
        switch (corruption)
        {
            case Corruption.ShotNoise:
                return x.Map(v => Poisson(v * Grains, ref random) / Grains);
            case Corruption.ImpulseNoise:
                return x.Map(v => random.Uniform() < Stuck ? (random.Chance(0.5f) ? 1 : 0) : v);
            case Corruption.GlassBlur:
                return Glass(x, ref random).Blur(BlurKernels.Gauss(0.6f));
            case Corruption.DefocusBlur:
                return x.Blur(BlurKernels.Disc(Defocus));
            case Corruption.MotionBlur:
                return x.Blur(BlurKernels.Line(Motion, random.Between(-MathF.PI / 4, MathF.PI / 4)));
            case Corruption.Shear:
                return x.Warp(new(1, 0, side * Slant, 1, 0, 0));
            case Corruption.Scale:
                return x.Warp(Matrix3x2.CreateScale(Shrink));
            case Corruption.Rotate:
                return x.Warp(PortableMath.Rotation(side * Turn * MathF.PI / 180));
            case Corruption.Translate:
                var angle = random.Between(0, MathF.Tau);
                return x.Warp(Matrix3x2.CreateTranslation(Shift * PortableMath.Cos(angle), Shift * PortableMath.Sin(angle)));
            case Corruption.Stripe:
                return x.MapAt((column, _, v) => column < x.Width / 4 || column >= x.Width - (x.Width / 4) ? 1 - v : v);
            case Corruption.Brightness:
                return x.Map(v => Math.Min(1, v + Lighter));
            case Corruption.Fog:
                return Fog(x, ref random);
            case Corruption.Spatter:
                return Spatter(x, ref random);
            case Corruption.DottedLine:
                return Over(x, DottedLine(x, ref random), 1.8f);
            case Corruption.Zigzag:
                return Over(x, [Zigzag(x, ref random)], 1.6f);
            case Corruption.Edges:
                return x.Edges();
            default:
                return x.Warp(
                    PortableMath.Rotation(random.Between(-8, 8) * MathF.PI / 180)
                        * Matrix3x2.CreateScale(random.Between(0.92f, 1.08f), random.Between(0.92f, 1.08f))
                    * Matrix3x2.CreateTranslation(random.Between(-1, 1), random.Between(-1, 1)));
        }
    }

    /// <summary>How many of the events that come at random arrive, by Knuth's product of uniform numbers.</summary>
    private static int Poisson(float mean, ref PenRandom random)
    {
        double limit = PortableMath.Exp(-mean), product = random.Uniform();
        var count = 0;
        while (product > limit)
        {
            product *= random.Uniform();
            count++;
        }

        return count;
    }

    private static Grey Glass(Grey x, ref PenRandom random)
    {
        float[] values = [.. x.Values];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var column = Math.Clamp((i % x.Width) + (int)MathF.Floor(random.Between(-1, 2)), 0, x.Width - 1);
                var row = Math.Clamp((i / x.Width) + (int)MathF.Floor(random.Between(-1, 2)), 0, x.Height - 1);
                var other = (row * x.Width) + column;
                (values[i], values[other]) = (values[other], values[i]);
            }
        }

        return new(values, x.Width, x.Height);
    }

    /// <summary>Three octaves of value noise, the coarsest the strongest.</summary>
    private static Grey Fog(Grey x, ref PenRandom random)
    {
        var fog = new float[x.Values.Length];
        foreach ((var cells, var strength) in (ReadOnlySpan<(int, float)>)[(3, 0.55f), (6, 0.3f), (12, 0.15f)])
        {
            var corners = new float[(cells + 2) * (cells + 2)];
            foreach (ref var corner in corners.AsSpan())
                corner = random.Uniform();
            var coarse = new Grey(corners, cells + 2, cells + 2);
            for (var i = 0; i < fog.Length; i++)
                fog[i] += strength * coarse.At((float)(i % x.Width) / x.Width * cells, (float)(i / x.Width) / x.Height * cells);
        }

        return x.MapAt((column, row, v) => (v * (1 - FogShare)) + (FogShare * fog[(row * x.Width) + column]));
    }

    private static Grey Spatter(Grey x, ref PenRandom random)
    {
        var values = x.Values;
        for (var drop = 0; drop < Drops; drop++)
        {
            var raster = new InkRaster(x.Width, x.Height);
            var at = new Vector2(random.Between(0, x.Width), random.Between(0, x.Height));
            raster.Draw([at, at + new Vector2(random.Spread(0.7f), random.Spread(0.7f))], random.Between(1.2f, 3.4f), 1.2f);
            values = [.. values.Zip(raster.Coverage, Math.Max)];
        }

        return new(values, x.Width, x.Height);
    }

    private static Vector2[][] DottedLine(Grey x, ref PenRandom random)
    {
        var (from, to) = (new Vector2(0, random.Between(2, x.Height - 2)), new Vector2(x.Width, random.Between(2, x.Height - 2)));
        var dots = (int)(Vector2.Distance(from, to) / 3.2f);
        return [.. Enumerable.Range(0, dots).Select(i => new[] { Vector2.Lerp(from, to, (i + 0.5f) / dots) })];
    }

    private static Vector2[] Zigzag(Grey x, ref PenRandom random)
    {
        const int Corners = 5;
        var (from, to) = (new Vector2(0, random.Between(6, x.Height - 6)), new Vector2(x.Width, random.Between(6, x.Height - 6)));
        var path = new Vector2[Corners + 2];
        for (var i = 0; i < path.Length; i++)
        {
            var aside = i == 0 || i == path.Length - 1 ? 0 : (i % 2 == 0 ? 1 : -1) * random.Between(2, 4.5f);
            path[i] = Vector2.Lerp(from, to, i / (Corners + 1f)) + new Vector2(0, aside);
        }

        return path;
    }

    private static Grey Over(Grey x, Vector2[][] paths, float pen)
    {
        var raster = new InkRaster(x.Width, x.Height);
        foreach (var path in paths)
            raster.Draw(path, pen, 1.2f);
        return new([.. x.Values.Zip(raster.Coverage, Math.Max)], x.Width, x.Height);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
