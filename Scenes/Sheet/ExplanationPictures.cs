using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The windows that hold a stroke of a symbol, as the shape network sees them. They are drawn once for each symbol.</summary>
internal sealed class ExplanationPictures
{
    private readonly TileSheet _tiles = new(DigitPreparation.Size);
    private (ExplanationAnswer Answer, int Symbol)? _of;

    /// <summary>These windows: the symbol itself, then the others, the best first.</summary>
    public static TriedWindow[] RivalsOf(ReadingExplanation explanation, int number)
    {
        var symbol = SymbolOf(explanation, number);
        return
        [
            .. explanation.Windows.Where(one => one.Strokes.Any(symbol.Strokes.Contains))
                .OrderByDescending(one => one.Strokes.SequenceEqual(symbol.Strokes)).ThenByDescending(one => one.Gain),
        ];
    }

    /// <summary>A symbol of the reading by its number.</summary>
    public static ReadSymbol SymbolOf(ReadingExplanation explanation, int number) =>
        explanation.Reading.Symbols[Math.Min(number, explanation.Reading.Symbols.Length - 1)];

    /// <summary>Their pictures, in this order.</summary>
    public TileSheet Of(ExplanationAnswer answer, int symbol)
    {
        if (_of is var (known, same) && known == answer && same == symbol)
            return _tiles;
        _of = (answer, symbol);
        _tiles.Clear();
        foreach (var window in RivalsOf(answer.Explanation, symbol))
        {
            var picture = DigitPreparation.Picture([.. window.Strokes.Select(at => answer.Strokes[at])]);
            _tiles.Add(DigitPreparation.Size, DigitPreparation.Size, Levels.ToFloats(picture));
        }
        return _tiles;
    }
}
