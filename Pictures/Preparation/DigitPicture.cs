using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Prepares any picture of one digit as MNIST was prepared: white ink on black, the ink's bounding box scaled into 20×20 with its aspect
/// kept, placed in 28×28 with its centre of mass in the middle of pixel 14, where it is in MNIST (LeCun, Cortes and Burges, "The MNIST
/// database of handwritten digits").
/// <list type="number">
/// <item>A picture that is already prepared this way is used unchanged; black on white is inverted first.</item>
/// <item>Another grey picture of 28×28 is repaired, if there is ink in it (<see cref="Engine.Data.Repair.PictureRepair"/>).</item>
/// <item>A large picture is shrunk, because the digit is read in 20×20.</item>
/// <item>Ink may show in the luminance, in one colour only, or in the alpha channel. Each is tried, with the picture over black.</item>
/// <item>The paper may be the whole picture or a sheet in it (<see cref="PaperOutline"/>), and the ink may be brighter or darker. Each is
/// tried. Ink is what differs from the level of the paper around it (<see cref="PaperInk"/>).</item>
/// <item>Of all these, the ink is chosen that explains most of what differs from the paper.</item>
/// <item>Lines much thinner than the pen of <see cref="DigitPreparation"/> are followed, closer, and drawn again with that pen.</item>
/// </list>
/// </summary>
public static class DigitPicture
{
    /// <summary>Side of the picture that the network reads.</summary>
    public const int Side = 28;

    private const int Box = 20;

    /// <summary>Larger pictures are shrunk to this side.</summary>
    private const int LargestSide = 320;

    /// <summary>
    /// In pixels: the thinnest line in the box that is read as it is, and the width of the pen with which thinner ones are followed.
    /// </summary>
    private const float ThinnestLine = 1.8f, Pen = 6;

    /// <summary>The prepared picture [28·28], 0 to 1; null if there is no ink in it.</summary>
    public static float[]? Prepare(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (PreparedPicture.Take(image) is { } same)
            return same;
        if (InkSearch.Likeliest(image, LargestSide, InkSize.OneDigit) is not [var found, ..])
            return null;
        return PreparedPicture.Repair(image) ?? (IsThin(found.Ink.Strong()) ? DrawAgain(found, image) : null) ?? Place(found.Ink);
    }

    /// <summary>Whether the lines of its largest piece are too thin in the box.</summary>
    private static bool IsThin(PaperInk ink)
    {
        if (InkComponent.All(ink.Mask, ink.Ink.Width).MaxBy(piece => piece.Pixels.Length) is not { } main)
            return false;
        var mask = new bool[ink.Mask.Length];
        main.Mark(mask);
        return PenWidth.Of(mask, ink.Ink.Width) * Box < ThinnestLine * main.Extent;
    }

    /// <summary>The digit drawn along the lines of its ink, as a drawing in the window is; null if the ink is a dot.</summary>
    private static float[]? DrawAgain(FoundInk found, Image image)
    {
        var ink = found.Closer(image, InkSize.OneDigit, Pen).First().Sharp().Strong();
        return DigitPreparation.Prepare(InkTracing.Trace(ink.Mask, ink.Ink.Width), 0) is { } drawn ? Levels.ToFloats(drawn) : null;
    }

    /// <summary>Scales the ink's box into 20×20 and places its centre of mass.</summary>
    private static float[] Place(PaperInk found)
    {
        var inked = MaskBox.Of(found.Mask, found.Ink.Width);
        int left = inked.Left, top = inked.Top, inkWidth = inked.Width, inkHeight = inked.Height;
        var scale = (float)Box / Math.Max(inkWidth, inkHeight);
        int boxWidth = Math.Max(1, (int)MathF.Round(inkWidth * scale)), boxHeight = Math.Max(1, (int)MathF.Round(inkHeight * scale));
        var box = new float[boxWidth * boxHeight];
        double mass = 0, sumX = 0, sumY = 0;
        float stepX = (float)inkWidth / boxWidth, stepY = (float)inkHeight / boxHeight;
        var samples = 1 + (int)MathF.Ceiling(Math.Max(stepX, stepY));
        for (var y = 0; y < boxHeight; y++)
        {
            for (var x = 0; x < boxWidth; x++)
            {
                float value = 0;
                for (var k = 0; k < samples * samples; k++)
                {
                    float partX = ((k % samples) + 0.5f) / samples, partY = ((k / samples) + 0.5f) / samples;
                    value += found.Ink.At(left + ((x + partX) * stepX) - 0.5f, top + ((y + partY) * stepY) - 0.5f);
                }

                box[(y * boxWidth) + x] = value /= samples * samples;
                mass += value;
                sumX += value * (x + 0.5);
                sumY += value * (y + 0.5);
            }
        }

        var prepared = new float[Side * Side];
        var atX = Math.Clamp((int)Math.Round((Side / 2.0) + 0.5 - (sumX / mass)), 0, Side - boxWidth);
        var atY = Math.Clamp((int)Math.Round((Side / 2.0) + 0.5 - (sumY / mass)), 0, Side - boxHeight);
        for (var y = 0; y < boxHeight; y++)
            box.AsSpan(y * boxWidth, boxWidth).CopyTo(prepared.AsSpan(((atY + y) * Side) + atX));
        return prepared;
    }
}
