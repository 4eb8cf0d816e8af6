using GpuDigits.Engine.Reading;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>A row of a formula's tree: what stands on one line of writing. The rows inside of its parts follow it.</summary>
/// <param name="Depth">How deep it lies; 0 for the line itself.</param>
/// <param name="Place">Where it lies, in words.</param>
/// <param name="Content">What stands there.</param>
/// <param name="Owner">The part that it lies in; null for the line itself.</param>
public sealed record FormulaRow(int Depth, string Place, Formula Content, FormulaPart? Owner)
{
    /// <summary>All rows of a formula, from its line inwards and from left to right.</summary>
    public static IEnumerable<FormulaRow> Of(Formula formula) => Of(formula, 0, "on the line", null);

    /// <summary>A part in words; a symbol is its own sign.</summary>
    public static string NameOf(FormulaPart part) => part switch
    {
        SymbolPart symbol => symbol.Label switch { '-' => "−", var label => label.ToString() },
        FractionPart => "fraction",
        RootPart => "root",
        PowerPart => "power",
        _ => throw new ArgumentException($"a part of an unknown kind: {part}", nameof(part)),
    };

    /// <summary>The symbol of a part: of a fraction its bar, of a root its sign; null for a power.</summary>
    public static int? SymbolOf(FormulaPart part) => part switch
    {
        SymbolPart symbol => symbol.Symbol,
        FractionPart fraction => fraction.Bar,
        RootPart root => root.Sign,
        _ => null,
    };

    private static IEnumerable<FormulaRow> Of(Formula formula, int depth, string place, FormulaPart? owner)
    {
        yield return new(depth, place, formula, owner);
        foreach (var part in formula.Parts)
        {
            (string Place, Formula? Content)[] inside = part switch
            {
                FractionPart fraction => [("above the bar", fraction.Numerator), ("below the bar", fraction.Denominator)],
                RootPart root => [("index of the root", root.Index), ("inside the root", root.Radicand)],
                PowerPart power => [("raised", power.Exponent)],
                _ => [],
            };
            foreach (var (name, content) in inside)
                if (content is not null)
                    foreach (var row in Of(content, depth + 1, name, part))
                        yield return row;
        }
    }
}
