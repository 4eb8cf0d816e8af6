using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Viewer.Ui;

namespace GpuDigits.Viewer.App;

/// <content>What buttons and keys do.</content>
internal sealed partial class ViewerApp
{
    /// <summary>The version of the drawing that the person was asked about, and the ink of the digit that was saved last.</summary>
    private long _askedAbout = -1;
    private ImmutableArray<Stroke> _savedInk = [];

    private void HandleKey(Key key)
    {
        if (_helpIsOpen)
        {
            _helpIsOpen = false;
            if (key is Key.Escape or Key.Help)
                return;
        }
        switch (key)
        {
            case Key.NextWidget:
                MoveFocus(1);
                break;
            case Key.PreviousWidget:
                MoveFocus(-1);
                break;
            case Key.Enter or Key.Space when CanPress(_focused):
                Activate(_focused);
                break;
            case Key.Enter when _drawing.IsEmpty:
                Activate(Widget.EqualsKey);
                break;
            case Key.Enter or Key.Space:
                Activate(Widget.SaveDigit);
                break;
            case Key.Backspace:
                Activate(Widget.WrongDigit);
                break;
            case Key.Delete:
                Activate(Widget.ClearPad);
                break;
            case Key.Escape when _panels.Open is not null:
                _panels.Close();
                break;
            case Key.Escape:
                Activate(Widget.Reset);
                break;
            case Key.Undo:
                Activate(Widget.Undo);
                break;
            case Key.Redo:
                Activate(Widget.Redo);
                break;
            case Key.Help:
                Activate(Widget.Help);
                break;
            case Key.Screenshot:
                ScreenshotIsWanted = true;
                break;
            case Key.Larger or Key.Smaller:
                _settings.ChangeScale(key == Key.Larger);
                _notice = $"Size: {_settings.Scale} %";
                break;
            case Key.UsualSize:
                _settings.Scale = 100;
                _notice = $"Size: {_settings.Scale} %";
                break;
        }
    }

    private void HandleCharacter(char character)
    {
        if (_panels.Press(character))
            return;
        switch (character)
        {
            case >= '0' and <= '9':
                TakeDigit(character - '0');
                break;
            case '+':
                Activate(Widget.Plus);
                break;
            case '-' or '−':
                Activate(Widget.Minus);
                break;
            case '*' or '×' or 'x':
                Activate(Widget.Times);
                break;
            case '/' or '÷' or ':':
                Activate(Widget.Divide);
                break;
            case '=':
                Activate(Widget.EqualsKey);
                break;
            case 'n' or '±':
                Activate(Widget.Negate);
                break;
            case 't':
                Activate(Widget.Theme);
                break;
            case 'm':
                Activate(Widget.Mirror);
                break;
            case 'p':
                Activate(Widget.Pen);
                break;
            case 'e':
                _eraserIsOut = !_eraserIsOut;
                break;
            case '?':
                Activate(Widget.Help);
                break;
        }
    }

    /// <summary>Does what a button does, if it can be pressed now.</summary>
    private void Activate(Widget widget)
    {
        if (!CanPress(widget))
            return;
        switch (widget)
        {
            case Widget.SaveDigit:
                TakeDigit(null);
                break;
            case Widget.WrongDigit when !_drawing.IsEmpty:
                ClearPad(Parts.None);
                break;
            case Widget.WrongDigit:
                Calculate(CalculatorInput.WrongDigit);
                break;
            case Widget.Plus or Widget.Minus or Widget.Times or Widget.Divide or Widget.Negate or Widget.EqualsKey when !TakeDigit(null):
                break;
            case Widget.Plus or Widget.Minus or Widget.Times or Widget.Divide:
                Calculate(CalculatorInput.Operation(widget - Widget.Plus + Operation.Add));
                break;
            case Widget.Negate:
                Calculate(CalculatorInput.Negate);
                break;
            case Widget.EqualsKey:
                Calculate(CalculatorInput.EqualsSign);
                break;
            case Widget.Reset:
                Calculate(CalculatorInput.Reset);
                break;
            case Widget.FirstAlternative or Widget.SecondAlternative when View.IsUnsure:
                TakeDigit(View.Alternatives[widget - Widget.FirstAlternative].Digit);
                break;
            case Widget.FirstAlternative or Widget.SecondAlternative:
                Keep(View.Alternatives[widget - Widget.FirstAlternative].Digit, _savedInk);
                Calculate(CalculatorInput.Replace(View.Alternatives[widget - Widget.FirstAlternative].Digit));
                break;
            case Widget.Undo when _drawing.PenIsDown:
                _drawing.Undo();
                InkChanged(Parts.None);
                break;
            case Widget.Undo:
                Travel(_history.Undo(), CalculatorInput.Undo, _drawing.Undo);
                break;
            case Widget.Redo:
                Travel(_history.Redo(), CalculatorInput.Redo, _drawing.Redo);
                break;
            case Widget.ClearPad:
                ClearPad(Parts.None);
                break;
            case Widget.Theme:
                _settings.Theme = _settings.Theme == Theme.Dark.Name ? Theme.Light.Name : Theme.Dark.Name;
                break;
            case Widget.Mirror:
                _settings.Mirrored = !_settings.Mirrored;
                break;
            case Widget.Pen:
                _settings.Pen = View.Pen.Next.Name;
                _notice = $"Pen: {_settings.Pen}";
                break;
            case Widget.Help:
                _helpIsOpen = true;
                break;
            case Widget.Panels:
                _panels.Choose(_panels.Open is null ? 1 : 0);
                break;
            case >= Widget.Tab and < Widget.TapeRow:
                _panels.Choose(widget - Widget.Tab);
                break;
            default:
                Calculate(CalculatorInput.Recall(TapeIndex(widget - Widget.TapeRow)));
                break;
        }
    }

    /// <summary>
    /// Takes the digit on the pad into the number: as it was read, or as the one that the person says it is. Of a digit that it is not sure of
    /// the network's word is only taken the second time.
    /// </summary>
    /// <returns>False if the person is asked first.</returns>
    private bool TakeDigit(int? typed)
    {
        if (_drawing.PenIsDown)
        {
            _drawing.End();
            InkChanged(Parts.Ink);
        }
        var reading = _drawing.IsEmpty ? Reading.Nothing : _reader.Read(_drawing.Version, _drawing.Snapshot());
        if (reading.IsUnsure && typed is null && _askedAbout != reading.Version)
        {
            _askedAbout = reading.Version;
            _focused = Widget.FirstAlternative;
            _notice = "Which digit is it? Type it, or press again";
            return false;
        }
        SavedDigit digit;
        if (reading.Probabilities is { } probabilities)
        {
            digit = SavedDigit.Read(probabilities);
            _savedInk = _drawing.Snapshot();
            if (typed is { } sure && (reading.IsUnsure || sure != digit.Digit))
                Keep(sure, _savedInk);
            if (typed is { } meant && meant != digit.Digit)
                digit = digit.CorrectedTo(meant);
        }
        else if (typed is { } plain)
        {
            digit = SavedDigit.Typed(plain);
        }
        else
        {
            return true;
        }
        Calculate(CalculatorInput.Digit(digit));
        return true;
    }

    /// <summary>Remembers what a drawing was meant to be, for <c>gpudigits adapt</c>.</summary>
    private void Keep(int digit, ImmutableArray<Stroke> ink)
    {
        if (CorrectionsFile is null || ink.IsDefaultOrEmpty || !_settings.MayKeepCorrections())
            return;
        try
        {
            if (!CorrectionFile.Append(CorrectionsFile, digit, ink))
                _notice = "The drawing is too large to be kept for learning";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            (_notice, _noticeIsError) = ("The correction could not be kept", true);
        }
    }

    private void Calculate(CalculatorInput input)
    {
        var effect = _calculator.Apply(input);
        var changed = effect.HasFlag(CalculatorEffect.Changed);
        if (changed)
            Remember(input);
        if (input.Kind == InputKind.Digit && effect == CalculatorEffect.None)
            _notice = "A number has up to 15 digits";
        if (changed && input.Kind is InputKind.Digit or InputKind.Replace)
            _arrival.Jump(0);
        var recorded = changed ? Parts.Calculator : Parts.None;
        if (effect.HasFlag(CalculatorEffect.PadFree) && !_drawing.IsEmpty)
            ClearPad(recorded);
        else
            _history.Record(recorded);
    }

    /// <summary>Has a step kept, and says where that cannot be, and when it can be again.</summary>
    private void Remember(CalculatorInput step)
    {
        if (_journal is null)
            return;
        var wasBehind = _isBehind;
        _isBehind = !_journal.Append(step);
        if (_isBehind)
            (_notice, _noticeIsError) = ("The calculation cannot be kept now (is the disk full?). It is tried again with each step", true);
        else if (wasBehind)
            (_notice, _noticeIsError) = ("The calculation is kept again", false);
    }

    private void ClearPad(Parts together)
    {
        if (_drawing.IsEmpty)
            return;
        if (_drawing.PenIsDown)
        {
            _drawing.End();
            _history.Record(Parts.Ink);
        }
        View.LeavingInk = _drawing.Snapshot();
        _leaving.Jump(1);
        _drawing.Clear();
        InkChanged(Parts.Ink | together);
    }

    private void Travel(Parts parts, CalculatorInput step, Func<bool> draw)
    {
        if (parts.HasFlag(Parts.Calculator))
        {
            _calculator.Apply(step);
            Remember(step);
        }
        if (parts.HasFlag(Parts.Ink))
        {
            draw();
            InkChanged(Parts.None);
        }
    }

    private void MoveFocus(int direction)
    {
        for (var i = 0; i < Widgets.Count; i++)
        {
            _focused = (Widget)(((int)_focused + direction + Widgets.Count) % Widgets.Count);
            if (CanPress(_focused) && View.Layout.Shows(_focused))
                return;
        }
    }

    private bool CanPress(Widget widget) => View.Enabled[(int)widget];
}
