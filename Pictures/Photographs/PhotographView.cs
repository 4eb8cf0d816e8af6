using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Data.Synthetic;
using SkiaSharp;

namespace GpuDigits.Pictures.Photographs;

/// <summary>Where the camera stands: the size of the photograph, and where the sheet lies in it.</summary>
internal sealed record PhotographView
{
    /// <summary>The strongest turn in degrees, and tilt: how much farther away the far edge of the photograph is, as a share.</summary>
    private const float MostTurn = 17, MostTilt = 0.26f;

    private readonly Vector2 _middle;

    public PhotographView(PhotographWriting writing, PhotographDamages damages, ref PenRandom random)
    {
        var megapixels = damages.Has(PhotographDamages.Small) ? 0.45f - (0.15f * damages.Of(PhotographDamages.Small))
            : damages.Has(PhotographDamages.Large) ? 4 + (8 * damages.Of(PhotographDamages.Large))
            : random.Between(0.7f, 1.4f);
        var size = writing.Size + new Vector2(PhotographWriting.DigitHeight / 5);
        float[] aspects = size.X > 2.5f * size.Y ? [4 / 3f, 16 / 9f] : [4 / 3f, 3 / 4f, 1];
        var aspect = aspects[(int)random.Between(0, aspects.Length)];
        Width = (int)MathF.Sqrt(megapixels * 1e6f * aspect);
        Height = (int)(Width / aspect);

        // People come close to a calculation, which is wide.
        var share = writing.Kind == PhotographKind.Digit ? random.Between(0.25f, 0.7f) : random.Between(0.55f, 0.9f);
        var angle = random.Between(0, MathF.Tau);
        var tilt = new Vector2(PortableMath.Cos(angle), PortableMath.Sin(angle))
            * (MostTilt * damages.Of(PhotographDamages.Perspective));
        var turn = MostTurn * damages.Of(PhotographDamages.Rotation) * (random.Chance(0.5f) ? 1 : -1);
        _middle = writing.Size / 2;
        // A unit is half of what is seen, so that the tilt means the same whether the writing is small or large in the photograph.
        var unit = Math.Max(size.X, size.Y) / 2 / share;
        var tilted = SKMatrix.CreateTranslation(-_middle.X, -_middle.Y).PostConcat(SKMatrix.CreateScale(1 / unit, 1 / unit))
            .PostConcat(SKMatrix.CreateRotationDegrees(turn))
            .PostConcat(SKMatrix.Identity with { Persp0 = tilt.X, Persp1 = tilt.Y });
        var box = tilted.MapRect(SKRect.Create(_middle.X - (size.X / 2), _middle.Y - (size.Y / 2), size.X, size.Y));
        var scale = share * Math.Min(Width / box.Width, Height / box.Height);
        float roomX = Width - (scale * box.Width), roomY = Height - (scale * box.Height);
        Matrix = tilted.PostConcat(SKMatrix.CreateScale(scale, scale)).PostConcat(SKMatrix.CreateTranslation(
            (roomX * random.Between(0.3f, 0.7f)) - (scale * box.Left), (roomY * random.Between(0.3f, 0.7f)) - (scale * box.Top)));
        DigitPixels = PhotographWriting.DigitHeight / unit * scale;

        var lies = damages.Has(PhotographDamages.Chalk) ? 0 : damages.Of(PhotographDamages.Perspective) >= 0.4f ? 0.85f : 0.2f;
        IsSheetSeen = random.Chance(lies);
        var (marginX, marginY) = IsSheetSeen ? (random.Between(40, 110), random.Between(40, 160)) : (12 * unit, 12 * unit);
        Sheet = new(-marginX, -marginY, writing.Size.X + marginX, writing.Size.Y + marginY);
    }

    /// <summary>Columns and rows.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; }

    /// <summary>From sheet units to pixels.</summary>
    public SKMatrix Matrix { get; }

    /// <summary>The height of a digit in pixels.</summary>
    public float DigitPixels { get; }

    /// <summary>The edges of the sheet in sheet units.</summary>
    public SKRect Sheet { get; }

    /// <summary>Whether they are in the photograph, with the table around them.</summary>
    public bool IsSheetSeen { get; }
}
