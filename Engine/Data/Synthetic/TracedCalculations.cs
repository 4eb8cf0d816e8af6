using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Ink.Tracing;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Synthetic calculations as the reader meets them: half, by chance, as the pen's tablet records them, the others as they are traced in
/// a photograph. Tracing divides strokes elsewhere than the pen did, and knows neither their order nor their direction.
/// </summary>
internal static class TracedCalculations
{
    /// <summary>Separates these random numbers from those of the writing.</summary>
    private const uint Seed = 0x1D00_0000;

    private const float Share = 0.5f;

    /// <summary>The pen's width, as a share of the writing's height and in pixels, and the largest side of the picture.</summary>
    private const float Thinnest = 0.06f, Thickest = 0.15f, FewPixels = 2.5f, ManyPixels = 6.5f, LargestSide = 1000;

    /// <summary>How soft the edge of a line is, in pixels, and how rough it is, as a share of its ink, over which length.</summary>
    private const float Sharp = 1, Soft = 3, Roughest = 0.4f, Roughness = 2;

    /// <summary>The share of a traced stroke that must lie on one symbol; otherwise two symbols touch.</summary>
    private const float Own = 0.85f;

    /// <summary>One point of a traced stroke in so many is looked at.</summary>
    private const int Every = 4;

    /// <summary>Writes a calculation, as <see cref="SyntheticCalculations.Write(uint, uint)"/>, and says whether it is traced.</summary>
    public static (WrittenCalculation Written, bool IsTraced) Write(uint seed, uint index)
    {
        var written = SyntheticCalculations.Write(seed, index);
        var random = new PenRandom(seed + Seed, index);
        return random.Chance(Share) && Trace(written, random) is { } traced ? (traced, true) : (written, false);
    }

    /// <summary>A calculation as it is traced in a picture of it, in pixels; null where symbols touch.</summary>
    public static WrittenCalculation? Trace(WrittenCalculation written, PenRandom random)
    {
        var height = Page.Of(written.Strokes).Height;
        var box = InkBounds.Of(written.Strokes);
        float pixels = random.Between(FewPixels, ManyPixels), relative = random.Between(Thinnest, Thickest);
        var scale = MathF.Min(pixels / (relative * height), LargestSide / box.Extent);
        var pen = relative * height * scale;
        var from = box.Min - new Vector2(2 * pen / scale);
        var size = (box.Size * scale) + new Vector2(4 * pen);
        var raster = new InkRaster((int)size.X + 1, (int)size.Y + 1);
        var edge = random.Between(Sharp, MathF.Min(Soft, pen));
        Vector2[][] paths = [.. written.Strokes.Select(stroke => stroke.Points.Select(at => (at.Position - from) * scale).ToArray())];
        foreach (var path in paths)
            raster.Draw(path, pen, edge);
        var lines = MaskTracing.Lines(Inked(raster, random), raster.Width);
        return Align(written, paths, MaskTracing.Strokes(lines));
    }

    /// <summary>The pixels that ink covers, with a rough edge.</summary>
    private static bool[] Inked(InkRaster raster, PenRandom random)
    {
        var roughness = random.Between(0, Roughest);
        var cells = (int)(raster.Width / Roughness) + 1;
        var grain = new float[cells * ((int)(raster.Height / Roughness) + 1)];
        for (var i = 0; i < grain.Length; i++)
            grain[i] = 0.5f + random.Between(-roughness, roughness);
        return [.. raster.Coverage.Select((covered, i) =>
            covered > grain[((int)(i / raster.Width / Roughness) * cells) + (int)(i % raster.Width / Roughness)])];
    }

    /// <summary>Which traced strokes write which symbol; null if one writes two, or none writes one.</summary>
    private static WrittenCalculation? Align(WrittenCalculation written, Vector2[][] paths, ImmutableArray<Stroke> traced)
    {
        var bySymbol = new List<int>[written.Symbols.Length];
        for (var i = 0; i < bySymbol.Length; i++)
            bySymbol[i] = [];
        for (var at = 0; at < traced.Length; at++)
        {
            var votes = new float[bySymbol.Length];
            var points = traced[at].Points;
            for (var i = points.Length / 2 % Every; i < points.Length; i += Every)
                votes[Nearest(points[i].Position)]++;
            var most = Numbers.ArgMax(votes);
            if (votes[most] < Own * votes.Sum())
                return null;
            bySymbol[most].Add(at);
        }

        return Array.Exists(bySymbol, strokes => strokes.Count == 0)
            ? null
            : new(written.Plain, traced, [.. written.Symbols.Select((symbol, i) => symbol with { Strokes = [.. bySymbol[i]] })]);

        int Nearest(Vector2 place)
        {
            var (nearest, best) = (float.PositiveInfinity, 0);
            for (var symbol = 0; symbol < bySymbol.Length; symbol++)
            {
                var distance = written.Symbols[symbol].Strokes.Min(stroke => Distance(place, paths[stroke]));
                if (distance < nearest)
                    (nearest, best) = (distance, symbol);
            }

            return best;
        }
    }

    private static float Distance(Vector2 place, Vector2[] path)
    {
        var nearest = Vector2.Distance(place, path[0]);
        for (var i = 1; i < path.Length; i++)
            nearest = MathF.Min(nearest, Segments.Distance(place, path[i - 1], path[i]));
        return nearest;
    }
}
