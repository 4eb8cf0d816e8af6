using System.Collections.Immutable;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Replay;

/// <summary>
/// Prints what happens on the sheet, one change a line: <c>wrote 13×14= → 182</c>, <c>corrected 13×15= → 195</c>,
/// <c>took away 13×15=</c>.
/// </summary>
internal sealed class SheetNarrator(TextWriter output)
{
    private readonly Dictionary<int, Told> _told = [];
    private ImmutableArray<PaperCalculation> _last = [];

    /// <summary>Prints what an event changed on the paper.</summary>
    public void Look(Paper paper)
    {
        if (paper.Calculations == _last)
            return;
        _last = paper.Calculations;
        foreach (var gone in _told.Keys.Except(_last.Select(one => one.Id)).ToArray())
        {
            output.WriteLine($"took away {_told[gone].Text}");
            _told.Remove(gone);
        }
        foreach (var calculation in _last)
        {
            if (calculation.Answer is not { } answer)
                continue;
            var now = new Told(TextOf(calculation), answer.Shown, calculation.StrokeIds);
            var before = _told.GetValueOrDefault(calculation.Id);
            _told[calculation.Id] = now;
            if (before?.Text == now.Text && before.Answer == now.Answer)
                continue;
            var did = calculation.Typed is not null ? "typed"
                : before?.Strokes.SequenceEqual(now.Strokes) != true ? "wrote"
                : before.Text != now.Text ? "corrected"
                : "now";
            output.WriteLine($"{did} {now.Text} → {now.Answer}");
        }
    }

    private static string TextOf(PaperCalculation calculation) =>
        (calculation.Expression?.ToString() ?? SheetSelection.ReadText(calculation)).Replace(" ", "", StringComparison.Ordinal);

    private sealed record Told(string Text, string Answer, ImmutableArray<int> Strokes);
}
