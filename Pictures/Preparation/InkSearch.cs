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
    /// <summary>The factor for ink on a sheet: if the whole picture is taken as the paper, the edge of the sheet counts as ink too.</summary>
    private const float SheetPreference = 1.1f;

    /// <summary>The ink that explains most of what differs from the paper; null if there is none.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="largestSide">A larger picture is shrunk to this side.</param>
    /// <param name="smallestPiece">The smallest connected piece that is ink, as a share of the largest one.</param>
    public static FoundInk? Best(Image image, int largestSide, float smallestPiece)
    {
        FoundInk? best = null;
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
                foreach (var ink in PaperInk.Find(small, sheet?.Inside, smallestPiece))
                {
                    if (preference * ink.Share > most)
                        (best, most) = (new(ink, channel, sheet), preference * ink.Share);
                }
            }
        }

        return best;
    }
}
