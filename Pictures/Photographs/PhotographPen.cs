using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Pictures.Typesetting;
using SkiaSharp;

namespace GpuDigits.Pictures.Photographs;

/// <summary>What was written with. Lengths are in sheet units.</summary>
/// <param name="Colour">The colour of the ink.</param>
/// <param name="Width">Of a line.</param>
/// <param name="Cover">How much of the paper a line covers, 0 to 1.</param>
/// <param name="Unevenness">How much that varies with the paper's grain.</param>
/// <param name="Tooth">The size of a texel of that grain.</param>
internal sealed record PhotographPen(SKColor Colour, float Width, float Cover, float Unevenness, float Tooth)
{
    /// <summary>How far the pressure of the hand changes the width, over which length, and how thin a line begins.</summary>
    private const float Pressure = 0.16f, PressureLength = 60, Thin = 0.6f;

    private static readonly ImmutableArray<SKColor> FeltTips =
        [new(20, 20, 24), new(20, 45, 150), new(0, 95, 60), new(90, 30, 120), new(150, 60, 20)];

    /// <summary>The pen that the damages speak of; a ballpoint pen, blue or black, where they speak of none.</summary>
    public static PhotographPen Of(PhotographDamages damages, ref PenRandom random)
    {
        float width = random.Between(6, 9.5f), shade = random.Between(-12, 12);
        if (damages.Has(PhotographDamages.Pencil))
        {
            var strength = damages.Of(PhotographDamages.Pencil);
            return new(Shade(72, 72, 78, shade), width, 0.95f - (0.45f * strength), 0.7f, 1.1f);
        }

        if (damages.Has(PhotographDamages.FeltTip))
        {
            var colour = FeltTips[(int)random.Between(0, FeltTips.Length)];
            return new(colour, 10 + (5 * damages.Of(PhotographDamages.FeltTip)), 0.95f, 0.08f, 3);
        }

        if (damages.Has(PhotographDamages.Red))
            return new(Shade(196, 30 + (70 * damages.Of(PhotographDamages.Red)), 42, shade), width, 0.88f, 0.4f, 1);
        if (damages.Has(PhotographDamages.Chalk))
        {
            var yellow = random.Chance(0.25f) ? 110 : 10;
            var cover = 0.92f - (0.2f * damages.Of(PhotographDamages.Chalk));
            return new(new(238, 236, (byte)(236 - yellow)), random.Between(9, 13), cover, 1.1f, 1.7f);
        }

        return random.Chance(0.55f)
            ? new(Shade(28, 44, 138, shade), width, 0.88f, 0.45f, 1)
            : new(Shade(34, 33, 38, shade), width, 0.86f, 0.5f, 1);
    }

    /// <summary>Draws strokes on a sheet.</summary>
    public void Draw(SKCanvas canvas, ImmutableArray<ImmutableArray<Vector2>> paths, ref PenRandom random)
    {
        var place = SKMatrix.CreateScale(Tooth, Tooth)
            .PostConcat(SKMatrix.CreateTranslation(random.Between(0, 300), random.Between(0, 300)));
        using var grain = Grain.Shader(Grain.Fine, Colour, Cover, Unevenness, place);
        using var paint = new SKPaint { IsAntialias = true, Shader = grain };
        foreach (var path in paths)
        {
            using var outline = InkOutline.Of(Pressed(Rounded(path), ref random));
            canvas.DrawPath(outline, paint);
        }
    }

    private static SKColor Shade(float red, float green, float blue, float by) =>
        new((byte)(red + by), (byte)(green + by), (byte)(blue + by));

    /// <summary>A path without corners: parabolas between the middles of its pieces.</summary>
    private List<Vector2> Rounded(ImmutableArray<Vector2> path)
    {
        var places = new List<Vector2> { path[0] };
        for (var i = 1; i + 1 < path.Length; i++)
        {
            Vector2 from = (path[i - 1] + path[i]) / 2, to = (path[i] + path[i + 1]) / 2;
            var pieces = Math.Clamp((int)(Vector2.Distance(from, to) / (Width / 2)), 1, 12);
            for (var k = 0; k <= pieces; k++)
            {
                var part = (float)k / pieces;
                places.Add(Vector2.Lerp(Vector2.Lerp(from, path[i], part), Vector2.Lerp(path[i], to, part), part));
            }
        }

        places.Add(path[^1]);
        return places;
    }

    /// <summary>The radius of the line at each place: the hand presses more and less, and lines begin and end thin.</summary>
    private List<(Vector2 At, float Radius)> Pressed(List<Vector2> path, ref PenRandom random)
    {
        var length = 0f;
        for (var i = 1; i < path.Count; i++)
            length += Vector2.Distance(path[i - 1], path[i]);
        var pressed = new List<(Vector2, float)>(path.Count);
        float along = 0, before = random.Between(-1, 1), after = random.Between(-1, 1), passed = 0;
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0)
                along += Vector2.Distance(path[i - 1], path[i]);
            while (along - passed > PressureLength)
                (passed, before, after) = (passed + PressureLength, after, random.Between(-1, 1));
            // A dot is pressed as it is.
            var end = length < 2 * Width ? 1 : Math.Min(1, Thin + (Math.Min(along, length - along) / (2 * Width)));
            pressed.Add((path[i], Width / 2 * end * (1 + (Pressure * float.Lerp(before, after, (along - passed) / PressureLength)))));
        }

        return pressed;
    }
}
