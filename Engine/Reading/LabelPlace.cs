namespace GpuDigits.Engine.Reading;

/// <summary>
/// Where symbols of a label usually lie on a line of writing, in heights of a digit: the digit's middle is 0 and upwards is positive. The
/// spreads are those of handwriting.
/// </summary>
/// <param name="Offset">The middle of the symbol; of a digit its foot, because small digits stand on the line as well.</param>
/// <param name="Spread">Standard deviation of the offset.</param>
/// <param name="Height">The symbol's height; 0 where it tells nothing about the size of the writing.</param>
/// <param name="HeightSpread">Standard deviation of the logarithm of the height.</param>
internal readonly record struct LabelPlace(float Offset, float Spread, float Height, float HeightSpread)
{
    /// <summary>A dot in the middle of the line.</summary>
    public static readonly LabelPlace RaisedDot = new(0, 0.12f, 0, 1);

    /// <summary>A fraction: its bar lies in the middle of the line.</summary>
    public static readonly LabelPlace Fraction = new(-0.1f, 0.25f, 0, 1);

    /// <summary>The usual place of a label.</summary>
    public static LabelPlace Of(char label) => label switch
    {
        '(' or ')' => new(0, 0.18f, 1.4f, 0.35f),
        '+' => new(-0.08f, 0.15f, 0.76f, 0.4f),
        '×' => new(-0.15f, 0.15f, 0.72f, 0.4f),
        '÷' => new(-0.15f, 0.15f, 0.75f, 0.4f),
        '=' => new(-0.15f, 0.2f, 0, 1),
        '-' => new(-0.13f, 0.2f, 0, 1),
        '/' => new(0, 0.2f, 1.34f, 0.4f),
        '.' => new(-0.42f, 0.2f, 0, 1),
        ',' => new(-0.7f, 0.22f, 0, 1),
        '√' => new(0, 0.25f, 1.3f, 0.4f),
        _ => new(-0.5f, 0.12f, 1, 0.35f),
    };
}
