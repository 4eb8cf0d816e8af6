using GpuDigits.Engine.Reading;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>A row of a formula's tree: what stands on one line of writing. The rows inside of its parts follow it.</summary>
/// <param name="Depth">How deep it lies; 0 for the line itself.</param>
/// <param name="Place">Where it lies, in words.</param>
/// <param name="Content">What stands there.</param>
public sealed record FormulaRow(int Depth, string Place, Formula Content)
{
    /// <summary>All rows of a formula, from its line inwards and from left to right.</summary>
    public static IEnumerable<FormulaRow> Of(Formula formula) => Of(formula, 0, "on the line");

    /// <summary>A part in words; a symbol is its own sign.</summary>
    public static string NameOf(FormulaPart part) => part switch
    {
        SymbolPart symbol => symbol.Label switch { '-' => "−", var label => label.ToString() },
        FractionPart => "fraction",
        RootPart => "root",
        PowerPart => "power",
        _ => throw new ArgumentException($"a part of an unknown kind: {part}", nameof(part)),
    };

    private static IEnumerable<FormulaRow> Of(Formula formula, int depth, string place)
    {
        yield return new(depth, place, formula);
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
                    foreach (var row in Of(content, depth + 1, name))
                        yield return row;
        }
    }
}
