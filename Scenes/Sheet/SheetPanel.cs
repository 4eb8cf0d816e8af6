using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The sheet: paper over the whole window, on which calculations are written or typed, and answered in place.</summary>
/// <param name="paper">What is on it.</param>
/// <param name="reader">Reads it; null if nothing can be read.</param>
/// <param name="clipboard">Where copied text goes.</param>
internal sealed partial class SheetPanel(Paper paper, IPaperReader? reader, Func<IClipboard> clipboard) : Panel
{
    private PaperSpace _space = new(new(0, 0, 1100, 700), default, 1, 1);
    private float _radius = SheetInk.Radius(Pen.Medium);
    private Vector2 _pointer = new(-1);

    public override string Name => "Sheet";

    public override char Key => 's';

    public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Alone];

    public override string Hint => Card is not null ? "" : Explanation is { } view ? view.Hint
        : Row is var (keys, anchor) && KeyAt(keys, anchor, _pointer) is var key and >= 0
            && SheetKeys.HintOf(keys.Keys[key].Label) is { Length: > 0 } hint ? hint
        : reader?.Problem is { } problem ? $"The sheet reads nothing: {problem}"
        : Entry is not null ? "Enter puts it on the paper · Esc drops it"
        : Tool == Widget.Eraser ? "Eraser · E puts it away"
        : Tool == Widget.Loop && Selection is null ? "Draw around what you want to select · O goes back to the pen"
        : "";

    public Paper Paper => paper;

    public PaperSpace Space => _space;

    /// <summary>The eraser or the loop, or None for the pen.</summary>
    public Widget Tool { get; private set; }

    public SheetEntry? Entry { get; private set; }

    public SheetSelection? Selection { get; private set; }

    /// <summary>The symbol whose other readings are offered, with its calculation.</summary>
    public (PaperCalculation Calculation, PaperSymbol Symbol)? Asked { get; private set; }

    public SheetDrag? Drag { get; private set; }

    /// <summary>Draws the ink.</summary>
    public SheetInk Ink { get; } = new();

    public override bool IsDragging => Drag is not null;

    /// <summary>The radius of the pen, in ink units.</summary>
    public float PenRadius => _radius;

    /// <summary>The radius of the eraser, in ink units.</summary>
    public float EraserRadius => 12 * InkUnit;

    /// <summary>The pointer's place while the eraser is in use; null otherwise.</summary>
    public Vector2? EraserAt =>
        (Tool == Widget.Eraser || Drag is ErasingDrag) && _space.Place.Contains(_pointer) ? _pointer : null;

    /// <summary>The pointer's last place, in pixels.</summary>
    public Vector2 Pointer => _pointer;

    /// <summary>The row of keys and what it belongs to, in pixels; null if there is none.</summary>
    public (SheetKeys Keys, Box Anchor)? Row => Drag is not (null or KeyDrag) ? null
        : Asked is var (calculation, symbol) ? (OtherReadings(calculation, symbol), PlaceOf(calculation, symbol))
        : Selection is { } selection ? (SelectionKeys, _space.ToPixels(selection.Bounds))
        : null;

    /// <summary>The sides of a symbol, and top and bottom of its calculation: the row must not cover the symbols beside it.</summary>
    private Box PlaceOf(PaperCalculation calculation, PaperSymbol symbol)
    {
        var (column, line) = (_space.ToPixels(symbol.Bounds), _space.ToPixels(calculation.Bounds));
        return column with { Y = line.Y, Height = line.Height };
    }

    /// <summary>Ink units in one window unit.</summary>
    private float InkUnit => 1 / _space.Zoom;

    public override void Opened() => reader?.Wake();

    public override void Closed()
    {
        Leave();
        Explanation = null;
    }

    public override bool? CanPress(Widget widget) => widget switch
    {
        Widget.Undo or Widget.Redo or Widget.ClearPad or Widget.Eraser or Widget.Loop when Explanation is not null => false,
        Widget.Undo => Paper.CanUndo || Entry is not null,
        Widget.Redo => Paper.CanRedo,
        Widget.ClearPad => Paper.Calculations.Length + Paper.Strokes.Length > 0,
        _ when widget.IsOfPanel() => true,
        _ => null,
    };

    public override void Activate(Widget widget)
    {
        DropCarried();
        var openCard = Card;
        CloseCard();
        switch (widget)
        {
            case Widget.Menu:
                if (openCard is not SheetMenu)
                    ShowMenu();
                break;
            case Widget.Undo when Entry is not null:
                Entry = null;
                break;
            case Widget.Undo:
                Paper.Undo();
                break;
            case Widget.Redo:
                Paper.Redo();
                break;
            case Widget.ClearPad:
                Paper.Clear();
                break;
            default:
                Tool = Tool == widget ? Widget.None : widget;
                Selection = null;
                break;
        }
        Asked = null;
    }

    public override void Refresh(ViewState state, App.Reading reading)
    {
        var layout = state.Layout;
        _space = (_space with { Place = layout.Panel, PixelRatio = layout.PixelRatio }).Within(Paper.Bounds);
        (_layout, _pen, _radius) = (layout, state.Pen, SheetInk.Radius(state.Pen));
        state.OpenTool = Tool;
        if (Selection is { } selection)
            Selection = SheetSelection.Of(Paper, selection.Ids);
        if (Selection is null && Drag is CarryingDrag { Source: null })
            DropCarried();
        if (Asked is var (calculation, symbol))
            Asked = Paper.Calculations.Where(one => one.Id == calculation.Id)
                .SelectMany(one => one.Symbols.Select(other => ((PaperCalculation, PaperSymbol Symbol)?)(one, other)))
                .FirstOrDefault(found => found!.Value.Symbol.StrokeIds.SequenceEqual(symbol.StrokeIds));
        Explanation?.Refresh(state);
        if (Explanation is { IsOver: true })
            Explanation = null;
        if (Entry?.Calculation is { } id && !Paper.Calculations.Any(one => one.Id == id))
            Entry = null;
    }

    public override IEnumerable<PanelButton> Buttons => Card is { } card ? card.ButtonsOf(_layout)
        : Explanation is { } view ? view.Buttons
        : Row is var (keys, anchor) ? keys.ButtonsIn(_layout, anchor)
        : [];

    public override void Draw(DrawList list, ViewState state) => list.Clipped(state.Layout.Panel, () =>
    {
        if (Explanation is { } view)
            view.Draw(list, state);
        else
            SheetScene.Draw(list, this, state);
        Card?.Draw(list, state);
    });

    public override PointerMeaning MeaningAt(Vector2 place)
    {
        if (!_space.Place.Contains(place))
            return PointerMeaning.Nothing;
        if (Card is { } card)
            return card.IsOverRow(place, _layout) ? PointerMeaning.Press : PointerMeaning.Nothing;
        if (Explanation is { } view)
            return view.PointerMeaning;
        var isOverKey = Row is var (keys, anchor) && KeyAt(keys, anchor, place) >= 0;
        return isOverKey || (Tool != Widget.Eraser && AnswerAt(place) is not null) ? PointerMeaning.Press : PointerMeaning.Write;
    }

    private SheetKeys OtherReadings(PaperCalculation calculation, PaperSymbol symbol)
    {
        const int Most = 6;
        var labels = symbol.Alternatives.Select(one => one.Label).Where(label => label != symbol.Label).Distinct().Take(Most)
            .Prepend(symbol.Label).ToImmutableArray();
        return new([.. labels.Select(label => (Sign(label), (Action)(() => Choose(label)))), .. ExplanationKeys], Chosen: 0);

        void Choose(char label)
        {
            Asked = null;
            Paper.Lock(calculation.Id, symbol.StrokeIds, label);
        }
    }

    private static string Sign(char label) => label == '-' ? "−" : label.ToString();

    private SheetKeys SelectionKeys => new(
    [
        ("Copy text", () => Copy(CopyNotation.Text)), ("LaTeX", () => Copy(CopyNotation.Latex)),
        ("MathML", () => Copy(CopyNotation.MathMl)),
        ("Duplicate", Duplicate), ("Delete", DeleteSelection), .. Looked is null ? [] : ExplanationKeys,
    ]);

    private void Copy(CopyNotation notation)
    {
        var chosen = Selection is { } selection ? Paper.Calculations.Where(selection.Touches) : Paper.Calculations;
        var text = SheetSelection.TextOf(chosen, notation);
        if (text.Length > 0)
            clipboard().Text = text;
        Notice?.Invoke(text.Length > 0 ? $"Copied: {text.Split('\n')[0]}" : "There is nothing to copy", false);
    }

    private void Duplicate()
    {
        if (Selection is not { } selection)
            return;
        var copies = Paper.Copy(selection.Ids, new(0, selection.Bounds.Size.Y + 40));
        Selection = SheetSelection.Of(Paper, copies);
        if (Selection is { } copied)
            _space = _space.Showing(copied.Bounds, Paper.Bounds);
    }

    private void DeleteSelection()
    {
        if (Selection is { } selection)
            Paper.Delete(selection.Ids);
        Selection = null;
    }

    private int KeyAt(SheetKeys keys, Box anchor, Vector2 pixel) =>
        Array.FindIndex(keys.Lay(anchor, _layout).Keys, box => box.Contains(pixel));

    /// <summary>The calculation whose answer is at a pixel.</summary>
    private PaperCalculation? AnswerAt(Vector2 pixel) => Paper.Calculations.FirstOrDefault(one =>
        CalculationLook.Of(one).AnswerBox(_space) is { } box && box.Grown(4 * _space.PixelRatio).Contains(pixel));
}
