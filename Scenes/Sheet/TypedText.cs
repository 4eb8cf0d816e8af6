using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A calculation typed on the keyboard, in the program's font.</summary>
/// <param name="Text">
/// The text, in the notation of <see cref="Engine.Calculator.Expression.TryParse"/> or what a person typed instead.
/// </param>
/// <param name="At">The left end of its baseline.</param>
/// <param name="Height">The height of its digits.</param>
internal sealed record TypedText(string Text, Vector2 At, float Height)
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 500;

    /// <summary>The text without line breaks and other signs that cannot be seen, and not longer than <see cref="MaxLength"/>.</summary>
    public static string Clean(string text)
    {
        text = string.Concat(text.Where(one => !char.IsControl(one) && !char.IsSurrogate(one))).Trim();
        return text.Length <= MaxLength ? text : text[..MaxLength].TrimEnd();
    }

    /// <summary>The box around the text.</summary>
    public InkBounds Bounds => new(At - new Vector2(0, Height), At + new Vector2(WidthOf(Text, Height), 0));

    /// <summary>How wide a text is whose digits have this height.</summary>
    public static float WidthOf(string text, float height) =>
        Font.Default.Measure(text, height / Font.Default.CapHeight);
}
