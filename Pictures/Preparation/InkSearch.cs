using System.Drawing;

namespace GpuDigits.Pictures.Preparation;

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
    /// least this share of what the sheet's does, holds this share of it, and is so many times as much, without the edge of the sheet.
    /// </summary>
    private const float AsGood = 0.7f, Held = 0.8f, MoreInk = 1.15f;

    /// <summary>What is the edge of a sheet by at least this share is not the ink of the whole picture.</summary>
    private const float MostEdge = 0.5f;

    /// <summary>
    /// In a picture that is shrunk, the channel is chosen at this share of the side first: most of the time is spent on channels that show
    /// the ink less well. At the whole side the ink must explain this share of what it seemed to explain.
    /// </summary>
    private const float Scouting = 0.5f, Confirmed = 0.5f;

    /// <summary>What explains less than this share of what differs from the paper is not ink where something else is.</summary>
    private const float LeastShare = 0.1f;

    /// <summary>
    /// What may be the ink, that first which explains most of what differs from the paper; each is of another paper or of another sign.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="largestSide">A larger picture is shrunk to this side.</param>
    /// <param name="size">How small ink may be.</param>
    public static FoundInk[] Likeliest(Image image, int largestSide, InkSize size)
    {
        byte[][] channels = [.. ImageChannels.Of(image)];
        if (channels.Length == 1 || Math.Max(image.Width, image.Height) <= largestSide)
            return OneOfEach(In(channels, image, largestSide, size));
        var scouted = In(channels, image, (int)(Scouting * largestSide), size);
        foreach (var first in scouted.DistinctBy(one => one.Channel))
        {
            var closer = In([first.Channel], image, largestSide, size);
            if (closer.Length > 0 && closer[0].Ink.Share >= Confirmed * first.Ink.Share)
                return OneOfEach([.. closer, .. scouted]);
        }

        return OneOfEach(In(channels, image, largestSide, size));
    }

    /// <summary>The first one of each kind, without what explains hardly anything.</summary>
    private static FoundInk[] OneOfEach(FoundInk[] found) =>
    [
        .. found.Where((one, place) => place == 0 || one.Ink.Share >= LeastShare).DistinctBy(one => (one.Sheet is null, one.Ink.Sign)),
    ];

    /// <summary>All ink in some channels, that first which explains most.</summary>
    private static FoundInk[] In(byte[][] channels, Image image, int largestSide, InkSize size)
    {
        var found = new List<(FoundInk Ink, float Score)>();
        foreach (var channel in channels)
        {
            var small = ImageChannels.Shrink(channel, image.Width, new Rectangle(0, 0, image.Width, image.Height), largestSide);
            PaperOutline[] sheets =
            [
                .. ((bool[])[true, false]).Select(isBright => PaperOutline.Find(small, isBright, size.Sheet)).OfType<PaperOutline>(),
            ];
            PaperInk[] whole =
            [
                .. PaperInk.Find(small, null, size)
                    .Where(ink => !sheets.Any(sheet => sheet.EdgeIn(ink.Mask, small.Width) >= MostEdge * ink.Mask.Count(isInk => isInk))),
            ];
            found.AddRange(whole.Select(ink => (new FoundInk(ink, channel, null), ink.Share)));
            foreach (var sheet in sheets)
                found.AddRange(PaperInk.Find(small, sheet.Inside, size).Where(ink => !whole.Any(all => GoesOn(sheet, ink, all)))
                    .Select(ink => (new FoundInk(ink, channel, sheet), SheetPreference * ink.Share)));
        }

        return [.. found.Where(one => one.Score > 0).OrderByDescending(one => one.Score).Select(one => one.Ink)];
    }

    /// <summary>Whether the ink of the whole picture is that of a sheet in it, and more.</summary>
    private static bool GoesOn(PaperOutline sheet, PaperInk onSheet, PaperInk all)
    {
        int area = onSheet.Mask.Count(ink => ink), held = onSheet.Mask.Where((ink, i) => ink && all.Mask[i]).Count();
        return all.Sign == onSheet.Sign && all.Share > AsGood * onSheet.Share && held >= Held * area
            && all.Mask.Count(ink => ink) - sheet.EdgeIn(all.Mask, all.Ink.Width) > MoreInk * area;
    }
}
