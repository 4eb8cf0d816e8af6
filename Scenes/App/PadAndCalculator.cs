using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.App;

/// <summary>
/// The drawing and the calculation, with one history for undo. Each step of the calculation is added to the journal, and each corrected
/// drawing to the file of corrections.
/// </summary>
internal sealed class PadAndCalculator
{
    private readonly IDigitReader _reader;
    private readonly Settings _settings;
    private readonly Journal? _journal;
    private readonly PocketCalculator _calculator;
    private readonly History _history = new();
    private long _askedAbout = -1;

    /// <summary>The drawings of the digits that were read, as long as these can be corrected.</summary>
    private readonly ConditionalWeakTable<SavedDigit, IReadOnlyList<Stroke>> _drawings = [];

    /// <param name="reader">Reads the drawing.</param>
    /// <param name="settings">Says whether corrections may be kept.</param>
    /// <param name="journal">The steps of an earlier run, which are repeated now; null to start empty and to store nothing.</param>
    public PadAndCalculator(IDigitReader reader, Settings settings, Journal? journal)
    {
        _reader = reader;
        _settings = settings;
        _calculator = journal is null ? new() : new(journal.Start);
        foreach (var step in journal?.Steps ?? [])
        {
            if (step.Kind == InputKind.Undo)
                Travel(_history.Undo(), step, () => false);
            else if (step.Kind == InputKind.Redo)
                Travel(_history.Redo(), step, () => false);
            else
                Apply(step);
        }
        _journal = journal;
    }

    /// <summary>A message for the person; true if it is about a failure.</summary>
    public event Action<string, bool>? Notice;

    /// <summary>The drawing left the pad. Raised with its strokes, before they are gone.</summary>
    public event Action<ImmutableArray<Stroke>>? Leaving;

    /// <summary>A digit was added to the number, or replaced.</summary>
    public event Action? Arrived;

    /// <summary>The file of corrected drawings; null if they are not kept.</summary>
    public string? CorrectionsFile { get; set; }

    public Drawing Drawing { get; } = new();

    public CalculatorState State => _calculator.State;

    public bool CanUndo => _history.CanUndo || Drawing.PenIsDown;

    public bool CanRedo => _history.CanRedo && !Drawing.PenIsDown;

    /// <summary>Whether all ink on the pad has been read.</summary>
    public bool ReadingIsCurrent => Drawing.IsEmpty || _reader.Latest.Version == Drawing.Version;

    /// <summary>Whether the person was asked which digit the drawing is.</summary>
    public bool IsAsked => _askedAbout == Drawing.Version;

    /// <summary>Reads the drawing on the pad and waits for the result.</summary>
    public Reading Read() => _reader.Read(Drawing.Version, Drawing.Snapshot());

    /// <summary>Puts the pen down at a place in ink units; time in milliseconds.</summary>
    public void Begin(float x, float y, double time)
    {
        Drawing.Begin(x, y, time);
        InkChanged(Parts.None);
    }

    /// <inheritdoc cref="Begin"/>
    public void Extend(float x, float y, double time)
    {
        Drawing.Extend(x, y, time);
        InkChanged(Parts.None);
    }

    /// <summary>Lifts the pen if it is down.</summary>
    public void EndStroke()
    {
        if (!Drawing.PenIsDown)
            return;
        Drawing.End();
        InkChanged(Parts.Ink);
    }

    /// <summary>Drops the stroke that is being drawn, if one is.</summary>
    public void CancelStroke()
    {
        if (!Drawing.PenIsDown)
            return;
        Drawing.Undo();
        InkChanged(Parts.None);
    }

    /// <inheritdoc cref="Drawing.EraseAlong"/>
    public void EraseAlong(Vector2 from, Vector2 to, float radius)
    {
        if (Drawing.EraseAlong(from, to, radius) > 0)
            InkChanged(Parts.Ink);
    }

    /// <summary>Clears the pad as one step.</summary>
    public void ClearPad() => ClearPad(Parts.None);

    /// <summary>Undoes the open stroke, or the last step.</summary>
    public void Undo()
    {
        if (!Drawing.PenIsDown)
        {
            Travel(_history.Undo(), CalculatorInput.Undo, Drawing.Undo);
            return;
        }
        CancelStroke();
    }

    public void Redo() => Travel(_history.Redo(), CalculatorInput.Redo, Drawing.Redo);

    /// <summary>
    /// Adds the digit, or the digits, on the pad to the number: as read, or as the person says. An uncertain reading needs a second
    /// confirmation.
    /// </summary>
    /// <param name="typed">The digit that is meant; in a number, which is read as unsure, its least sure one.</param>
    /// <returns>False if the person is asked first (<see cref="IsAsked"/>), or if it is not read yet.</returns>
    public bool TakeDigit(int? typed)
    {
        EndStroke();
        var reading = Drawing.IsEmpty ? Reading.Nothing : Read();
        if (!Drawing.IsEmpty && reading.Version != Drawing.Version && typed is null && _reader.Problem is null)
        {
            Notice?.Invoke("This is not read yet: press again in a moment", false);
            return false;
        }
        if (reading.IsUnsure && typed is null && _askedAbout != reading.Version)
        {
            _askedAbout = reading.Version;
            Notice?.Invoke(reading.Number is { } asked
                ? $"Is it {asked.Text}? Choose the digit, or press again"
                : "Which digit is it? Type it, or press again", false);
            return false;
        }
        if (reading.Number is { } number)
        {
            TakeNumber(number, reading.IsUnsure ? typed : null);
            if (typed is { } next && !reading.IsUnsure)
                Apply(CalculatorInput.Digit(SavedDigit.Typed(next)));
            return true;
        }
        SavedDigit digit;
        if (reading.Probabilities is { } probabilities)
        {
            digit = SavedDigit.Read(probabilities);
            var drawing = Drawing.Snapshot();
            if (typed is { } sure && (reading.IsUnsure || sure != digit.Digit))
                Keep(sure, drawing);
            if (typed is { } meant && meant != digit.Digit)
                digit = digit.CorrectedTo(meant);
            _drawings.Add(digit, drawing);
        }
        else if (typed is { } plain)
        {
            digit = SavedDigit.Typed(plain);
        }
        else
        {
            return true;
        }
        Apply(CalculatorInput.Digit(digit));
        return true;
    }

    private void TakeNumber(NumberReading number, int? leastSure)
    {
        if (leastSure is { } sure)
            Keep(sure, number.Marks[number.LeastSure].Ink);
        var input = number.ToInput(leastSure);
        foreach (var (mark, entered) in number.Marks.Zip(input.Marks))
        {
            if (entered.SavedDigit is { } digit)
                _drawings.AddOrUpdate(digit, mark.Ink);
        }
        Apply(input);
    }

    /// <summary>Replaces the last digit of the number.</summary>
    public void Replace(int digit)
    {
        var drawing = LastDrawing;
        Apply(CalculatorInput.Replace(digit));
        if (drawing is null)
            return;
        Keep(digit, [.. drawing]);
        _drawings.AddOrUpdate(State.Digits[^1], drawing);
    }

    public void Apply(CalculatorInput input)
    {
        var effect = _calculator.Apply(input);
        var changed = effect.HasFlag(CalculatorEffect.Changed);
        if (changed)
            Remember(input);
        if (input.Kind == InputKind.Digit && effect == CalculatorEffect.None)
            Notice?.Invoke("A number has up to 15 digits", false);
        if (input.Kind == InputKind.Number && effect == CalculatorEffect.None)
            Notice?.Invoke("No room for it: at most 15 digits and one point, and no sign inside", false);
        if (changed && input.Kind is InputKind.Digit or InputKind.Replace or InputKind.Point or InputKind.Number)
            Arrived?.Invoke();
        var recorded = changed ? Parts.Calculator : Parts.None;
        if (effect.HasFlag(CalculatorEffect.PadFree) && !Drawing.IsEmpty)
            ClearPad(recorded);
        else
            _history.Record(recorded);
    }

    /// <summary>The drawing of the last digit; null if that was typed.</summary>
    private IReadOnlyList<Stroke>? LastDrawing => State.Digits is [.., var last] && _drawings.TryGetValue(last, out var ink) ? ink : null;

    /// <summary>Stores the correct digit of a drawing for <c>gpudigits adapt</c>, if the person allows it.</summary>
    public void Keep(int digit, ImmutableArray<Stroke> ink)
    {
        if (CorrectionsFile is null || ink.IsDefaultOrEmpty || !_settings.MayKeepCorrections())
            return;
        try
        {
            if (!CorrectionFile.Append(CorrectionsFile, digit, ink))
                Notice?.Invoke("The drawing is too large to be kept for learning", false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice?.Invoke("The correction could not be kept", true);
        }
    }

    private void Remember(CalculatorInput step)
    {
        _journal?.Append(step, Notice);
        _journal?.KeepShort(_calculator);
    }

    private void ClearPad(Parts together)
    {
        if (Drawing.IsEmpty)
            return;
        if (Drawing.PenIsDown)
        {
            Drawing.End();
            _history.Record(Parts.Ink);
        }
        Leaving?.Invoke(Drawing.Snapshot());
        Drawing.Clear();
        InkChanged(Parts.Ink | together);
    }

    private void Travel(Parts parts, CalculatorInput step, Func<bool> draw)
    {
        if (parts.HasFlag(Parts.Calculator))
        {
            var (drawing, digit) = (LastDrawing, State.Digits.LastOrDefault());
            _calculator.Apply(step);
            Remember(step);
            // The correction was a mistake, or it was none after all.
            if (drawing is not null && ReferenceEquals(LastDrawing, drawing) && State.Digits[^1].Digit != digit!.Digit)
                Keep(State.Digits[^1].Digit, [.. drawing]);
        }
        if (parts.HasFlag(Parts.Ink))
        {
            draw();
            InkChanged(Parts.None);
        }
    }

    private void InkChanged(Parts recorded)
    {
        _history.Record(recorded);
        _reader.Submit(Drawing.Version, Drawing.Snapshot());
    }
}
