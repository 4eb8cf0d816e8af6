using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;
using AppKey = GpuDigits.Scenes.App.Key;

namespace GpuDigits.Scenes.Sheet;

/// <content>Pointer, wheel and keys.</content>
internal sealed partial class SheetPanel
{
    /// <summary>Who goes on writing so soon after a stroke, in seconds, writes over an answer and does not drag it.</summary>
    private const double AnswerFlow = 0.8;

    /// <summary>Window units that one notch of the wheel or an arrow scrolls; the zoom of one notch.</summary>
    private const float NotchScroll = 60, ArrowScroll = 60, NotchZoom = 1.1f;

    /// <summary>Most lines of a pasted text; each is put on the paper as a step of its own.</summary>
    private const int MostPasted = 100;

    private double _penUp = double.NegativeInfinity;

    public override bool Handle(InputEvent input)
    {
        if (TakenByCard(input))
            return true;
        if (Explanation is { } view)
        {
            if (input is PointerMoved { At: var at })
                _pointer = at;
            return view.Handle(input);
        }
        switch (input)
        {
            case PointerMoved move:
                _pointer = move.At;
                Drag?.Move(move.At, _space.ToInk(move.At), move.Time);
                return IsDragging;
            case PointerPressed press:
                return Press(press.Button, press.Time);
            case PointerReleased release:
                if (Drag?.Button == release.Button)
                    EndDrag(release.Time);
                return true;
            case PointerCancelled:
                CancelDrag();
                return true;
            case Scrolled scrolled:
                Scroll(scrolled.Notches * new Vector2(1, -1) * NotchScroll);
                return true;
            case Zoomed zoomed:
                _space = _space.Zoomed(_pointer, PortableMath.Pow(NotchZoom, Math.Clamp(zoomed.Notches, -20, 20)), Paper.Bounds);
                return true;
            case KeyPressed key:
                return HandleKey(key.Key);
            case Typed typed:
                return Type(typed.Character);
            case Pasted pasted:
                Paste(pasted.Text);
                return true;
            default:
                return false;
        }
    }

    private void Scroll(Vector2 units)
    {
        if (!IsDragging)
            _space = _space.Scrolled(units * _space.PixelRatio, Paper.Bounds);
    }

    private bool Press(PointerButton button, double time)
    {
        if (IsDragging || !_space.Place.Contains(_pointer))
            return IsDragging;
        PutEntry();
        Drag = Begin(button, time);
        Drag.Move(_pointer, _space.ToInk(_pointer), time);
        return true;
    }

    private SheetDrag Begin(PointerButton button, double time)
    {
        var at = _space.ToInk(_pointer);
        var longestWay = SheetTap.LongestWay * _space.PixelRatio;
        if (button == PointerButton.Left && Row is var (keys, anchor)
            && keys.Lay(anchor, _layout).Row.Contains(_pointer))
            return new KeyDrag(pixel => KeyAt(keys, anchor, pixel), key => keys.Keys[key].Press());
        Asked = null;
        if (button == PointerButton.Right || Tool == Widget.Eraser)
        {
            Selection = null;
            return new ErasingDrag(Paper, EraserRadius, button);
        }
        if (Selection is { } selection && selection.Bounds.Contains(at, 10 * InkUnit))
            return new CarryingDrag(by => MoveSelection(selection, by), longestWay);
        Selection = null;
        if (time - _penUp >= AnswerFlow && AnswerAt(_pointer) is { Answer: { } answer } source)
            return new CarryingDrag(by => DropAnswer(source.Id, answer, by), longestWay) { Source = source };
        return Tool == Widget.Loop
            ? new LoopDrag(loop => Selection = SheetSelection.Inside(loop, Paper))
            : new WritingDrag(Finish, longestWay, mayBeTap: time - _penUp >= SheetTap.Flow);
    }

    private void EndDrag(double time)
    {
        var drag = Drag;
        Drag = null;
        drag?.End(time);
        var late = _late;
        _late = null;
        late?.Invoke();
    }

    /// <summary>A stroke has ended: it is ink, unless it is a tap on something.</summary>
    private void Finish(Stroke ink, bool mayBeTap)
    {
        var at = ink.Points[0].Position;
        if (mayBeTap && Tapped(at))
            return;
        Paper.Write(ink);
        _penUp = ink.Points[^1].Time / 1000;
    }

    private bool Tapped(Vector2 at)
    {
        var pixel = _space.ToPixel(at);
        Asked = SheetTap.SymbolAt(Paper, at, _radius, InkUnit) ?? SymbolInLine(pixel);
        if (Asked is not null)
            return true;
        var typed = Paper.Calculations.FirstOrDefault(one => one.Typed is not null && one.Bounds.Contains(at, 4 * InkUnit));
        if (typed is null)
            return false;
        Entry = new(typed.Typed!.Text, typed.Typed.At, typed.Typed.Height, typed.Id);
        return true;
    }

    private (PaperCalculation Calculation, PaperSymbol Symbol)? SymbolInLine(Vector2 pixel)
    {
        foreach (var calculation in Paper.Calculations)
            if (CalculationLook.Of(calculation).SymbolInLine(pixel, _space, Paper.Calculations) is { Label: not ' ' } symbol)
                return (calculation, symbol);
        return null;
    }

    private void MoveSelection(SheetSelection selection, Vector2? by)
    {
        if (by is { } way)
            Paper.Move(selection.Ids, way);
        else
            Selection = null;
    }

    private void DropAnswer(int source, Answer answer, Vector2? by)
    {
        if (by is { } way)
            Paper.PlaceAnswer(source, answer.At + way);
        else
            Paper.ToggleForm(source);
    }

    /// <summary>What is carried goes back to its place: it may be gone after what comes now.</summary>
    private bool DropCarried()
    {
        if (Drag is not CarryingDrag)
            return false;
        CancelDrag();
        return true;
    }

    private void CancelDrag()
    {
        Drag?.Cancel();
        Drag = null;
        EndDrag(0);
    }

    private bool HandleKey(AppKey key)
    {
        if (key is AppKey.Escape or AppKey.Delete or AppKey.Backspace && DropCarried())
            return true;
        switch (key)
        {
            case AppKey.Enter when Entry is not null:
                PutEntry();
                return true;
            case AppKey.Space when Entry is not null:
                return true;
            case AppKey.Backspace when Entry is { } entry:
                Entry = entry is { Text.Length: <= 1, Calculation: null }
                    ? null
                    : entry with { Text = entry.Text[..^Math.Min(1, entry.Text.Length)] };
                return true;
            case AppKey.Delete when Selection is null && Entry is null:
                Activate(Widget.ClearPad);
                return true;
            case AppKey.Backspace or AppKey.Delete:
                DeleteSelection();
                return true;
            case AppKey.Escape when Entry is null && Asked is null && Selection is null && Tool == Widget.None:
                // With nothing left to drop it leaves the sheet, as it leaves every panel.
                return false;
            case AppKey.Escape:
                if (Entry is null && Asked is null)
                    (Selection, Tool) = (null, Widget.None);
                (Entry, Asked) = (null, null);
                return true;
            case AppKey.Copy:
                Copy(CopyNotation.Text);
                return true;
            case AppKey.PageUp or AppKey.PageDown:
                var page = 0.85f * _space.Place.Height / _space.PixelRatio;
                Scroll(new(0, key == AppKey.PageUp ? -page : page));
                return true;
            case AppKey.Up or AppKey.Down:
                Scroll(new(0, key == AppKey.Up ? -ArrowScroll : ArrowScroll));
                return true;
            case AppKey.Left or AppKey.Right:
                Scroll(new(key == AppKey.Left ? -ArrowScroll : ArrowScroll, 0));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A sign of a calculation is typed; while readings of a symbol are offered it says what the symbol is.</summary>
    private bool Type(char typed)
    {
        // It must not reach the calculator, which nobody sees behind the sheet.
        if (IsDragging)
            return true;
        if (typed is 'e' or 'o')
        {
            Activate(typed == 'e' ? Widget.Eraser : Widget.Loop);
            return true;
        }
        if (ExplanationView.PageOf(typed) is { } page && Explain(page))
            return true;
        if (SheetEntry.SignOf(typed) is not { } sign)
            return false;
        if (Asked is var (calculation, symbol))
        {
            Asked = null;
            if (Alphabet.ClassOf(sign == '−' ? '-' : sign) < 0)
                Notice?.Invoke($"A {sign} is not read from ink: "
                    + (sign == '?' ? "leave its place empty, or type the equation" : "write the exponent small and raised"), false);
            else
                Paper.Lock(calculation.Id, symbol.StrokeIds, sign == '−' ? '-' : sign);
            return true;
        }
        Append(sign.ToString());
        return true;
    }

    /// <summary>Each line is a calculation, as it was when several were copied.</summary>
    private void Paste(string text)
    {
        DropCarried();
        var lines = text.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // Before they are: that the sheet is full is the worse news.
        if (lines.Length > MostPasted)
            Notice?.Invoke($"Only the first {MostPasted} of {lines.Length} lines were pasted", true);
        foreach (var (i, line) in lines.Take(MostPasted).Index())
        {
            if (i > 0)
                PutEntry();
            // What was copied with a rounded answer is an equation again.
            Append(line.Replace('≈', '='));
        }
    }

    private void Append(string signs)
    {
        Selection = null;
        var entry = Entry ?? SheetEntry.Below(Paper);
        Entry = entry with { Text = TypedText.Clean(entry.Text + signs) };
        _space = _space.Showing(new TypedText(Entry.Text, Entry.At, Entry.Height).Bounds, Paper.Bounds.With(Entry.At));
    }

    /// <summary>What was typed goes on the paper.</summary>
    private void PutEntry()
    {
        if (Entry is not { } entry)
            return;
        Entry = null;
        if (entry.Calculation is { } calculation)
            Paper.Retype(calculation, entry.Text.Length == 0 ? "" : entry.Finished);
        else if (entry.Text.Length > 0)
            Paper.Type(entry.Finished, entry.At, entry.Height);
    }
}
