using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.App;

/// <content>The actions of buttons and keys.</content>
internal sealed partial class ViewerApp
{
    private static Widget ButtonOf(Key key) => key switch
    {
        Key.Backspace => Widget.WrongDigit,
        Key.Delete => Widget.ClearPad,
        Key.Undo => Widget.Undo,
        Key.Redo => Widget.Redo,
        Key.Help => Widget.Help,
        _ => Widget.None,
    };

    private static Widget ButtonOf(char character) => character switch
    {
        '+' => Widget.Plus,
        '-' or '−' => Widget.Minus,
        '*' or '×' or 'x' => Widget.Times,
        '/' or '÷' or ':' => Widget.Divide,
        '=' => Widget.EqualsKey,
        'n' or '±' => Widget.Negate,
        '.' or ',' => Widget.Point,
        '%' => Widget.Percent,
        't' => Widget.Theme,
        'm' => Widget.Mirror,
        'p' => Widget.Pen,
        '?' => Widget.Help,
        _ => Widget.None,
    };

    private void HandleKey(Key key)
    {
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
            case Key.Enter when _work.Drawing.IsEmpty:
                Activate(Widget.EqualsKey);
                break;
            case Key.Enter or Key.Space:
                Activate(Widget.SaveDigit);
                break;
            case Key.Escape when _panels.Open is not null:
                _panels.Close();
                break;
            case Key.Escape:
                Activate(Widget.Reset);
                break;
            case Key.Copy:
                Copy();
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
            default:
                Activate(ButtonOf(key));
                break;
        }
    }

    private void HandleCharacter(char character)
    {
        if (_panels.Press(character))
            return;
        if (character is >= '0' and <= '9')
            TakeDigit(character - '0');
        else if (character == 'e')
            _eraserIsOut = !_eraserIsOut;
        else
            Activate(ButtonOf(character));
    }

    /// <summary>Performs the action of a button, if it can be pressed now.</summary>
    private void Activate(Widget widget)
    {
        if (!CanPress(widget))
            return;
        if (_panels.Open is { } panel && panel.CanPress(widget) is not null)
        {
            panel.Activate(widget);
            return;
        }
        switch (widget)
        {
            case Widget.SaveDigit:
                TakeDigit(null);
                break;
            case Widget.WrongDigit when !_work.Drawing.IsEmpty:
                _work.ClearPad();
                break;
            case Widget.WrongDigit:
                _work.Apply(CalculatorInput.WrongDigit);
                break;
            case Widget.Plus or Widget.Minus or Widget.Times or Widget.Divide or Widget.Negate or Widget.Point or Widget.Percent
                or Widget.EqualsKey when !TakeDigit(null):
                break;
            case Widget.Plus or Widget.Minus or Widget.Times or Widget.Divide:
                _work.Apply(CalculatorInput.Operation(widget - Widget.Plus + Operation.Add));
                break;
            case Widget.Negate:
                _work.Apply(CalculatorInput.Negate);
                break;
            case Widget.Point:
                _work.Apply(CalculatorInput.Point);
                break;
            case Widget.Percent:
                _work.Apply(CalculatorInput.Percent);
                break;
            case Widget.EqualsKey:
                _work.Apply(CalculatorInput.EqualsSign);
                break;
            case Widget.Reset:
                _work.Apply(CalculatorInput.Reset);
                break;
            case Widget.FirstAlternative or Widget.SecondAlternative when View.IsUnsure:
                TakeDigit(View.Alternatives[widget - Widget.FirstAlternative].Digit);
                break;
            case Widget.FirstAlternative or Widget.SecondAlternative:
                _work.Replace(View.Alternatives[widget - Widget.FirstAlternative].Digit);
                break;
            case Widget.Undo:
                _work.Undo();
                break;
            case Widget.Redo:
                _work.Redo();
                break;
            case Widget.ClearPad:
                _work.ClearPad();
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
            case >= Widget.Tab and < Widget.TapeRow:
                _panels.Choose(widget - Widget.Tab);
                break;
            default:
                _work.Apply(CalculatorInput.Recall(TapeIndex(widget - Widget.TapeRow)));
                break;
        }
    }

    /// <inheritdoc cref="PadAndCalculator.TakeDigit"/>
    private bool TakeDigit(int? typed)
    {
        if (_work.TakeDigit(typed))
            return true;
        if (_work.IsAsked)
            _focused = Widget.FirstAlternative;
        return false;
    }

    /// <summary>Copies the line of the tape that has the focus or the pointer, or the number on the display.</summary>
    private void Copy()
    {
        var state = _work.State;
        var row = CanPress(_focused) ? _focused : View.Layout.At(_pointer);
        var isRow = row.IsTape() && CanPress(row);
        if (!isRow && state.Phase == CalculatorPhase.Error)
        {
            _notice = "There is no number to copy";
            return;
        }
        // Other programs know the minus sign of the keyboard as that of a number.
        Clipboard.Text = isRow ? state.Tape[TapeIndex(row - Widget.TapeRow)].Text : state.Display.Replace('−', '-');
        _notice = $"Copied: {Clipboard.Text}";
    }

    /// <summary>Enters a number from a text, behind the digit that is still on the pad.</summary>
    private void Paste(string text)
    {
        if (PastedNumber.Parse(text, out var complaint) is not { } number)
            _notice = complaint;
        else if (TakeDigit(null))
            _work.Apply(number);
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
