using GpuDigits.Engine;
using GpuDigits.Engine.Data.Synthetic;
using SkiaSharp;

namespace GpuDigits.Pictures.Photographs;

/// <summary>Renders one photograph of handwriting: table, sheet, ink, then lens, light and file.</summary>
internal static class Photograph
{
    /// <summary>The strongest blur, in digit heights: the deviation out of focus, and the way of a motion.</summary>
    private const float MostDefocus = 0.055f, MostMotion = 0.2f;

    /// <summary>Exif's orientations of a camera that is turned: half a turn, and a quarter to either side.</summary>
    private static readonly byte[] Turned = [3, 6, 8];

    private static readonly SKColor[] Tables = [new(122, 84, 54), new(165, 125, 85), new(70, 52, 42), new(92, 96, 102), new(46, 48, 54)];

    /// <summary>The file's ending and its bytes.</summary>
    public static (string Ending, byte[] Bytes) Render(PhotographWriting writing, PhotographDamages damages, ref PenRandom random)
    {
        var view = new PhotographView(writing, damages, ref random);
        using var scene = Scene(writing, damages, view, ref random);
        using var seen = Blurred(scene, damages, view, ref random);
        new PhotographLight(damages, ref random).Expose(seen.GetPixelSpan(), view.Width, view.Height);
        return Encode(seen, damages, ref random);
    }

    private static SKBitmap Scene(PhotographWriting writing, PhotographDamages damages, PhotographView view, ref PenRandom random)
    {
        var scene = Empty(view.Width, view.Height);
        using var canvas = new SKCanvas(scene);
        if (view.IsSheetSeen)
            Table(canvas, view.Width, ref random);
        canvas.SetMatrix(view.Matrix);
        if (view.IsSheetSeen)
            Shade(canvas, view.Sheet);
        PhotographSheet.Draw(canvas, view.Sheet, new(0, 0, writing.Size.X, writing.Size.Y), damages, ref random);
        PhotographPen.Of(damages, ref random).Draw(canvas, writing.Paths, ref random);
        return scene;
    }

    /// <summary>A table of wood, which has long fibres; in grey the same looks like stone or cloth.</summary>
    private static void Table(SKCanvas canvas, int width, ref PenRandom random)
    {
        canvas.Clear(Tables[(int)random.Between(0, Tables.Length)]);
        var fibre = width / 256f;
        using var wood = Grain.Shader(
            Grain.Clouds, SKColors.Black, 0.15f, random.Between(0.2f, 0.6f), SKMatrix.CreateScale(8 * fibre, 0.4f * fibre));
        using var paint = new SKPaint { Shader = wood };
        canvas.DrawPaint(paint);
    }

    /// <summary>The shade of a sheet on the table.</summary>
    private static void Shade(SKCanvas canvas, SKRect sheet)
    {
        using var soft = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 9);
        using var below = new SKPaint { Color = new(0, 0, 0, 120), MaskFilter = soft };
        canvas.DrawRect(SKRect.Create(sheet.Left + 5, sheet.Top + 8, sheet.Width, sheet.Height), below);
    }

    private static SKBitmap Blurred(SKBitmap scene, PhotographDamages damages, PhotographView view, ref PenRandom random)
    {
        var blurred = Empty(view.Width, view.Height);
        using var canvas = new SKCanvas(blurred);
        using var image = SKImage.FromBitmap(scene);
        // No lens is sharper than about a pixel.
        var deviation = 0.5f + (MostDefocus * damages.Of(PhotographDamages.Defocus) * view.DigitPixels);
        using var filter = SKImageFilter.CreateBlur(deviation, deviation, SKShaderTileMode.Clamp);
        var way = MostMotion * damages.Of(PhotographDamages.Motion) * view.DigitPixels;
        var (sin, cos) = PortableMath.SinCos(random.Between(0, MathF.Tau));
        var exposures = 1 + (int)MathF.Ceiling(way);
        for (var i = 0; i < exposures; i++)
        {
            // Each further exposure has its share of the mean.
            using var paint = new SKPaint { ImageFilter = filter, Color = SKColors.White.WithAlpha((byte)(255 / (i + 1))) };
            var at = way * (i - ((exposures - 1) / 2f)) / exposures;
            canvas.DrawImage(image, at * cos, at * sin, new SKSamplingOptions(SKFilterMode.Linear), paint);
        }

        return blurred;
    }

    private static (string Ending, byte[] Bytes) Encode(SKBitmap picture, PhotographDamages damages, ref PenRandom random)
    {
        var compression = damages.Of(PhotographDamages.Compression);
        var quality = compression > 0 ? (int)(75 - (35 * compression)) : (int)random.Between(75, 96);
        var form = random.Uniform();
        if (damages.Has(PhotographDamages.Orientation))
        {
            var orientation = Turned[(int)random.Between(0, Turned.Length)];
            using var stored = Turn(picture, orientation);
            return ("jpg", ExifOrientation.Add(Bytes(stored, SKEncodedImageFormat.Jpeg, quality), orientation));
        }

        if (compression > 0 || damages.Has(PhotographDamages.Large) || form < 0.75f)
            return ("jpg", Bytes(picture, SKEncodedImageFormat.Jpeg, quality));
        return form < 0.88f
            ? ("png", Bytes(picture, SKEncodedImageFormat.Png, 100))
            : ("webp", Bytes(picture, SKEncodedImageFormat.Webp, quality));
    }

    /// <summary>The pixels as a camera stores them that was held so: the orientation says how to turn them back.</summary>
    internal static SKBitmap Turn(SKBitmap upright, byte orientation)
    {
        var isQuarter = orientation != 3;
        var stored = isQuarter ? Empty(upright.Height, upright.Width) : Empty(upright.Width, upright.Height);
        using var canvas = new SKCanvas(stored);
        canvas.Translate(orientation == 6 ? 0 : stored.Width, orientation == 8 ? 0 : stored.Height);
        canvas.RotateDegrees(orientation switch { 3 => 180, 6 => -90, _ => 90 });
        canvas.DrawBitmap(upright, 0, 0, SKSamplingOptions.Default);
        return stored;
    }

    private static SKBitmap Empty(int width, int height) => new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));

    private static byte[] Bytes(SKBitmap picture, SKEncodedImageFormat format, int quality)
    {
        using var data = picture.Encode(format, quality) ?? throw new IOException("the photograph cannot be encoded");
        return data.ToArray();
    }
}
