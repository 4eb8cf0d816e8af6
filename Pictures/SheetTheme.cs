using SkiaSharp;

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
    string Name, SKColor Background, SKColor Card, SKColor Line, SKColor Text, SKColor Dim, SKColor Accent, SKColor Second,
    SKColor Negative, SKColor Positive)
{
    /// <summary>Light on dark.</summary>
    public static SheetTheme Dark { get; } = new(
        "dark", new(0xFF101216), new(0xFF1B1E25), new(0xFF343A46), new(0xFFEDEFF3), new(0xFF9AA3B2), new(0xFF7AA7FF), new(0xFFF2A65A),
        new(0xFF6AA5E8), new(0xFFF2A65A));

    /// <summary>Dark on light.</summary>
    public static SheetTheme Light { get; } = new(
        "light", new(0xFFFFFFFF), new(0xFFF3F4F7), new(0xFFD5D9E2), new(0xFF171A21), new(0xFF5C6473), new(0xFF2F5FD0), new(0xFFC25A0A),
        new(0xFF145CB0), new(0xFFBC4C08));

    /// <summary>Both.</summary>
    public static IReadOnlyList<SheetTheme> All { get; } = [Light, Dark];
}
