using System.Drawing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>Ink that was found, and where: what must be known to look at it again, closer.</summary>
/// <param name="Ink">The ink, in the shrunk picture.</param>
/// <param name="Channel">The channel of the whole picture in which it shows [height, width].</param>
/// <param name="Sheet">The sheet that it lies on; null if the whole picture is the paper.</param>
internal sealed record FoundInk(PaperInk Ink, byte[] Channel, PaperOutline? Sheet);

/// <summary>
/// Looks for ink in all channels of a picture, on the whole picture as paper and on a sheet in it, darker and brighter than the paper.
/// </summary>
internal static class InkSearch
{
    /// <summary>
    /// The factor for ink on a sheet: if the whole picture is taken as the paper, the edge of the sheet counts as ink too.
    /// </summary>
    private const float SheetPreference = 1.1f;

    /// <summary>
    /// The whole picture is the paper all the same if it explains this share of what the best sheet does, with so many times its ink: what
    /// looks like a sheet is the light beside a shadow, and ink lies in this, too.
    /// </summary>
    private const float AsGood = 0.7f, MoreInk = 1.6f;

    /// <summary>The ink that explains most of what differs from the paper; null if there is none.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="largestSide">A larger picture is shrunk to this side.</param>
    /// <param name="size">How small ink may be.</param>
    public static FoundInk? Best(Image image, int largestSide, InkSize size)
    {
        FoundInk? best = null, whole = null;
        float most = 0;
        foreach (var channel in ImageChannels.Of(image))
        {
            var small = ImageChannels.Shrink(channel, image.Width, new Rectangle(0, 0, image.Width, image.Height), largestSide);
            Consider(null, 1);
            foreach (var isBright in (bool[])[true, false])
            {
                if (PaperOutline.Find(small, isBright) is { } sheet)
                    Consider(sheet, SheetPreference);
            }

            void Consider(PaperOutline? sheet, float preference)
            {
                foreach (var ink in PaperInk.Find(small, sheet?.Inside, size))
                {
                    if (sheet is null && ink.Share > (whole?.Ink.Share ?? 0))
                        whole = new(ink, channel, null);
                    if (preference * ink.Share > most)
                        (best, most) = (new(ink, channel, sheet), preference * ink.Share);
                }
            }
        }

        return best?.Sheet is not null && whole is not null && whole.Ink.Sign == best.Ink.Sign
            && whole.Ink.Share > AsGood * best.Ink.Share && Area(whole) > MoreInk * Area(best) ? whole : best;

        static int Area(FoundInk found) => found.Ink.Mask.Count(ink => ink);
    }
}
