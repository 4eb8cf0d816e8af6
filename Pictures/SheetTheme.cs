
namespace GpuDigits.Pictures;

/// <summary>The colours of drawn sheets, dark and light: those of the window.</summary>
/// <param name="Name"><c>dark</c> or <c>light</c>.</param>
/// <param name="Background">Behind everything.</param>
/// <param name="Card">Behind what belongs together.</param>
/// <param name="Line">Thin lines and empty bars.</param>
/// <param name="Text">What is to be read first.</param>
/// <param name="Dim">What explains it.</param>
/// <param name="Accent">What is meant: a window, a winner, a line of a chart.</param>
/// <param name="Second">The other line of a chart.</param>
/// <param name="Negative">Below zero.</param>
/// <param name="Positive">Above zero.</param>
public sealed record SheetTheme(
    string Name, Rgb Background, Rgb Card, Rgb Line, Rgb Text, Rgb Dim, Rgb Accent, Rgb Second, Rgb Negative, Rgb Positive)
{
    /// <summary>Light on dark.</summary>
    public static SheetTheme Dark { get; } = new(
        "dark", Rgb.Hex(0x101216), Rgb.Hex(0x1B1E25), Rgb.Hex(0x343A46), Rgb.Hex(0xEDEFF3), Rgb.Hex(0x9AA3B2), Rgb.Hex(0x7AA7FF), Rgb.Hex(0xF2A65A),
        Rgb.Hex(0x6AA5E8), Rgb.Hex(0xF2A65A));

    /// <summary>Dark on light.</summary>
    public static SheetTheme Light { get; } = new(
        "light", Rgb.Hex(0xFFFFFF), Rgb.Hex(0xF3F4F7), Rgb.Hex(0xD5D9E2), Rgb.Hex(0x171A21), Rgb.Hex(0x5C6473), Rgb.Hex(0x2F5FD0), Rgb.Hex(0xC25A0A),
        Rgb.Hex(0x145CB0), Rgb.Hex(0xBE4E08));

    /// <summary>Both.</summary>
    public static IReadOnlyList<SheetTheme> All { get; } = [Light, Dark];
}
