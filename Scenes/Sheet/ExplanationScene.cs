using System.Globalization;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>Draws the views that look into a reading: their head, and the lens with the line over it.</summary>
internal static class ExplanationScene
{
    private const int MostNamed = 3;

    public static void Draw(DrawList list, ExplanationView view, ViewState state)
    {
        var (theme, panel, unit) = (state.Theme, state.Layout.Panel, state.Layout.Unit);
        list.Box(panel, theme.Background);
        if (view.Layout is not { } layout)
        {
            list.TextIn(panel, view.Note, 16 * unit, theme.DimText);
            return;
        }
        DrawHead(list, view, layout, theme, unit);
        if (view.Answer is not { } answer)
            list.TextIn(layout.Lens, view.Note, 16 * unit, theme.DimText);
        else if (view.Page == ExplanationPage.Reading)
            ExplanationCards.Draw(list, view, answer, state);
        else if (view.Lens.Activations is null)
            list.TextIn(layout.Lens, "Nobody can look into this network", 16 * unit, theme.DimText);
        else
            DrawLens(list, view, answer, state);
    }

    private static void DrawHead(DrawList list, ExplanationView view, ExplanationLayout layout, Theme theme, float unit)
    {
        Key(layout.Back, "← Sheet", ExplanationTargetKind.Back, theme.Key);
        Key(layout.LensTab, "Lens", ExplanationTargetKind.LensTab, view.Page == ExplanationPage.Lens ? theme.Operator : theme.Key);
        Key(layout.ReadingTab, "How it was read", ExplanationTargetKind.ReadingTab,
            view.Page == ExplanationPage.Reading ? theme.Operator : theme.Key);
        if (layout.Formula.BoxOf(view.Symbol) is { } box)
            list.Box(Around(box), theme.Accent.WithAlpha(0.16f), 5 * unit, 1.5f * unit, theme.Accent);
        if (view.Hovered is { Kind: ExplanationTargetKind.Symbol, Index: var index } && index != view.Symbol
            && layout.Formula.BoxOf(index) is { } under)
            list.Box(Around(under), theme.Accent.WithAlpha(0.10f), 5 * unit);
        layout.Formula.Draw(list, theme.Text);
        MathPainter.Underline(list, layout.Formula.Math, layout.Formula.At, layout.Formula.Size,
            symbol => view.Reading!.Symbols[symbol].IsDoubtful, theme.Unsure);

        // Letters stand closer than lines.
        Box Around(Box symbol) => new(symbol.X - unit, symbol.Y - 4 * unit, symbol.Width + 2 * unit, symbol.Height + 8 * unit);

        void Key(Box place, string label, ExplanationTargetKind kind, ButtonLook look)
        {
            var face = view.Hovered.Kind == kind ? look.Hover : look.Normal;
            list.Box(place, face, 10 * unit, look.Edge.A > 0 ? MathF.Max(1, MathF.Round(unit)) : 0, look.Edge);
            list.TextIn(place.Grown(-8 * unit), label, 15 * unit, look.Text);
        }
    }

    private static void DrawLens(DrawList list, ExplanationView view, ExplanationAnswer answer, ViewState state)
    {
        var (theme, unit, note) = (state.Theme, state.Layout.Unit, view.Layout!.Note);
        var symbol = ExplanationPictures.SymbolOf(answer.Explanation, view.Symbol);
        if (answer.Explanation.Windows.FirstOrDefault(one => one.Strokes.SequenceEqual(symbol.Strokes)) is { } window)
        {
            var isPortrait = state.Layout.IsPortrait;
            var half = isPortrait ? note with { Height = note.Height / 2 } : note with { Width = (note.Width - 20 * unit) / 2 };
            list.TextIn(half, $"Its shape alone:  {Likeliest(window.ByShape)}", 14 * unit, theme.DimText, Align.Left, true);
            var (other, align) = isPortrait
                ? (half with { Y = half.Bottom }, Align.Left)
                : (half with { X = half.Right + 20 * unit }, Align.Right);
            list.TextIn(other, $"With its size and place:  {Likeliest(window.ByPlace)}", 14 * unit, theme.Text, align, true);
        }
        view.Lens.Draw(list, theme);
    }

    /// <summary>The most probable classes, with what they have.</summary>
    private static string Likeliest(IReadOnlyList<float> probabilities) => string.Join("   ", probabilities.Index()
        .OrderByDescending(one => one.Item).Take(MostNamed).Where((one, i) => i == 0 || one.Item >= 0.0005f)
        .Select(one => $"{NameOf(one.Index)} {Scene.Percent(one.Item)}"));

    private static string NameOf(int output) =>
        output == Alphabet.None ? "no symbol" : $"“{LensClasses.Symbols.Of(output)}”";

    /// <summary>A score with its sign and one decimal.</summary>
    public static string Signed(float score) => score.ToString("+0.0;−0.0;0", CultureInfo.InvariantCulture);
}
