namespace GpuDigits.Engine.Data.Repair;

/// <summary>
/// Prepares a damaged picture of a digit, 28×28, so that it is like those of MNIST. All that is known of the damage is what the picture
/// itself shows. A picture that is as in MNIST stays as it is, bit for bit (<see cref="PlainPicture"/>).
/// <list type="number">
/// <item>Parts whose paper is bright are inverted, and what a raised or uneven paper adds is taken off (<see cref="PaperTone"/>).</item>
/// <item>A line from side to side, and pixels unlike all around them, give way to what is beside them (<see cref="CrossingLine"/>,
/// <see cref="Impulses"/>).</item>
/// <item>Specks go, the digit comes to the middle and to its size (<see cref="DigitPlace"/>).</item>
/// <item>What is grained or consists of thin lines becomes smooth (<see cref="InkGrain"/>).</item>
/// </list>
/// </summary>
public static class PictureRepair
{
    /// <summary>Columns and rows of the pictures.</summary>
    public const int Side = 28;

    /// <summary>Repairs a picture.</summary>
    /// <param name="picture">[28, 28] grey levels, 0 for paper and 255 for ink.</param>
    /// <returns>The same array where it is as in MNIST, else a new one.</returns>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public static byte[] Repair(byte[] picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Length != Side * Side)
            throw new ArgumentException($"{picture.Length} pixels are not {Side}×{Side}", nameof(picture));
        if (PlainPicture.Is(picture))
            return picture;
        var grey = new Grey(Levels.ToFloats(picture), Side, Side);
        grey = PaperTone.TakeOff(PaperTone.Unify(grey));
        grey = Impulses.TakeOut(CrossingLine.TakeOut(grey));
        grey = InkGrain.Smooth(DigitPlace.Centre(DigitPlace.WithoutSpecks(grey)));
        return Array.ConvertAll(grey.Values, Levels.ToByte);
    }

    /// <summary>Repairs the pictures of a set. Sets of other sizes stay as they are.</summary>
    public static DigitSet Repair(DigitSet digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        if ((digits.Height, digits.Width) != (Side, Side))
            return digits;
        var images = new byte[digits.Images.Length];
        Parallel.For(0, digits.Count, i =>
            Repair(digits.Images.AsSpan(i * Side * Side, Side * Side).ToArray()).CopyTo(images, i * Side * Side));
        return new(Side, Side, images, [.. digits.Labels], digits.Classes);
    }
}
