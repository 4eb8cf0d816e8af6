using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// The document of the sheet: ink and typed text, what was read of them, and the answers. One thread owns it. Each method that changes it
/// is one step that can be undone; calls that make no sense at the moment change nothing.
/// </summary>
internal sealed class Paper
{
    private readonly PaperHistory _history = new();
    private readonly IPaperReader? _reader;
    private readonly PaperWork _work = new();
    private readonly PaperJournal? _journal;
    private PaperContent? _erasing;

    /// <param name="reader">Reads what is written; null: nothing is read.</param>
    /// <param name="journal">The steps of an earlier run, which are made again now; null to start empty and to keep nothing.</param>
    public Paper(IPaperReader? reader = null, PaperJournal? journal = null)
    {
        _reader = reader;
        _journal = journal;
        _history.Repeat(journal?.Steps ?? []);
        Update();
    }

    /// <summary>Something that can be seen has changed. Raised on the owner's thread.</summary>
    public event Action? Changed;

    /// <summary>A message for the person; true if it is about a failure.</summary>
    public event Action<string, bool>? Notice;

    /// <summary>A person said what some strokes are, which had been read otherwise or doubtfully.</summary>
    public event Action<ImmutableArray<Stroke>, char>? Corrected;

    /// <summary>All that a person made.</summary>
    public PaperContent Content => _erasing ?? _history.Content;

    /// <summary>The strokes, by their ids: in the order of writing.</summary>
    public ImmutableArray<PaperStroke> Strokes => Content.Strokes;

    /// <summary>The calculations, by their ids.</summary>
    public ImmutableArray<PaperCalculation> Calculations => _work.Calculations;

    /// <summary>The answers that were dragged elsewhere, with what is to be shown of them.</summary>
    public ImmutableArray<LinkedAnswer> Links => _work.Links;

    /// <summary>The box around all ink, texts, links and answers; <see cref="InkBounds.Empty"/> if there is nothing.</summary>
    public InkBounds Bounds => _work.Bounds;

    public bool CanUndo => _erasing is not null || _history.CanUndo;

    public bool CanRedo => _erasing is null && _history.CanRedo;

    /// <summary>Whether all that is on the paper was read, or cannot be.</summary>
    public bool ReadingIsCurrent => _reader is null || _reader.Problem is not null || _work.IsCurrent;

    /// <summary>Adds a finished stroke; one that scratches out what lies under it deletes that instead.</summary>
    public void Write(Stroke ink)
    {
        EndErase();
        if (!HasRoom(1, ink.Points.Length))
            return;
        ink = InkRounding.Round(ink);
        var covered = ScratchOut.Covers(ink, Content);
        Make(covered.IsEmpty ? new() { Strokes = [new(Content.NextId, ink)] } : new() { Removed = covered });
    }

    /// <summary>Erases what lies within a radius of a way. All up to <see cref="EndErase"/> is one step.</summary>
    public void EraseAlong(Vector2 from, Vector2 to, float radius)
    {
        var reach = new InkBounds(Vector2.Min(from, to) - new Vector2(radius), Vector2.Max(from, to) + new Vector2(radius));
        ImmutableArray<int> erased =
        [
            .. Content.Strokes.Where(one => one.Ink.Bounds.Meets(reach) && one.Ink.DistanceTo(from, to) <= radius).Select(one => one.Id),
            .. Content.Texts.Where(one => one.Typed.Bounds.Meets(reach)).Select(one => one.Id),
            .. Content.Links.Where(one => one.Bounds.Meets(reach)).Select(one => one.Id),
        ];
        if (erased.IsEmpty)
            return;
        _erasing = Content.With(new() { Removed = erased });
        Update();
    }

    /// <summary>Makes what was erased one step.</summary>
    public void EndErase()
    {
        if (_erasing is not { } content)
            return;
        _erasing = null;
        var kept = content.Ids.ToHashSet();
        Make(new() { Removed = [.. Content.Ids.Where(id => !kept.Contains(id))] });
    }

    /// <summary>Moves strokes, and typed texts and links by their ids.</summary>
    public void Move(IReadOnlyCollection<int> strokeIds, Vector2 by)
    {
        EndErase();
        if (by != Vector2.Zero)
            Make(Moved(strokeIds, by, null));
    }

    /// <summary>Copies strokes, and typed texts and links by their ids, to a place aside.</summary>
    /// <returns>The ids of the copies, in the order of what was copied.</returns>
    public ImmutableArray<int> Copy(IReadOnlyCollection<int> strokeIds, Vector2 by)
    {
        EndErase();
        var ids = strokeIds.ToHashSet();
        var points = Content.Strokes.Where(one => ids.Contains(one.Id)).Sum(one => one.Ink.Points.Length);
        if (!HasRoom(ids.Count, points))
            return [];
        var names = new Dictionary<int, int>();
        foreach (var id in Content.Ids.Where(ids.Contains).Order())
            names[id] = Content.NextId + names.Count;
        Make(Moved(names.Keys, by, names));
        return [.. names.Values.Order()];
    }

    /// <summary>Deletes strokes, and typed texts and links by their ids.</summary>
    public void Delete(IReadOnlyCollection<int> strokeIds)
    {
        EndErase();
        var ids = strokeIds.ToHashSet();
        Make(new() { Removed = [.. Content.Ids.Where(ids.Contains)] });
    }

    /// <summary>Fixes which symbol some strokes are; the reading obeys from now on.</summary>
    /// <param name="calculation">The calculation.</param>
    /// <param name="strokeIds">1 to 4 of its strokes.</param>
    /// <param name="label">One of <see cref="Alphabet.Shapes"/>; a raised dot counts as a dot.</param>
    public void Lock(int calculation, ImmutableArray<int> strokeIds, char label)
    {
        EndErase();
        var group = Content.Groups.FirstOrDefault(one => one.Id == calculation);
        ImmutableArray<int> ids = [.. strokeIds.Distinct().Order()];
        var strokes = Content.Strokes.Where(one => ids.Contains(one.Id)).Select(one => one.Ink).ToImmutableArray();
        if (Alphabet.ClassOf(label) < 0 || ids.Length is 0 or > CalculationReader.MaxSymbolStrokes || strokes.Length < ids.Length
            || group is null || !ids.All(id => group.Strokes.Any(one => one.Id == id)))
            return;
        label = Alphabet.Shapes[Alphabet.ClassOf(label)];
        Make(new() { Locks = [new(ids, label)] });
        Corrected?.Invoke(strokes, label);
    }

    /// <summary>Shows an answer as decimal instead of as fraction, or the other way round.</summary>
    public void ToggleForm(int calculation)
    {
        EndErase();
        if (Calculations.FirstOrDefault(one => one.Id == calculation) is { Answer.Fraction: not null })
            Make(new() { Forms = [calculation] });
    }

    /// <summary>Puts a typed calculation on the paper.</summary>
    /// <returns>Its id; null if there is no text or no room.</returns>
    public int? Type(string text, Vector2 at, float height)
    {
        EndErase();
        text = TypedText.Clean(text);
        if (text.Length == 0 || !(height is > 0 and < InkPoint.MaxCoordinate) || !new InkPoint(at.X, at.Y, 0).IsSound || !HasRoom(1, 0))
            return null;
        var id = Content.NextId;
        Make(new() { Texts = [new(id, new(text, InkRounding.Round(at), InkRounding.Round(height)))] });
        return id;
    }

    /// <summary>Changes a typed calculation; an empty text deletes it.</summary>
    public void Retype(int calculation, string text)
    {
        EndErase();
        if (Content.Texts.FirstOrDefault(one => one.Id == calculation) is not { } typed)
            return;
        text = TypedText.Clean(text);
        if (text.Length == 0)
            Make(new() { Removed = [calculation] });
        else if (text != typed.Typed.Text)
            Make(new() { Texts = [new(calculation, typed.Typed with { Text = text })] });
    }

    /// <summary>Puts an answer to another place as well, where it is a number that changes with it.</summary>
    /// <param name="ofCalculation">The calculation whose answer it is.</param>
    /// <param name="at">The left end of its baseline there.</param>
    /// <returns>False if there is no such answer, or it would depend on itself there.</returns>
    public bool PlaceAnswer(int ofCalculation, Vector2 at)
    {
        EndErase();
        if (Calculations.FirstOrDefault(one => one.Id == ofCalculation)?.Answer is not { IsFault: false } answer
            || !new InkPoint(at.X, at.Y, 0).IsSound || !HasRoom(1, 0))
            return false;
        var height = InkRounding.Round(answer.Height);
        var link = new PaperLink(
            Content.NextId, ofCalculation, InkRounding.Round(at), InkRounding.Round(TypedText.WidthOf(answer.Shown, height)), height);
        var change = new PaperChange { Links = [link] };
        if (_work.WouldGoRound(Content.With(change)))
        {
            Notice?.Invoke("The answer would depend on itself there", false);
            return false;
        }

        Make(change);
        return true;
    }

    /// <summary>Puts ink on the paper that was written elsewhere.</summary>
    /// <returns>False if there is no room.</returns>
    public bool Put(ImmutableArray<Stroke> ink)
    {
        EndErase();
        if (!HasRoom(ink.Length, ink.Sum(stroke => stroke.Points.Length)))
            return false;
        Make(new() { Strokes = [.. ink.Select((stroke, i) => new PaperStroke(Content.NextId + i, InkRounding.Round(stroke)))] });
        return true;
    }

    /// <summary>Puts the contents of a file in the place of what is there.</summary>
    public void Open(PaperContent content)
    {
        EndErase();
        Step(content);
    }

    /// <summary>Undoes the last step.</summary>
    public void Undo()
    {
        EndErase();
        Step(new PaperUndo());
    }

    /// <summary>Makes the step again that was undone last.</summary>
    public void Redo()
    {
        EndErase();
        Step(new PaperRedo());
    }

    /// <summary>Takes everything away.</summary>
    public void Clear() => Delete([.. Content.Ids]);

    /// <inheritdoc cref="PaperWork.JobOf"/>
    public ReadingJob? JobOf(int calculation) => _work.JobOf(calculation);

    /// <summary>Takes what was read since; to be called when <see cref="ReaderThread.Changed"/> was raised.</summary>
    public void TakeReadings()
    {
        if (_reader?.Take() is not { Length: > 0 } readings)
            return;
        _work.Take(readings);
        Changed?.Invoke();
    }

    /// <summary>Waits until everything is read, and takes it.</summary>
    public void FinishReading()
    {
        _reader?.WaitUntilIdle();
        TakeReadings();
    }

    /// <summary>What is moved, under other names if they are given.</summary>
    private PaperChange Moved(IEnumerable<int> ids, Vector2 by, Dictionary<int, int>? names)
    {
        var chosen = ids.ToHashSet();
        int Name(int id) => names is null ? id : names[id];
        Vector2 Place(Vector2 at) => InkRounding.Round(Vector2.Clamp(at + by, new(-InkPoint.MaxCoordinate), new(InkPoint.MaxCoordinate)));
        return new()
        {
            Strokes = Chosen(Content.Strokes, one => one.Id, one => new PaperStroke(Name(one.Id), InkRounding.Move(one.Ink, by))),
            Texts = Chosen(Content.Texts, one => one.Id, one => new PaperText(Name(one.Id), one.Typed with { At = Place(one.Typed.At) })),
            Links = Chosen(
                Content.Links, one => one.Id, one => new PaperLink(Name(one.Id), one.Source, Place(one.At), one.Width, one.Height)),
            Locks = names is null
                ? []
                : [.. Content.Locks.Where(one => one.StrokeIds.All(chosen.Contains))
                    .Select(one => new PaperLock([.. one.StrokeIds.Select(Name)], one.Label))],
        };

        ImmutableArray<T> Chosen<T>(ImmutableArray<T> all, Func<T, int> id, Func<T, T> move) =>
            [.. all.Where(one => chosen.Contains(id(one))).Select(move)];
    }

    /// <summary>Whether more goes on the paper; says so if not.</summary>
    private bool HasRoom(int parts, int points)
    {
        var hasRoom = Content.Parts + parts <= PaperContent.MaxParts
            && Content.Points + points <= PaperContent.MaxPoints;
        if (!hasRoom)
            Notice?.Invoke("The sheet is full: erase something, or save it and begin another", true);
        return hasRoom;
    }

    private void Make(PaperChange change)
    {
        if (!change.IsNothing)
            Step(change);
    }

    private void Step(PaperStep step)
    {
        if (!_history.Make(step))
            return;
        _journal?.Append(step, Notice);
        _journal?.KeepShort(_history);
        Update();
    }

    private void Update()
    {
        _work.Become(Content, _reader);
        Changed?.Invoke();
    }
}
