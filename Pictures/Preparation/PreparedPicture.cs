using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Repair;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// A picture that is prepared as in MNIST: 28×28, with 0 around ink of at most 20×20 whose centre of mass is the picture's middle.
/// Such a picture is used bit for bit; black on white is inverted. Another grey picture of this size can be
/// repaired (<see cref="PictureRepair"/>).
/// </summary>
internal static class PreparedPicture
{
    private const int Side = DigitPicture.Side;

    /// <summary>The smallest value that the strongest ink must have.</summary>
    private const int Strongest = 160;

    /// <summary>The least difference between ink and paper that is repaired.</summary>
    private const int Faintest = 64;

    /// <summary>The limits of the larger side of the ink's box.</summary>
    private const int LeastBox = 17, MostBox = 22;

    /// <summary>The largest distance of the centre of mass from the middle of pixel 14, along each axis.</summary>
    private const double MostShift = 1.5;

    /// <summary>The picture [28·28], 0 to 1, ink bright; null if it is not prepared this way.</summary>
    public static float[]? Take(Image image)
    {
        if (image.Width != Side || image.Height != Side || (image.Channels == 4 && HasTransparency(image)))
            return null;
        var grey = image.ToGrey();
        return IsPrepared(grey) ? Levels.ToFloats(grey)
            : Array.ConvertAll(grey, v => (byte)(255 - v)) is var turned && IsPrepared(turned) ? Levels.ToFloats(turned)
            : null;
    }

    /// <summary>A grey picture of this size, repaired [28·28], 0 to 1; null if it is none, or so faint that it may be noise.</summary>
    public static float[]? Repair(Image image) =>
        image is { Width: Side, Height: Side, Channels: 1 } && image.Pixels.Max() - image.Pixels.Min() >= Faintest
            ? Levels.ToFloats(PictureRepair.Repair(image.Pixels))
            : null;

    private static bool HasTransparency(Image image)
    {
        for (var i = 3; i < image.Pixels.Length; i += 4)
        {
            if (image.Pixels[i] < 255)
                return true;
        }

        return false;
    }

    private static bool IsPrepared(byte[] grey)
    {
        int left = Side, right = -1, top = Side, bottom = -1, most = 0;
        double mass = 0, sumX = 0, sumY = 0;
        for (var i = 0; i < grey.Length; i++)
        {
            if (grey[i] == 0)
                continue;
            (left, right) = (Math.Min(left, i % Side), Math.Max(right, i % Side));
            (top, bottom) = (Math.Min(top, i / Side), Math.Max(bottom, i / Side));
            most = Math.Max(most, grey[i]);
            mass += grey[i];
            sumX += grey[i] * (double)(i % Side);
            sumY += grey[i] * (double)(i / Side);
        }

        return most >= Strongest && Math.Max(right - left, bottom - top) + 1 is >= LeastBox and <= MostBox
            && Math.Abs((sumX / mass) - (Side / 2)) <= MostShift && Math.Abs((sumY / mass) - (Side / 2)) <= MostShift;
    }
}
