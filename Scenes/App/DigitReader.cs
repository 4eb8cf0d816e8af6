using System.Collections.Immutable;
using System.Runtime.Versioning;
using GpuDigits.Engine;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes.App;

/// <summary>
/// Reads drawings on a separate thread. If drawings come faster than they can be read, only the newest is kept.
/// </summary>
[UnsupportedOSPlatform("browser")]
internal sealed class DigitReader : ReaderThread, IDigitReader
{
    private readonly Func<NumberReader?>? _loadNumbers;
    private (long Version, ImmutableArray<Stroke> Ink)? _submitted;
    private Reading _latest = Reading.Nothing;
    private IReadingNetwork? _replacement;
    private TrainedModel? _used;
    private int _networksSet, _networkOfLatest;
    private (long Version, ImmutableArray<Stroke> Ink) _newest = (0, []);
    private bool _isReady, _looksInside, _canLookInside = true, _hasEnded, _readsNumbers, _isComplete;
    private string? _remark;

    /// <param name="load">Loads the network, which the reader then owns. Called on the reader's thread; may be slow.</param>
    /// <param name="measure">
    /// Measures the time of each layer, once for each network that is looked into, on the reader's thread. Null: the costs are only
    /// counted, so that a picture of the window is the same every time.
    /// </param>
    /// <param name="fallback">Loads the network that reads after another has failed; null for none.</param>
    /// <param name="numbers">Loads what tells numbers from digits; null, or if it gives null: every drawing is read as one digit.</param>
    public DigitReader(
        Func<IReadingNetwork> load, Func<NetworkProbe, IReadOnlyList<LayerCost>>? measure = null, Func<IReadingNetwork>? fallback = null,
        Func<NumberReader?>? numbers = null)
    {
        _loadNumbers = numbers;
        measure ??= probe => LayerCost.Count(probe.Model);
        Start("digit reader", () => Serve(load, fallback, measure));
    }

    public bool IsReady => Guarded(in _isReady);

    public bool ReadsNumbers => Guarded(in _readsNumbers);

    public string? TakeRemark()
    {
        lock (Gate)
        {
            var remark = _remark;
            _remark = null;
            return remark;
        }
    }

    public Reading Latest => Guarded(in _latest);

    public bool CanLookInside => Guarded(in _canLookInside);

    public bool LooksInside
    {
        get
        {
            lock (Gate)
                return _looksInside && _canLookInside;
        }
        set
        {
            lock (Gate)
                _looksInside = value;
            if (value)
                Submit(_newest.Version, _newest.Ink);
        }
    }

    public TrainedModel? Used => Guarded(in _used);

    public void Use(TrainedModel model) => Use(new ReadingNetwork(model), model);

    /// <summary>
    /// Uses another network from now on, and reads the newest drawing again. The reader owns the network.
    /// </summary>
    public void Use(IReadingNetwork network) => Use(network, null);

    private void Use(IReadingNetwork network, TrainedModel? model)
    {
        IReadingNetwork? unused;
        lock (Gate)
        {
            _used = model;
            (unused, _replacement) = _hasEnded ? (network, null) : (_replacement, network);
            _canLookInside = true;
            _networksSet++;
            Submit(_newest.Version, _newest.Ink);
        }
        unused?.Dispose();
    }

    public void Submit(long version, ImmutableArray<Stroke> ink)
    {
        lock (Gate)
        {
            _submitted = _newest = (version, ink);
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Blocks until the networks are loaded, or that of the digits has failed. Returns whether digits are read.</summary>
    public bool WaitUntilReady()
    {
        lock (Gate)
        {
            while (!_isComplete && Failure is null)
                Monitor.Wait(Gate);
            return _isComplete;
        }
    }

    public Reading Read(long version, ImmutableArray<Stroke> ink)
    {
        lock (Gate)
        {
            if (!Answers())
                Submit(version, ink);
            while (!Answers() && _isReady && Failure is null)
                Monitor.Wait(Gate);
            return _latest.Version == version ? _latest : Reading.Nothing;
        }

        bool Answers() => _latest.Version == version && _networkOfLatest == _networksSet
            && (!_looksInside || !_canLookInside || _latest.Activations is not null);
    }

    private void Serve(Func<IReadingNetwork> load, Func<IReadingNetwork>? fallback, Func<NetworkProbe, IReadOnlyList<LayerCost>> measure)
    {
        try
        {
            Serve(load, measure);
        }
        catch (Exception e) when (fallback is not null)
        {
            Tell(() => (_remark, _submitted) = (PersonalModel.Instead(e), _submitted ?? _newest));
            Serve(fallback, null, measure);
            return;
        }
        catch (Exception e)
        {
            Fail(e);
        }
        lock (Gate)
            _hasEnded = true;
        TakeReplacement(out _)?.Dispose();
    }

    /// <summary>Reads with a network and its replacements until the reader is disposed.</summary>
    private void Serve(Func<IReadingNetwork> load, Func<NetworkProbe, IReadOnlyList<LayerCost>> measure)
    {
        using var desk = new DigitDesk(load(), measure);
        desk.WarmUp();
        Tell(() => _isReady = true);
        if ((desk.Numbers = LoadNumbers()) is not null)
            desk.WarmUp();
        Tell(() => (_isComplete, _readsNumbers) = (true, desk.Numbers is not null));
        while (Next() is var (version, ink))
        {
            if (TakeReplacement(out var number) is { } other)
                desk.Use(other);
            var reading = desk.Read(version, ink);
            var seen = LooksInside ? desk.LookInto(reading) : reading;
            Tell(() => (_latest, _networkOfLatest, _canLookInside) = (seen ?? reading, number, _canLookInside && seen is not null));
        }
    }

    /// <summary>What tells numbers from digits; null if it is missing or, which the person is told, of no use.</summary>
    private NumberReader? LoadNumbers()
    {
        try
        {
            return _loadNumbers?.Invoke();
        }
        catch (Exception e)
        {
            Tell(() => _remark = $"Numbers are read digit by digit: {Fault.Describe(e)}");
            return null;
        }
    }

    /// <summary>The network that replaces the one in use; null to keep it.</summary>
    /// <param name="number">Number of networks that were set so far.</param>
    private IReadingNetwork? TakeReplacement(out int number)
    {
        lock (Gate)
        {
            number = _networksSet;
            var replacement = _replacement;
            _replacement = null;
            return replacement;
        }
    }

    /// <summary>The newest drawing; null when the reader is disposed.</summary>
    private (long Version, ImmutableArray<Stroke> Ink)? Next()
    {
        lock (Gate)
        {
            while (_submitted is null && !IsEnding)
                Monitor.Wait(Gate);
            var next = IsEnding ? null : _submitted;
            _submitted = null;
            return next;
        }
    }
}
