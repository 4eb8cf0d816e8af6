using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Pictures;

/// <summary>
/// The ink that one reading of a picture finds: which channel to look at, where the paper is, and whether the ink is darker or brighter. Ink is what
/// differs from the level of the paper around it by more than the picture's noise; what runs along the edge of the paper, its rulings and specks
/// are none. <see cref="Share"/> says how well the reading explains the picture, so that the best of several can be taken.
/// </summary>
internal sealed class PaperInk
{
    /// <summary>Ink differs from the paper by so many deviations of the noise where it is faint, and where it is strongest.</summary>
    private const float FaintNoise = 3, StrongNoise = 5;

    /// <summary>The same in levels, for pictures without noise.</summary>
    private const float FaintLevels = 5, StrongLevels = 8;

    /// <summary>The same as shares of the strongest ink; a piece of ink reaches the second somewhere.</summary>
    private const float FaintShare = 0.25f, StrongShare = 0.5f;

    /// <summary>The square around a pixel that tells the paper's level reaches so far, as a share of the paper's larger side.</summary>
    private const float Reach = 0.25f;

    /// <summary>The smallest digit as a share of the paper's larger side, and in pixels; a piece of ink of a digit as a share of the largest one.</summary>
    private const float SmallestDigit = 0.06f, SmallestPixels = 5, SmallestPiece = 0.04f;

    /// <summary>What touches so much of the shorter side of the paper, or a corner of the picture, runs along the edge.</summary>
    private const float AlongEdge = 0.5f;

    /// <summary>A piece along the edge can be ink only where so much of it lies farther inside than <see cref="Band"/> of the shorter side.</summary>
    private const float Inside = 0.5f, Band = 0.1f;

    private PaperInk(Grey ink, bool[] mask, float share) => (Ink, Mask, Share) = (ink, mask, share);

    /// <summary>[height, width] from 0, paper, to 1, the ink's usual strength.</summary>
    public Grey Ink { get; }

    /// <summary>The pixels that are ink.</summary>
    public bool[] Mask { get; }

    /// <summary>
    /// How much of all that differs from the paper is this ink (sums of squares), 0 to 1, and less for faint ink.
    /// </summary>
    public float Share { get; }

    /// <summary>What is found within the paper; at most one for darker and one for brighter ink.</summary>
    /// <param name="picture">One channel, levels from 0 to 255.</param>
    /// <param name="paper">The pixels of the paper, a sheet's outline; null if that is the whole picture.</param>
    public static IEnumerable<PaperInk> Find(Grey picture, bool[]? paper)
    {
        bool[] counted = paper ?? [.. Enumerable.Repeat(true, picture.Values.Length)];
        InkComponent[] areas = [.. InkComponent.All(counted, picture.Width)];
        if (areas.Length == 0) yield break;
        int side = areas.Max(a => a.Extent), reach = Math.Max(4, (int)(Reach * side));
        Grey level = PaperLevel.Of(picture, counted, reach);
        foreach (int sign in (int[])[-1, 1])
        {
            Grey difference = Difference(level);
            // Where the ink is thick the paper's level is looked up again without it.
            if (Clean(difference, counted, side, 1, null) is not { } first) continue;
            bool[] bare = [.. counted.Select((c, i) => c && !first.Mask[i])];
            difference = Difference(PaperLevel.Of(picture, bare, reach));
            if (Clean(difference, counted, side, 1, paper) is { } found) yield return found;

            Grey Difference(Grey from) => picture.MapAt((x, y, v) => from.Values[(y * picture.Width) + x] is var p && float.IsNaN(p) ? 0 : sign * (v - p));
        }
    }

    private static PaperInk? Clean(Grey difference, bool[] counted, int side, float scale, bool[]? paper)
    {
        int width = difference.Width;
        float[] d = difference.Values;
        // The deviation of normal noise is 1.4826 times the median of its absolute values (Hampel 1974).
        float[] sizes = [.. d.Where((_, i) => counted[i]).Select(MathF.Abs).Order()];
        float noise = 1.4826f * sizes[sizes.Length / 2];
        float faint = Math.Max(FaintNoise * noise, FaintLevels), strong = Math.Max(StrongNoise * noise, StrongLevels);
        float[] above = [.. d.Where((v, i) => counted[i] && v > faint).Order()];
        if (above.Length == 0) return null;
        float strongest = above[(int)(0.95f * (above.Length - 1))];
        faint = Math.Max(faint, FaintShare * strongest);
        strong = Math.Max(strong, StrongShare * strongest);

        bool[] mask = [.. d.Select((v, i) => counted[i] && v > faint)];
        Rulings.Remove(mask, width);
        List<InkComponent> pieces = InkComponent.All(mask, width);
        pieces.RemoveAll(p => !p.Pixels.Any(i => d[i] >= strong));
        RemoveEdges(pieces, counted, width, paper is not null);
        if (pieces.Count == 0) return null;
        InkComponent main = pieces.MaxBy(Energy)!;
        if (main.Extent < Math.Max(SmallestPixels, SmallestDigit * side)) return null;
        double least = SmallestPiece * Energy(main);
        pieces.RemoveAll(p => Energy(p) < least);

        Array.Clear(mask);
        foreach (InkComponent piece in pieces)
        {
            foreach (int i in piece.Pixels) mask[i] = true;
        }

        float[] inked = [.. d.Where((_, i) => mask[i]).Order()];
        float usual = inked[(int)(0.8f * (inked.Length - 1))];
        double all = 0, explained = 0;
        for (int i = 0; i < d.Length; i++)
        {
            double square = (double)d[i] * d[i];
            if (counted[i] && Math.Abs(d[i]) > faint) all += square;
            if (mask[i]) explained += square;
        }

        float share = (float)(explained / all) * usual / (usual + 16);
        return new(difference.MapAt((x, y, v) => IsNear(x, y) ? Math.Clamp(v / usual, 0, 1) : 0), mask, share);

        double Energy(InkComponent piece) => piece.Pixels.Sum(i => (double)d[i] * d[i]);

        // A stroke's soft edge lies beside its mask.
        bool IsNear(int x, int y)
        {
            for (int row = Math.Max(0, y - 1); row <= Math.Min(difference.Height - 1, y + 1); row++)
            {
                for (int column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                {
                    if (mask[(row * width) + column]) return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Takes away what runs along the edge of the picture: a frame, the edge of a sheet. A digit may touch the edge, or, in a picture cut
    /// close, run along it where there is nothing else. Nothing on a sheet touches its outline.
    /// </summary>
    private static void RemoveEdges(List<InkComponent> pieces, bool[] counted, int width, bool isSheet)
    {
        int height = counted.Length / width, shorter = Math.Min(width, height);
        if (isSheet)
        {
            pieces.RemoveAll(p => p.Pixels.Any(i => !IsPictureEdge(i) && IsOutline(i)));
        }

        List<InkComponent> along = [.. pieces.Where(RunsAlongEdge)];
        bool isOther = pieces.Any(p => !along.Contains(p) && p.Extent >= Math.Max(SmallestPixels, SmallestDigit * shorter));
        along.ForEach(p =>
        {
            if (isOther || p.Pixels.Count(IsInside) < Inside * p.Pixels.Length) pieces.Remove(p);
        });

        bool RunsAlongEdge(InkComponent p) =>
            p.Pixels.Any(i => i % width is var x && i / width is var y && (x == 0 || x == width - 1) && (y == 0 || y == height - 1))
            || Touching(p, i => i % width == 0) || Touching(p, i => i % width == width - 1)
            || Touching(p, i => i / width == 0) || Touching(p, i => i / width == height - 1);

        bool Touching(InkComponent p, Func<int, bool> edge) => p.Pixels.Count(edge) >= AlongEdge * shorter;

        bool IsInside(int i) => Math.Min(Math.Min(i % width, width - 1 - (i % width)), Math.Min(i / width, height - 1 - (i / width))) >= Band * shorter;

        bool IsPictureEdge(int i) => i % width == 0 || i % width == width - 1 || i / width == 0 || i / width == height - 1;

        bool IsOutline(int i) => !counted[i - 1] || !counted[i + 1] || !counted[i - width] || !counted[i + width];
    }
}
