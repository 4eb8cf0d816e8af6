using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using AppKey = GpuDigits.Scenes.App.Key;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The two ways to look into a reading: what the network sees in a symbol, and how the calculation was read.</summary>
internal enum ExplanationPage { Lens, Reading }

/// <summary>
/// Takes the place of the sheet while somebody looks into the reading of one of its calculations. It changes nothing on the sheet.
/// </summary>
internal sealed class ExplanationView
{
    private readonly Paper _paper;
    private readonly IPaperReader _reader;
    private readonly int _calculation;
    private ImmutableArray<int> _strokeIds;
    private ExplanationQuestion? _question;
    private ExplanationTarget _pressed;
    private Vector2 _pointer = new(-1);

    public ExplanationView(Paper paper, IPaperReader reader, PaperCalculation calculation, PaperSymbol symbol, ExplanationPage page)
    {
        (_paper, _reader, _calculation, _strokeIds, Page) = (paper, reader, calculation.Id, symbol.StrokeIds, page);
        Take();
    }

    /// <summary>The key that opens a page from the sheet, and goes back from it.</summary>
    public static ExplanationPage? PageOf(char key) => key switch
    {
        'l' => ExplanationPage.Lens,
        'i' => ExplanationPage.Reading,
        _ => null,
    };

    /// <summary>Whether the person wants to go back, or the calculation is gone.</summary>
    public bool IsOver { get; private set; }

    public ExplanationPage Page { get; private set; }

    /// <summary>What was read; null while it is read.</summary>
    public CalculationReading? Reading { get; private set; }

    /// <summary>The number of the symbol that is looked at.</summary>
    public int Symbol { get; private set; }

    /// <summary>How it was read; null until that is known.</summary>
    public ExplanationAnswer? Answer { get; private set; }

    /// <summary>What is said while there is no answer.</summary>
    public string Note => _reader.Problem ?? "Reading…";

    /// <summary>Whether numbers from elsewhere on the sheet stand in it; they are read as zeros.</summary>
    public bool HasStands { get; private set; }

    /// <summary>The reading that the arrow keys have chosen; 0 is the one that won.</summary>
    public int ChosenReading { get; private set; }

    /// <summary>The reading whose symbols are shown on the ink: the one under the pointer, or the chosen one.</summary>
    public int ShownReading => Hovered is { Kind: ExplanationTargetKind.Reading, Index: var index } ? index : ChosenReading;

    public LensView Lens { get; } = new(LensClasses.Symbols);

    /// <summary>What the network sees in the windows.</summary>
    public ExplanationPictures Pictures { get; } = new();

    public ExplanationLayout? Layout { get; private set; }

    /// <summary>What is under the pointer.</summary>
    public ExplanationTarget Hovered => Layout?.At(_pointer) ?? default;

    /// <summary>What the thing under the pointer does.</summary>
    public string Hint => Hovered.Kind switch
    {
        ExplanationTargetKind.Back => "Back to the sheet · Esc",
        ExplanationTargetKind.LensTab => "What the network sees in the symbol · L; in colour · C",
        ExplanationTargetKind.ReadingTab => "How the calculation was read · I",
        _ => "",
    };

    public PointerMeaning PointerMeaning =>
        Hovered.Kind is ExplanationTargetKind.None or ExplanationTargetKind.Window ? PointerMeaning.Nothing : PointerMeaning.Press;

    /// <inheritdoc cref="Panel.Buttons"/>
    public IEnumerable<PanelButton> Buttons => Layout is not { } layout ? [] :
    [
        new("Back to the sheet", layout.Back),
        new("Lens", layout.LensTab, IsOn: Page == ExplanationPage.Lens),
        new("How it was read", layout.ReadingTab, IsOn: Page == ExplanationPage.Reading),
        .. from one in Reading!.Symbols.Index()
           let box = layout.Formula.BoxOf(one.Index)
           where box is not null
           select new PanelButton($"Symbol {one.Index + 1}: {one.Item.Label}", box.Value, IsOn: one.Index == Symbol),
        .. layout.Rows.Select((row, i) => new PanelButton($"Reading {i + 1}", row, IsOn: i == ChosenReading)),
    ];

    /// <summary>Handles an event in the place of the sheet; what it does not need, like the key of the theme, is left to the app.</summary>
    public bool Handle(InputEvent input)
    {
        switch (input)
        {
            case PointerMoved move:
                _pointer = move.At;
                break;
            case PointerPressed { Button: PointerButton.Left }:
                _pressed = Hovered;
                return true;
            case PointerReleased { Button: PointerButton.Left }:
                var pressed = _pressed;
                _pressed = default;
                if (pressed == Hovered)
                    Press(pressed);
                return true;
            case KeyPressed { Key: AppKey.Escape } or Typed { Character: 's' }:
                IsOver = true;
                return true;
            case Typed typed when PageOf(typed.Character) is { } page:
                (Page, IsOver) = (page, page == Page);
                return true;
        }
        if (Page == ExplanationPage.Lens ? Lens.Handle(input) : HandleReading(input))
            return true;
        // A digit here is none for the calculator, and there is nothing to paste into.
        return input is Pasted || (input is Typed { Character: var sign } && SheetEntry.SignOf(sign) is not null);
    }

    /// <summary>Takes what is new: of the paper, of the reader, and the place.</summary>
    public void Refresh(ViewState state)
    {
        Take();
        Layout = Reading is null ? null : new(state.Layout, this, SheetInk.Radius(state.Pen));
        if (Layout is not null && Page == ExplanationPage.Lens)
            Lens.Place(Layout.Lens, state.Layout.Unit);
    }

    public void Draw(DrawList list, ViewState state) => ExplanationScene.Draw(list, this, state);

    private void Take()
    {
        var calculation = _paper.Calculations.FirstOrDefault(one => one.Id == _calculation);
        if (_paper.JobOf(_calculation) is not { } job || calculation is null)
        {
            IsOver = true;
            return;
        }
        if (calculation.Reading is not { Formula: not null } reading)
            return;
        HasStands = !job.Links.IsEmpty || calculation.GoesOnFrom is not null;
        var symbol = Math.Max(0, calculation.Symbols.ToList().FindIndex(one => one.StrokeIds.SequenceEqual(_strokeIds)));
        (Reading, Symbol, _strokeIds) = (reading, symbol, calculation.Symbols[symbol].StrokeIds);
        var strokes = reading.Symbols[symbol].Strokes;
        if (Answer is { } old && old.Question.Job != job)
            (Answer, ChosenReading) = (null, 0);
        if (_question?.Job != job || !_question.Strokes.SequenceEqual(strokes))
            _reader.Ask(_question = new(job, strokes));
        if (_reader.Answer is not { } answer || answer == Answer || answer.Question.Job != job)
            return;
        Answer = answer;
        if (answer.Question == _question && answer.Activations is { } activations)
            Lens.Show(activations);
    }

    private void Press(ExplanationTarget target)
    {
        switch (target.Kind)
        {
            case ExplanationTargetKind.Back:
                IsOver = true;
                break;
            case ExplanationTargetKind.LensTab:
                Page = ExplanationPage.Lens;
                break;
            case ExplanationTargetKind.ReadingTab:
                Page = ExplanationPage.Reading;
                break;
            case ExplanationTargetKind.Symbol:
                Choose(target.Index);
                break;
            case ExplanationTargetKind.Reading:
                ChosenReading = target.Index;
                break;
        }
    }

    private bool HandleReading(InputEvent input)
    {
        if (input is not KeyPressed { Key: AppKey.Left or AppKey.Right or AppKey.Up or AppKey.Down } pressed || Reading is null)
            return false;
        var step = pressed.Key is AppKey.Left or AppKey.Up ? -1 : 1;
        if (pressed.Key is AppKey.Left or AppKey.Right)
            Choose(Math.Clamp(Symbol + step, 0, Reading.Symbols.Length - 1));
        else
            ChosenReading = Math.Clamp(ChosenReading + step, 0, Math.Max(0, (Layout?.Rows.Length ?? 0) - 1));
        return true;
    }

    private void Choose(int symbol)
    {
        if (_paper.Calculations.FirstOrDefault(one => one.Id == _calculation) is { } calculation && symbol < calculation.Symbols.Length)
            (Symbol, _strokeIds) = (symbol, calculation.Symbols[symbol].StrokeIds);
    }
}
