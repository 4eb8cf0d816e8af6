using System.Numerics;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>A device's window, in CSS pixels.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="PixelRatio">Pixels of the screen in one CSS pixel.</param>
/// <param name="Line">Where a calculation is written on the sheet: the left end of its baseline.</param>
/// <param name="InkHeight">How high its digits are.</param>
/// <param name="Pad">The middle of the calculator's pad.</param>
/// <param name="PadTenth">A tenth of the pad's shorter side.</param>
internal sealed record PageSize(
    string Name, int Width, int Height, double PixelRatio, Vector2 Line, float InkHeight, Vector2 Pad, float PadTenth)
{
    public static readonly PageSize Desktop = new("desktop", 1100, 700, 1, new(90, 260), 80, new(312, 339), 56);
    public static readonly PageSize Tablet = new("tablet", 820, 1180, 2, new(80, 360), 80, new(410, 489), 49);
    public static readonly PageSize Phone = new("phone", 390, 844, 3, new(24, 300), 48, new(195, 343), 33);

    /// <summary>The same on its side.</summary>
    public static readonly PageSize Lying = new("lying", 844, 390, 3, new(190, 170), 48, new(355, 195), 37);

    public bool IsTouched => this != Desktop;

    public static PageSize Of(string name) => name switch
    {
        "desktop" => Desktop,
        "tablet" => Tablet,
        "phone" => Phone,
        "lying" => Lying,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
