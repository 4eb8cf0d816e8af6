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
    /// What looks like a sheet is the light beside a shadow if ink goes on outside of it: then the ink of the whole picture explains at
    /// least this share of what the sheet's does, holds this share of it, and is so many times as much.
    /// </summary>
    private const float AsGood = 0.7f, Held = 0.8f, MoreInk = 1.15f;

    /// <summary>
    /// In a picture that is shrunk, the channel is chosen at this share of the side first: most of the time is spent on channels that show
    /// the ink less well.
    /// </summary>
    private const float Scouting = 0.5f;

    /// <summary>The ink that explains most of what differs from the paper; null if there is none.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="largestSide">A larger picture is shrunk to this side.</param>
    /// <param name="size">How small ink may be.</param>
    public static FoundInk? Best(Image image, int largestSide, InkSize size)
    {
        byte[][] channels = [.. ImageChannels.Of(image)];
        var isScouted = channels.Length > 1 && Math.Max(image.Width, image.Height) > largestSide;
        return isScouted && Best(channels, image, (int)(Scouting * largestSide), size) is { } scouted
            && Best([scouted.Channel], image, largestSide, size) is { } found
                ? found
                : Best(channels, image, largestSide, size);
    }

    private static FoundInk? Best(byte[][] channels, Image image, int largestSide, InkSize size)
    {
        FoundInk? best = null;
        float most = 0;
        foreach (var channel in channels)
        {
            var small = ImageChannels.Shrink(channel, image.Width, new Rectangle(0, 0, image.Width, image.Height), largestSide);
            PaperInk[] whole = [.. PaperInk.Find(small, null, size)];
            foreach (var ink in whole)
                Consider(ink, null, 1);
            foreach (var isBright in (bool[])[true, false])
            {
                if (PaperOutline.Find(small, isBright) is not { } sheet)
                    continue;
                foreach (var ink in PaperInk.Find(small, sheet.Inside, size))
                {
                    if (!whole.Any(all => GoesOn(ink, all)))
                        Consider(ink, sheet, SheetPreference);
                }
            }

            void Consider(PaperInk ink, PaperOutline? sheet, float preference)
            {
                if (preference * ink.Share > most)
                    (best, most) = (new(ink, channel, sheet), preference * ink.Share);
            }
        }

        return best;
    }

    /// <summary>Whether the ink of the whole picture is that of a sheet in it, and more.</summary>
    private static bool GoesOn(PaperInk onSheet, PaperInk all)
    {
        int area = onSheet.Mask.Count(ink => ink), held = onSheet.Mask.Where((ink, i) => ink && all.Mask[i]).Count();
        return all.Sign == onSheet.Sign && all.Share > AsGood * onSheet.Share && held >= Held * area
            && all.Mask.Count(ink => ink) > MoreInk * area;
    }
}
