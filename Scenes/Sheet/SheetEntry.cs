using System.Numerics;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A calculation that is being typed.</summary>
/// <param name="Text">What was typed until now.</param>
/// <param name="At">The left end of its baseline.</param>
/// <param name="Height">The height of its digits.</param>
/// <param name="Calculation">The calculation on the paper that it changes; null for a new one.</param>
internal sealed record SheetEntry(string Text, Vector2 At, float Height, int? Calculation = null)
{
    /// <summary>The height of typed digits on an empty paper in ink units, and from one line to the next in heights.</summary>
    private const float UsualHeight = 44, LineStep = 2.2f;

    /// <summary>The place of the first line of a page, in ink units.</summary>
    private static readonly Vector2 Start = new(80, 120);

    /// <summary>The sign that a typed character puts on the paper; null if it is none of a calculation.</summary>
    public static char? SignOf(char typed) => typed switch
    {
        '*' or 'x' => '×',
        ':' => '÷',
        '-' => '−',
        'r' => '√',
        _ when char.IsAsciiDigit(typed) || "+−×·÷/()^.,%=?√".Contains(typed, StringComparison.Ordinal) => typed,
        _ => null,
    };

    /// <summary>An empty entry on the next free line under all that is on the paper.</summary>
    public static SheetEntry Below(Paper paper)
    {
        if (paper.Calculations.IsEmpty)
            return new("", Start, UsualHeight);
        var last = paper.Calculations.MaxBy(one => one.Bounds.Max.Y)!;
        var height = last.Typed?.Height ?? last.Answer?.Height ?? UsualHeight;
        return new("", new(MathF.Max(Start.X / 4, last.Bounds.Min.X), paper.Bounds.Max.Y + LineStep * height), height);
    }

    /// <summary>The text to put on the paper: somebody who types 13*14 and Enter wants to know what it is.</summary>
    public string Finished => Text.Contains('=', StringComparison.Ordinal) ? Text : Text + "=";
}
