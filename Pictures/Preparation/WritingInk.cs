namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The ink of a picture of writing, as closely as its lines need it. It is found in a small picture first and then looked at again, closer.
/// How closely is best differs between pictures, so there are several looks; who reads the first one without doubt needs no other.
/// </summary>
internal static class WritingInk
{
    /// <summary>The side of the picture in which the ink is looked for.</summary>
    private const int SmallSide = 400;

    /// <summary>
    /// The usual width of the pen, in pixels, with which it is followed, and others. In few pixels near lines merge; in many the paper's
    /// roughness and the noise show.
    /// </summary>
    private const float Pen = 6, Thinner = 4, Thicker = 8;

    /// <summary>What may be the ink, the likeliest first.</summary>
    public static FoundInk[] Find(Image image) => InkSearch.Likeliest(image, SmallSide, InkSize.Writing);

    /// <summary>The ink in one look after the other, each when it is asked for.</summary>
    public static IEnumerable<PaperInk> Looks(FoundInk found, Image image)
    {
        var isFirst = true;
        foreach (var ink in found.Closer(image, InkSize.Writing, Pen, Thinner, Thicker))
        {
            yield return ink.Sharp();
            // Sharp edges take the faint lines from some inks.
            if (isFirst)
                yield return ink;
            isFirst = false;
        }
    }
}
