using System.Collections.Immutable;

namespace GpuDigits.Scenes.Sheet;

/// <content>Looking into the reading of a calculation.</content>
internal sealed partial class SheetPanel
{
    public const string LensLabel = "Lens", ReadingLabel = "Reading";

    /// <summary>What takes the place of the sheet while somebody looks into a reading; null for the sheet.</summary>
    public ExplanationView? Explanation { get; private set; }

    /// <summary>The symbol to look at: the one that was tapped, the first one of the selection, or the one under the pointer.</summary>
    private (PaperCalculation Calculation, PaperSymbol Symbol)? Looked => Asked
        ?? (Selection is { } selection
            ? Paper.Calculations.SelectMany(one => one.Symbols, (one, symbol) => ((PaperCalculation, PaperSymbol Symbol)?)(one, symbol))
                .FirstOrDefault(one => one!.Value.Symbol.StrokeIds.Any(selection.Ids.Contains))
            : SheetTap.SymbolAt(Paper, _space.ToInk(_pointer), _radius, InkUnit) ?? SymbolInLine(_pointer));

    /// <summary>The first symbol of the calculation under the pointer: how it was read is asked of all of it.</summary>
    private (PaperCalculation Calculation, PaperSymbol Symbol)? FirstUnderPointer => Paper.Calculations
        .Where(one => one.Symbols.Length > 0 && (one.Bounds.Contains(_space.ToInk(_pointer)) || one == AnswerAt(_pointer)))
        .Select(one => ((PaperCalculation, PaperSymbol)?)(one, one.Symbols[0])).FirstOrDefault();

    private ImmutableArray<(string Label, Action Press)> ExplanationKeys =>
        [(LensLabel, () => Explain(ExplanationPage.Lens)), (ReadingLabel, () => Explain(ExplanationPage.Reading))];

    /// <summary>Looks into a reading. Returns whether there is one to look into.</summary>
    private bool Explain(ExplanationPage page)
    {
        if (reader is null || (Looked ?? (page == ExplanationPage.Reading ? FirstUnderPointer : null)) is not var (calculation, symbol))
            return false;
        Explanation = new(Paper, reader, calculation, symbol, page);
        return true;
    }
}
