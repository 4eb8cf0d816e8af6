namespace GpuDigits.Engine.Reading;

/// <summary>
/// The symbols that the networks tell apart. Signs of one shape are one class: a fraction bar is <c>-</c>, a raised dot is <c>.</c>, and
/// the layout tells from the place which of them is meant. A star is a shape of its own, and means <c>×</c>.
/// </summary>
public static class Alphabet
{
    /// <summary>The shape of each class, in the order of the shape network's outputs.</summary>
    public const string Shapes = "0123456789+-×÷/=().,√%*";

    /// <summary>One more class of the place network: part of a symbol, several symbols, or no symbol at all.</summary>
    public const int None = 23;

    /// <summary>Number of classes, <see cref="None"/> included.</summary>
    public const int Classes = None + 1;

    /// <summary>What a shape means wherever it stands.</summary>
    public static char MeaningOf(char shape) => shape == '*' ? '×' : shape;

    /// <summary>The class of a label; −1 if the alphabet lacks it.</summary>
    public static int ClassOf(char label) => Shapes.IndexOf(label == '·' ? '.' : label, StringComparison.Ordinal);
}
