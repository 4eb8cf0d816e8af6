namespace GpuDigits.Engine.Reading;

/// <summary>
/// The shapes that the symbol network tells apart. Signs of one shape are one class: a fraction bar is <c>-</c>, a raised dot is <c>.</c>,
/// and the layout tells from the place which of them is meant.
/// </summary>
public static class Alphabet
{
    /// <summary>The shape of each class but the last, in the order of the network's outputs.</summary>
    public const string Shapes = "0123456789+-×÷/=().,√%*";

    /// <summary>The last class: part of a symbol, several symbols, or no symbol at all.</summary>
    public const int None = 23;

    /// <summary>Number of classes.</summary>
    public const int Classes = None + 1;

    /// <summary>The class of a label; −1 if the alphabet lacks it.</summary>
    public static int ClassOf(char label) => Shapes.IndexOf(label == '·' ? '.' : label, StringComparison.Ordinal);
}
