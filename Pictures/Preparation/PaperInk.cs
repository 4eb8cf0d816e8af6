using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The ink of a picture under one assumption about the channel, the paper, and whether ink is darker or brighter. Ink differs from the
/// level of the paper around it by more than the noise of the picture. What runs along the edge of the paper is not ink, nor are rulings
/// and specks. <see cref="Share"/> says how well the assumption explains the picture, so that the best of several can be chosen.
/// </summary>
internal sealed class PaperInk
{
    /// <summary>The standard deviations of the noise by which ink must differ from the paper: everywhere, and at its strongest.</summary>
    private const float FaintNoise = 3, StrongNoise = 5;

    /// <summary>The same in grey levels, for pictures without noise.</summary>
    private const float FaintLevels = 5, StrongLevels = 8;

    /// <summary>The same as shares of the strongest ink; a component must reach the second somewhere.</summary>
    private const float FaintShare = 0.25f, StrongShare = 0.5f;

    /// <summary>The reach of the square that gives the level of the paper around a pixel, as a share of the paper's larger side.</summary>
    private const float Reach = 0.25f;

    /// <summary>Half the width of the widest line, as a share of the paper's larger side.</summary>
    private const float Widest = 0.08f;

    /// <summary>
    /// Half the width of the widest line, in pixels, where the pen is half as wide; the least share of the strongest ink that must be in
    /// such lines; the quantile of all pixels that is the strongest ink.
    /// </summary>
    private const int Narrow = 11;

    private const float Kept = 0.7f, Blots = 0.5f, MostInk = 0.9995f;

    /// <summary>
    /// A part of which less than this share is in such lines is the rim of a shadow, or of the table: only its lines count.
    /// </summary>
    private const float LeastLine = 0.3f;

    /// <summary>The edge of a line, as a share of the strongest ink within the pen's width, and of faint ink.</summary>
    private const float Edge = 0.5f;

    /// <summary>The smallest digit in pixels.</summary>
    private const float SmallestPixels = 5;

    /// <summary>
    /// A component runs along the edge if it touches at least this share of the shorter side of the picture, or a corner.
    /// </summary>
    private const float AlongEdge = 0.5f;

    /// <summary>
    /// A component along the edge counts as ink only if it fills less than <see cref="WholeSide"/> of each side, and at least the share
    /// <see cref="Inside"/> of it lies farther from the edge than <see cref="Band"/> of the shorter side.
    /// </summary>
    private const float Inside = 0.3f, Band = 0.06f, WholeSide = 0.97f;

    /// <summary>
    /// The largest mean difference of neighbouring pixels of the paper, as a share of the ink's strength. Above it the picture is noise,
    /// whose deviation cannot be measured because it is clipped at black or white.
    /// </summary>
    private const float Roughest = 0.3f;

    /// <summary>The factor for what does not look like writing: one channel may show the holes in the margin alone.</summary>
    private const float AllClutter = 0.3f;

    private PaperInk(Grey ink, bool[] mask, float share, int sign) => (Ink, Mask, Share, Sign) = (ink, mask, share, sign);

    /// <summary>[height, width] from 0 (paper) to 1 (the usual strength of the ink).</summary>
    public Grey Ink { get; }

    /// <summary>The pixels that are ink.</summary>
    public bool[] Mask { get; }

    /// <summary>
    /// The share of this ink in all that differs from the paper (sums of squares), 0 to 1; faint ink has less.
    /// </summary>
    public float Share { get; }

    /// <summary>−1: it is darker than the paper; 1: brighter.</summary>
    public int Sign { get; }

    /// <summary>The ink on the paper: at most one result for darker and one for brighter ink.</summary>
    /// <param name="picture">One channel, grey levels from 0 to 255.</param>
    /// <param name="paper">The pixels of the sheet; null if the whole picture is the paper.</param>
    /// <param name="size">How small ink may be.</param>
    public static IEnumerable<PaperInk> Find(Grey picture, bool[]? paper, InkSize size)
    {
        var counted = paper ?? [.. Enumerable.Repeat(true, picture.Values.Length)];
        var side = paper is null
            ? Math.Max(picture.Width, picture.Height)
            : InkComponent.All(paper, picture.Width).Select(area => area.Extent).DefaultIfEmpty().Max();
        if (side == 0)
            yield break;
        picture = PaperLight.Even(picture, counted);
        var reach = Math.Max(4, (int)(Reach * side));
        var level = PaperLevel.Of(picture, counted, reach);
        // In a small picture noise is as narrow as lines.
        var isLarge = Math.Min(picture.Width, picture.Height) >= ImageChannels.SmoothedSide;
        var most = isLarge ? ((int[])[-1, 1]).ToDictionary(sign => sign, sign => Lines(picture, counted, side, sign)) : null;
        foreach (var sign in (int[])[-1, 1])
        {
            var difference = Difference(level);
            // Thick ink takes part in the median, so the level of the paper is measured again without it.
            if (Clean(difference, counted, side, null, size, sign) is not { } first)
                continue;
            bool[] bare = [.. counted.Select((c, i) => c && !first.Mask[i])];
            difference = Difference(PaperLevel.Of(picture, bare, reach));
            if (Clean(difference, counted, side, paper, size, sign) is { } found)
                yield return found;

            Grey Difference(Grey from) => picture.MapAt((x, y, v) => (y * picture.Width) + x is var i && from.Values[i] is var p
                && float.IsNaN(p) ? 0 : most is null ? sign * (v - p) : Math.Clamp(sign * (v - p), -most[-sign][i], most[sign][i]));
        }
    }

    /// <summary>
    /// The same ink, whose mask ends where a line has a share of its strength: a blurred loop stays open, and near lines stay apart.
    /// </summary>
    public PaperInk Sharp()
    {
        var most = Morphology.Greatest(Ink, (int)MathF.Ceiling(PenWidth.Of(Mask, Ink.Width)));
        return new(Ink, [.. Mask.Select((isInk, i) => isInk && Ink.Values[i] >= Edge * most.Values[i])], Share, Sign);
    }

    /// <summary>The same ink without what is fainter than <see cref="Edge"/> of its usual strength: remnants of printed lines.</summary>
    public PaperInk Strong() => new(Ink, [.. Mask.Select((isInk, i) => isInk && Ink.Values[i] >= Edge)], Share, Sign);

    /// <summary>
    /// By how much each pixel differs from what is left when lines are filled up. The edge of a shadow differs from the median of the
    /// paper, but it is no line; nor is a blot of the paper, where all lines are much narrower than those that might be.
    /// </summary>
    private static float[] Lines(Grey picture, bool[] counted, int side, int sign)
    {
        var wide = Within((int)(Widest * side));
        var narrow = Within(Narrow);
        var strongest = Quantile(MostInk, In(counted, narrow));
        bool[] lines = Above(narrow, counted, FaintShare * strongest), all = Above(wide, counted, FaintShare * strongest);
        int inLines = 0, blots = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (lines[i])
                inLines++;
            else if (all[i])
                blots++;
        }

        if (strongest < Kept * Quantile(MostInk, In(counted, wide)) || PenWidth.Of(lines, picture.Width) > Narrow)
            return wide;
        if (blots > Blots * inLines)
            return narrow;
        foreach (var part in InkComponent.All(all, picture.Width))
        {
            if (part.Pixels.Count(i => lines[i]) < LeastLine * part.Pixels.Length)
                Array.ForEach(part.Pixels, i => wide[i] = narrow[i]);
        }

        return wide;

        float[] Within(int reach)
        {
            var values = Morphology.Close(picture, reach, -sign).Values;
            for (var i = 0; i < values.Length; i++)
                values[i] = sign * (picture.Values[i] - values[i]);
            return values;
        }
    }

    /// <summary>The counted pixels with more than a level.</summary>
    private static bool[] Above(float[] values, bool[] counted, float least)
    {
        var above = new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
            above[i] = counted[i] && values[i] > least;
        return above;
    }

    /// <summary>The values of the pixels of a mask.</summary>
    private static float[] In(bool[] mask, float[] values)
    {
        var kept = new float[values.Length];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (mask[i])
                kept[count++] = values[i];
        }

        return kept[..count];
    }

    private static PaperInk? Clean(Grey difference, bool[] counted, int side, bool[]? paper, InkSize size, int sign)
    {
        var width = difference.Width;
        var d = difference.Values;
        var noise = Noise(difference, counted);
        if (float.IsNaN(noise))
            noise = 0;
        float faint = Math.Max(FaintNoise * noise, FaintLevels), strong = Math.Max(StrongNoise * noise, StrongLevels);
        // Many faint blots do not make ink weak.
        var least = Math.Max(faint, FaintShare * Quantile(MostInk, In(counted, d)));
        var strongest = Quantile(0.95f, In(Above(d, counted, least), d));
        if (float.IsNaN(strongest))
            return null;
        faint = Math.Max(faint, FaintShare * strongest);
        strong = Math.Max(strong, StrongShare * strongest);

        var mask = Above(d, counted, faint);
        Rulings.Remove(mask, width);
        var pieces = InkComponent.All(mask, width);
        pieces.RemoveAll(p => !p.Pixels.Any(i => d[i] >= strong));
        RemoveEdges(pieces, counted, width, paper is not null, size);
        var clutter = Clutter.Remove(pieces, width, difference.Height);
        if (pieces.Count == 0)
            return null;
        var main = pieces.MaxBy(Energy)!;
        if (main.Extent < Math.Max(SmallestPixels, size.Digit * side))
            return null;
        var smallest = size.Piece * Energy(main);
        pieces.RemoveAll(p => Energy(p) < smallest);

        Array.Clear(mask);
        pieces.ForEach(piece => piece.Mark(mask));

        var usual = Quantile(0.8f, In(mask, d));
        if (Roughness(difference, counted) > Roughest * usual)
            return null;
        double all = -clutter.Sum(Energy), explained = 0;
        for (var i = 0; i < d.Length; i++)
        {
            var square = (double)d[i] * d[i];
            if (counted[i] && Math.Abs(d[i]) > faint)
                all += square;
            if (mask[i])
                explained += square;
        }

        var share = (float)(explained / all) * usual / (usual + 16) * (Clutter.IsAll(mask, counted, width) ? AllClutter : 1);
        // The soft edge of a stroke lies outside its mask.
        var near = Morphology.Greatest(difference.MapAt((x, y, _) => mask[(y * width) + x] ? 1 : 0), 1).Values;
        return new(difference.MapAt((x, y, v) => near[(y * width) + x] > 0 ? Math.Clamp(v / usual, 0, 1) : 0), mask, share, sign);

        double Energy(InkComponent piece) => piece.Pixels.Sum(i => (double)d[i] * d[i]);
    }

    /// <summary>The quantile of the values at a share; NaN if there are none.</summary>
    private static float Quantile(float share, float[] values) =>
        values.Length > 0 ? OrderStatistic.Of(values, (int)(share * (values.Length - 1))) : float.NaN;

    /// <summary>
    /// The standard deviation of the noise, from the differences of pixels two apart. Most of these pairs are paper, and their differences
    /// do not depend on its level. 40 % of the differences of normal noise are smaller than 0.741 deviations.
    /// </summary>
    private static float Noise(Grey difference, bool[] counted)
    {
        var d = difference.Values;
        var pairs = new float[d.Length];
        var count = 0;
        for (var i = 0; i < d.Length; i++)
        {
            if (i % difference.Width > 1 && counted[i] && counted[i - 2])
                pairs[count++] = Math.Abs(d[i] - d[i - 2]);
        }

        return Quantile(0.4f, pairs[..count]) / 0.741f;
    }

    /// <summary>The mean difference of neighbours in a row.</summary>
    private static float Roughness(Grey difference, bool[] counted)
    {
        var d = difference.Values;
        double sum = 0;
        var pairs = 0;
        for (var i = 1; i < d.Length; i++)
        {
            if (i % difference.Width == 0 || !counted[i] || !counted[i - 1])
                continue;
            sum += Math.Abs(d[i] - d[i - 1]);
            pairs++;
        }

        return pairs > 0 ? (float)(sum / pairs) : 0;
    }

    /// <summary>
    /// Removes what runs along the edge of the picture: a frame, or the edge of a sheet. A digit may touch the edge; in a tightly cropped
    /// picture it may run along it if there is nothing else. Nothing on a sheet touches its outline.
    /// </summary>
    private static void RemoveEdges(List<InkComponent> pieces, bool[] counted, int width, bool isSheet, InkSize size)
    {
        int height = counted.Length / width, shorter = Math.Min(width, height);
        if (isSheet)
        {
            pieces.RemoveAll(p => p.Pixels.Any(i => !IsPictureEdge(i) && IsOutline(i)));
        }

        List<InkComponent> along = [.. pieces.Where(RunsAlongEdge)];
        var isOther = pieces.Any(p => !along.Contains(p) && p.Extent >= Math.Max(SmallestPixels, size.Digit * shorter));
        along.ForEach(p =>
        {
            if (isOther || FillsSide(p) || p.Pixels.Count(IsInside) < Inside * p.Pixels.Length)
                pieces.Remove(p);
        });

        bool RunsAlongEdge(InkComponent p) =>
            p.Pixels.Any(i => i % width is var x && i / width is var y && (x == 0 || x == width - 1) && (y == 0 || y == height - 1))
            || Level(p).Concat(Upright(p)).Any(touching => touching >= AlongEdge * shorter);

        bool FillsSide(InkComponent p) => Level(p).Any(n => n >= WholeSide * width) || Upright(p).Any(n => n >= WholeSide * height);

        // The number of pixels on each edge of the picture.
        int[] Level(InkComponent p) => [p.Pixels.Count(i => i / width == 0), p.Pixels.Count(i => i / width == height - 1)];

        int[] Upright(InkComponent p) => [p.Pixels.Count(i => i % width == 0), p.Pixels.Count(i => i % width == width - 1)];

        bool IsInside(int i) =>
            Math.Min(Math.Min(i % width, width - 1 - (i % width)), Math.Min(i / width, height - 1 - (i / width))) >= Band * shorter;

        bool IsPictureEdge(int i) => i % width == 0 || i % width == width - 1 || i / width == 0 || i / width == height - 1;

        bool IsOutline(int i) => !counted[i - 1] || !counted[i + 1] || !counted[i - width] || !counted[i + width];
    }
}

/// <summary>How small ink and paper may be.</summary>
/// <param name="Piece">The smallest connected piece, as a share of the largest one.</param>
/// <param name="Digit">The smallest digit, as a share of the paper's larger side.</param>
/// <param name="Sheet">The smallest sheet of paper, as a share of the picture.</param>
internal readonly record struct InkSize(float Piece, float Digit, float Sheet)
{
    /// <summary>One digit, of one or a few pieces.</summary>
    public static readonly InkSize OneDigit = new(0.04f, 0.06f, 0.12f);

    /// <summary>Numbers and calculations: many small pieces, and dots, maybe on a narrow strip of paper.</summary>
    public static readonly InkSize Writing = new(0, 0.02f, 0.04f);
}
