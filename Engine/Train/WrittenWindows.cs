using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Train;

/// <summary>The windows that the reader would try on a calculation, and what each one is.</summary>
internal static class WrittenWindows
{
    /// <summary>Every window, by its last stroke, with its class: <see cref="Alphabet.None"/> unless it is exactly a symbol.</summary>
    /// <param name="page">The page of the calculation's strokes.</param>
    /// <param name="written">What was meant.</param>
    public static IEnumerable<(int[] Strokes, byte Label)> Of(Page page, WrittenCalculation written)
    {
        var symbols = written.Symbols.ToLookup(symbol => symbol.Strokes[^1]);
        for (var last = 0; last < written.Strokes.Length; last++)
        {
            foreach (var strokes in page.WindowsOf(last))
            {
                var symbol = symbols[last].FirstOrDefault(one => one.Strokes.AsSpan().SequenceEqual(strokes));
                yield return (strokes, (byte)(symbol is null ? Alphabet.None : Alphabet.ClassOf(symbol.Label)));
            }
        }
    }
}
