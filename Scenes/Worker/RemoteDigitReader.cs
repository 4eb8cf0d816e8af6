using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Worker;

/// <summary>Reads the pad in a worker. Nothing waits for a reading: who needs one looks at <see cref="IsCurrent"/> first.</summary>
/// <inheritdoc/>
internal sealed class RemoteDigitReader(Action<Message> post, Func<TrainedModel> model) : RemoteReader(post, model), IDigitReader
{
    private readonly InkWay _pad = new();
    private (long Version, ImmutableArray<Stroke> Ink) _newest = (0, []), _asked = (-1, []);
    private bool _waits, _looksInside;
    private string? _remark;

    public bool IsReady { get; private set; }

    public bool ReadsNumbers { get; private set; }

    public Reading Latest { get; private set; } = Reading.Nothing;

    public bool CanLookInside { get; private set; } = true;

    public bool LooksInside
    {
        get => _looksInside && CanLookInside;
        set
        {
            _looksInside = value;
            if (value)
                Submit(_newest.Version, _newest.Ink);
        }
    }

    /// <summary>Whether what was submitted last is read, or never will be.</summary>
    public bool IsCurrent => !IsReady || Problem is not null || (!IsBusy && !_waits);

    public TrainedModel? Used { get; private set; }

    public string? TakeRemark()
    {
        var remark = _remark;
        _remark = null;
        return remark;
    }

    public void Use(TrainedModel model)
    {
        Tell(new UseModel { Tail = ModelBytes.Write(model) });
        ReadWith(Used = model);
        CanLookInside = true;
        Submit(_newest.Version, _newest.Ink);
    }

    public void Submit(long version, ImmutableArray<Stroke> ink)
    {
        (_newest, _waits) = ((version, ink), true);
        if (IsReady && !IsBusy && Problem is null)
            Continue();
    }

    public Reading Read(long version, ImmutableArray<Stroke> ink) => Latest.Version == version ? Latest : Reading.Nothing;

    protected override bool Take(Message message)
    {
        if (message is DigitState state)
        {
            (IsReady, ReadsNumbers, _remark) = (state.IsReady, state.ReadsNumbers, state.Remark ?? _remark);
            if (state.Problem is { } problem)
                Fail(problem);
            return true;
        }
        if (message is not DigitWasRead read)
            return false;
        IsBusy = false;
        CanLookInside &= read.CanLookInside;
        var seen = ActivationsOf(read.Tail);
        Latest = new(read.Version, read.Picture, read.Probabilities, read.IsUnsure)
        {
            Number = read.Marks is null ? null : new([.. read.Marks.Select(Mark)], read.LeastSure),
            Activations = seen,
            Costs = seen is null ? [] : LayerCost.Count(seen.Model),
        };
        return true;

        ReadMark Mark(MarkForm form) => new([.. form.Strokes.Select(at => _asked.Ink[at])], form.Picture, form.Probabilities);
    }

    protected override void Continue()
    {
        if (!_waits)
            return;
        (_asked, _waits) = (_newest, false);
        Ask(new ReadDigit(_asked.Version, _pad.Write(_asked.Ink), LooksInside));
    }
}
