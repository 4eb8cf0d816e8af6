using GpuDigits.Engine.Data.Synthetic;
using SkiaSharp;

namespace GpuDigits.Pictures.Photographs;

/// <summary>The paper, or the board, that was written on; in sheet units.</summary>
internal static class PhotographSheet
{
    private static readonly SKColor SquareColour = new(110, 140, 195), LineColour = new(100, 130, 190), MarginColour = new(205, 90, 100);

    /// <summary>Draws the sheet and what is printed on it.</summary>
    /// <param name="canvas">Where; its matrix maps sheet units.</param>
    /// <param name="sheet">The edges of the sheet.</param>
    /// <param name="writing">The place of the writing: it stands on a line of lined paper.</param>
    /// <param name="damages">What kind of paper.</param>
    /// <param name="random">Its random numbers.</param>
    public static void Draw(SKCanvas canvas, SKRect sheet, SKRect writing, PhotographDamages damages, ref PenRandom random)
    {
        using (var paper = new SKPaint { Color = Colour(damages, ref random), IsAntialias = true })
            canvas.DrawRect(sheet, paper);

        var isBoard = damages.Has(PhotographDamages.Chalk);
        var rough = damages.Of(PhotographDamages.Texture);
        Cover(canvas, sheet, Grain.Fine, SKColors.Black, 0.02f + (0.05f * rough), 0.06f + (0.12f * rough), 0.9f + (3 * rough), ref random);
        Cover(canvas, sheet, Grain.Clouds, SKColors.Black, 0.02f + (0.08f * rough), 0.03f + (0.32f * rough), 2.5f, ref random);
        if (damages.Has(PhotographDamages.Grey))
            Cover(canvas, sheet, Grain.Fine, SKColors.Black, -0.3f, 1, 1.6f, ref random);
        if (isBoard)
        {
            // What the sponge left.
            var dust = 0.05f + (0.1f * damages.Of(PhotographDamages.Chalk));
            Cover(canvas, sheet, Grain.Clouds, SKColors.White, dust, 2.5f * dust, 5, ref random);
            Cover(canvas, sheet, Grain.Fine, SKColors.White, 0.03f, 0.15f, 2.2f, ref random);
        }

        Rule(canvas, sheet, writing, damages, ref random);
    }

    private static SKColor Colour(PhotographDamages damages, ref PenRandom random)
    {
        var shade = random.Between(-6, 6);
        if (damages.Has(PhotographDamages.Chalk))
            return random.Chance(0.6f) ? Tint(34, 62, 50, shade) : Tint(40, 42, 46, shade);
        if (damages.Has(PhotographDamages.Grey))
        {
            var grey = 205 - (75 * damages.Of(PhotographDamages.Grey));
            return Tint(grey, grey - 2, grey - 8, shade);
        }

        return random.Chance(0.7f) ? Tint(243, 243, 240, shade) : Tint(245, 238, 217, shade);
    }

    private static SKColor Tint(float red, float green, float blue, float by) =>
        new((byte)(red + by), (byte)(green + by), (byte)(blue + by));

    private static void Cover(
        SKCanvas canvas, SKRect sheet, SKImage tile, SKColor colour, float level, float gain, float texel, ref PenRandom random)
    {
        var place = SKMatrix.CreateRotationDegrees(random.Between(0, 360)).PreConcat(SKMatrix.CreateScale(texel, texel))
            .PostConcat(SKMatrix.CreateTranslation(random.Between(0, 999), random.Between(0, 999)));
        using var noise = Grain.Shader(tile, colour, level, gain, place);
        using var paint = new SKPaint { Shader = noise, IsAntialias = true };
        canvas.DrawRect(sheet, paint);
    }

    private static void Rule(SKCanvas canvas, SKRect sheet, SKRect writing, PhotographDamages damages, ref PenRandom random)
    {
        float squared = damages.Of(PhotographDamages.Squared), lined = damages.Of(PhotographDamages.Lined);
        if (squared == 0 && lined == 0)
            return;
        var strength = Math.Max(squared, lined);
        var alpha = (byte)(60 + (130 * strength));
        using var paint = new SKPaint
        {
            Color = (squared > 0 ? SquareColour : LineColour).WithAlpha(alpha),
            IsStroke = true,
            StrokeWidth = 1.4f + (1.4f * strength),
            IsAntialias = true,
        };
        float gap = squared > 0 ? random.Between(48, 80) : random.Between(125, 175), shift = random.Between(-0.15f, 0.1f) * gap;
        for (var y = writing.Bottom + shift - (MathF.Floor((writing.Bottom + shift - sheet.Top) / gap) * gap); y < sheet.Bottom; y += gap)
            canvas.DrawLine(sheet.Left, y, sheet.Right, y, paint);
        var across = writing.Left + (random.Between(0, 1) * gap);
        if (squared > 0)
        {
            for (var x = across - (MathF.Floor((across - sheet.Left) / gap) * gap); x < sheet.Right; x += gap)
                canvas.DrawLine(x, sheet.Top, x, sheet.Bottom, paint);
        }
        else if (random.Chance(0.3f))
        {
            paint.Color = MarginColour.WithAlpha(alpha);
            var margin = writing.Left - random.Between(40, 120);
            canvas.DrawLine(margin, sheet.Top, margin, sheet.Bottom, paint);
        }
    }
}
