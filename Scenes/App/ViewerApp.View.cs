using System.Collections.Immutable;
using GpuDigits.Engine;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.App;

/// <content>Fills the view from the state of pad, calculator and reader, and moves it.</content>
internal sealed partial class ViewerApp
{
    private readonly Motion[] _hover = new Motion[Widgets.Count];
    private readonly Motion[] _press = new Motion[Widgets.Count];
    private readonly float[] _probabilities = new float[10];
    private Motion _leaving, _arrival, _help;
    private double _lastFrame;
    private bool _isStale = true;

    /// <summary>Whether the next frame differs from the last one without any further event.</summary>
    public bool IsMoving { get; private set; }

    /// <summary>Whether the last frame is out of date.</summary>
    public bool NeedsFrame => _isStale || IsMoving;

    /// <summary>Whether all ink has been read.</summary>
    public bool ReadingIsCurrent => _work.ReadingIsCurrent && Paper.ReadingIsCurrent;

    /// <summary>The reader or a panel has a new state (see <see cref="IReader.Changed"/> and <see cref="News"/>).</summary>
    public void TakeReading() => Refresh();

    /// <summary>Waits for the reading of the pad, so that a picture does not depend on the reader's speed.</summary>
    public void FinishReading()
    {
        if (!_work.Drawing.IsEmpty || _reader.LooksInside)
            _work.Read();
        Paper.FinishReading();
        Refresh();
    }

    /// <inheritdoc cref="AppState.ToJson"/>
    public string StateJson()
    {
        Paper.FinishReading();
        return AppState.ToJson(Calculator, Paper);
    }

    /// <summary>Advances all motion to a time, and draws.</summary>
    public void Draw(DrawList list, double time)
    {
        // After a pause the first step is that of one frame. Otherwise a motion would be over before it is seen.
        var seconds = IsMoving ? Math.Clamp(time - _lastFrame, 0, 0.1) : 1 / 60.0;
        _lastFrame = time;
        Advance(seconds);
        Scene.Draw(list, View);
        _isStale = false;
    }

    /// <summary>Skips all motion: the next frame shows its end.</summary>
    public void Settle()
    {
        do
            Advance(1);
        while (IsMoving);
    }

    private void Refresh()
    {
        _isStale = true;
        // A stroke that ends at once would remove the hint before it is seen.
        if (!_work.Drawing.PenIsDown && _reader.TakeRemark() is { } remark)
            (_notice, _noticeIsError) = (_notice.Length > 0 ? $"{_notice} {remark}" : remark, true);
        var state = _work.State;
        View.Theme = _settings.Theme == Theme.Light.Name ? Theme.Light : Theme.Dark;
        View.Pen = Pen.Named(_settings.Pen);
        View.Expression = state.Expression;
        View.Number = state.Display;
        View.NumberIsError = state.Phase == CalculatorPhase.Error;
        View.Tape = [.. state.Tape.Take(state.Tape.Count - HiddenTapeRows).Reverse().Take(Widgets.TapeRows).Select(Line)];
        View.Layout = new(_size.Width, _size.Height, _size.PixelRatio, _settings.Mirrored, View.Tape.Count,
            _panels.Arrangement, isTouched: !View.HasKeys);
        (View.Panel, View.Tabs, View.OpenTab) = (_panels.Open, _panels.Names, _panels.OpenTab);
        Paper.TakeReadings();
        View.Ink = _work.Drawing.Snapshot();
        RefreshReading();
        RefreshCorrection(state);
        RefreshEnabled(state);
        var hovered = View.Layout.At(_pointer);
        View.Eraser = (_eraserIsOut || _erasing) && PointerIsOnPad ? _pointer : null;
        View.Focused = CanPress(_focused) && View.Layout.Shows(_focused) ? _focused : Widget.None;
        var passing = _reader.Problem
            ?? (_notice.Length > 0 ? _notice
            : View.Focused != Widget.None ? HintOf(View.Focused)
            : CanPress(hovered) ? HintOf(hovered)
            : "");
        View.HintIsError = _reader.Problem is not null || (_notice.Length > 0 && _noticeIsError);
        View.HintMayCoverPad = passing.Length > 0 || View.Layout.Arrangement == Arrangement.Alone;
        View.KnowsSheet = _settings.KnowsSheet;
        View.Hint = passing.Length > 0 ? passing
            : _eraserIsOut ? Spoken("Eraser · E puts it away")
            : View.HasKeys || _panels.Open == _sheet ? _panels.Open?.Hint ?? ""
            : "";
        _panels.Open?.Refresh(View, _reader.Latest);
    }

    private string HintOf(Widget widget) => Spoken(widget.IsTab() ? _panels.HintOf(widget - Widget.Tab) : Widgets.Hint(widget));

    /// <summary>A hint without the key behind it, where there is no keyboard.</summary>
    private string Spoken(string hint) => View.HasKeys ? hint : hint.Split(" · ")[0];

    private void RefreshReading()
    {
        var reading = _work.Drawing.IsEmpty ? Reading.Nothing : _reader.Latest;
        View.Preview = reading.Picture;
        View.Read = reading.Best;
        View.ReadNumber = reading.Number?.Text ?? "";
        View.ReadsNumbers = _reader.ReadsNumbers;
        View.IsUnsure = reading.IsUnsure && reading.Version == _work.Drawing.Version && !_work.Drawing.PenIsDown;
        if (reading.Probabilities is { } probabilities)
            probabilities.CopyTo(_probabilities, 0);
        else
            Array.Clear(_probabilities);
        View.ReadingNote = _reader.Problem is not null ? "No network" : _reader.IsReady ? "" : "Loading the network…";
    }

    private void RefreshCorrection(CalculatorState state)
    {
        var last = state.Phase is CalculatorPhase.First or CalculatorPhase.Second ? state.Digits[^1] : null;
        var isOpen = last is { Alternatives.IsDefaultOrEmpty: false } && _work.Drawing.IsEmpty;
        View.Saved = isOpen ? new DigitReading(last!.Digit, last.Probability) : null;
        if (View.IsUnsure)
        {
            var best = SavedDigit.Read(_probabilities, 1);
            View.Alternatives = [new(best.Digit, best.Probability), .. best.Alternatives];
            return;
        }
        View.Alternatives = isOpen
            ? last!.Alternatives.Take(2).ToImmutableArray()
            : [];
    }

    private void RefreshEnabled(CalculatorState state)
    {
        for (var widget = Widget.None; (int)widget < Widgets.Count; widget++)
        {
            var isHidden = View.Layout.Arrangement == Arrangement.Alone && !View.Layout.Shows(widget);
            View.Enabled[(int)widget] = widget switch
            {
                Widget.None => false,
                _ when isHidden => false,
                _ when _panels.Open?.CanPress(widget) is { } canPress => canPress,
                _ when widget.IsOfPanel() => false,
                Widget.SaveDigit => !_work.Drawing.IsEmpty && _reader.IsReady,
                Widget.WrongDigit => !_work.Drawing.IsEmpty || !state.Digits.IsEmpty,
                Widget.FirstAlternative => View.Alternatives.Count > 0,
                Widget.SecondAlternative => View.Alternatives.Count > 1,
                Widget.Negate => !_work.Drawing.IsEmpty
                    || (!state.Number.IsZero && state.Phase is not (CalculatorPhase.Operator or CalculatorPhase.Error)),
                Widget.Percent => !_work.Drawing.IsEmpty
                    || state.Phase is not (CalculatorPhase.Start or CalculatorPhase.Operator or CalculatorPhase.Error),
                Widget.Undo => _work.CanUndo,
                Widget.Redo => _work.CanRedo,
                Widget.ClearPad => !_work.Drawing.IsEmpty,
                _ when widget.IsTab() => widget - Widget.Tab < _panels.Names.Count,
                _ when widget.IsTape() => widget - Widget.TapeRow < View.Layout.TapeRows,
                _ => true,
            };
        }
    }

    private void Advance(double seconds)
    {
        var moving = false;
        var hovered = _work.Drawing.PenIsDown ? Widget.None : View.Layout.At(_pointer);
        for (var i = 1; i < Widgets.Count; i++)
        {
            var isPressed = _pressed == (Widget)i && hovered == (Widget)i;
            moving |= _hover[i].Advance(hovered == (Widget)i && View.Enabled[i], seconds);
            moving |= _press[i].Advance(isPressed, seconds);
            View.Hover[i] = _hover[i].Value;
            View.Press[i] = _press[i].Value;
        }
        moving |= _leaving.Advance(false, seconds);
        moving |= _arrival.Advance(true, seconds);
        moving |= _help.Advance(_helpIsOpen, seconds);
        moving |= _panels.Open?.Advance(seconds) ?? false;
        View.LeavingAmount = _leaving.Value;
        View.NumberArrival = _arrival.Value;
        View.Help = _help.Value;
        var share = (float)(1 - PortableMath.Exp(-seconds / (Motion.Seconds / 3)));
        for (var i = 0; i < 10; i++)
        {
            var way = _probabilities[i] - View.Bars[i];
            var arrives = MathF.Abs(way) < 0.002f;
            View.Bars[i] = arrives ? _probabilities[i] : View.Bars[i] + way * share;
            moving |= !arrives;
        }
        IsMoving = moving;
    }

    /// <summary>The newest line of the tape is not shown while the display shows the same.</summary>
    private int HiddenTapeRows =>
        _work.State is { Phase: CalculatorPhase.Result, Tape: [.., var newest] } state
            && newest.Text == $"{state.Expression} {state.Display}" ? 1 : 0;

    private int TapeIndex(int fromNewestShown) => _work.State.Tape.Count - 1 - HiddenTapeRows - fromNewestShown;

    private static TapeLine Line(TapeEntry entry)
    {
        var equals = entry.Text.LastIndexOf('=');
        return new(entry.Text[..equals].TrimEnd(), entry.Text[(equals + 1)..].TrimStart());
    }
}
