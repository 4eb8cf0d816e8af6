using System.Collections.Immutable;
using GpuDigits.Engine;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Viewer.App;

/// <summary>The reading of one version of the drawing.</summary>
/// <param name="Version">The drawing's version.</param>
/// <param name="Picture">The picture that the network was given, 28×28 grey levels; null if nothing could be a digit.</param>
/// <param name="Probabilities">The ten probabilities; null if the picture is null.</param>
/// <param name="IsUnsure">Whether the network asks the person which digit it is.</param>
internal sealed record Reading(long Version, byte[]? Picture, float[]? Probabilities, bool IsUnsure = false)
{
    /// <summary>The number, if several digits are side by side; picture and probabilities are those of its least sure digit.</summary>
    public NumberReading? Number { get; init; }

    /// <summary>
    /// The output of every layer for the picture, or for an empty one if there is none; null while no panel needs it, or if it is unknown.
    /// </summary>
    public Activations? Activations { get; init; }

    /// <summary>The cost of each layer; empty if there are no activations.</summary>
    public IReadOnlyList<LayerCost> Costs { get; init; } = [];

    public static readonly Reading Nothing = new(0, null, null);

    public DigitReading? Best =>
        Probabilities is { } p && Array.IndexOf(p, p.Max()) is var digit ? new DigitReading(digit, p[digit]) : null;
}

/// <summary>
/// Reads drawings on a separate thread. If drawings come faster than they can be read, only the newest is kept.
/// </summary>
internal sealed class DigitReader : ReaderThread
{
    private readonly Func<NumberReader?>? _loadNumbers;
    private (long Version, ImmutableArray<Stroke> Ink)? _submitted;
    private Reading _latest = Reading.Nothing;
    private IReadingNetwork? _replacement;
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

    public bool IsReady
    {
        get
        {
            lock (Gate)
                return _isReady;
        }
    }

    /// <summary>Whether several digits side by side are read as a number.</summary>
    public bool ReadsNumbers
    {
        get
        {
            lock (Gate)
                return _readsNumbers;
        }
    }

    /// <summary>Why another network reads than the requested one; null if there is no reason, or it was taken already.</summary>
    public string? TakeRemark()
    {
        lock (Gate)
        {
            var remark = _remark;
            _remark = null;
            return remark;
        }
    }

    public Reading Latest
    {
        get
        {
            lock (Gate)
                return _latest;
        }
    }

    /// <summary>False once the activations of the network are known to be unavailable.</summary>
    public bool CanLookInside
    {
        get
        {
            lock (Gate)
                return _canLookInside;
        }
    }

    /// <summary>Whether readings come with the output of every layer. Setting it reads the newest drawing again.</summary>
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

    /// <summary>
    /// Uses another network from now on, and reads the newest drawing again. The reader owns the network.
    /// </summary>
    public void Use(IReadingNetwork network)
    {
        IReadingNetwork? unused;
        lock (Gate)
        {
            (unused, _replacement) = _hasEnded ? (network, null) : (_replacement, network);
            _canLookInside = true;
            _networksSet++;
            Submit(_newest.Version, _newest.Ink);
        }
        unused?.Dispose();
    }

    /// <summary>Requests the reading of a drawing. It replaces one that still waits.</summary>
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

    /// <summary>The reading of a drawing; waits for it if necessary. <see cref="Reading.Nothing"/> if there is no network.</summary>
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
        IReadingNetwork? network = null;
        NumberReader? numbers = null;
        IReadOnlyList<LayerCost>? costs = null;
        try
        {
            network = load();
            // The first run compiles the code, so it is done before a person waits.
            Stroke[] line = [new Stroke([new(0, 0, 0), new(100, 100, 0)])];
            Read(network, null, 0, [.. line]);
            Tell(() => _isReady = true);
            if ((numbers = LoadNumbers()) is not null)
                Read(network, numbers, 0, [.. line]);
            Tell(() => (_isComplete, _readsNumbers) = (true, numbers is not null));
            while (Next() is var (version, ink))
            {
                if (TakeReplacement(out var number) is { } other)
                {
                    network.Dispose();
                    (network, costs) = (other, null);
                }
                var reading = Read(network, numbers, version, ink);
                var probe = LooksInside ? network.Probe : null;
                if (probe is not null)
                    reading = reading with { Activations = Look(probe, reading.Picture), Costs = costs ??= measure(probe) };
                var isClosed = probe is null && LooksInside;
                Tell(() => (_latest, _networkOfLatest, _canLookInside) = (reading, number, _canLookInside && !isClosed));
            }
        }
        finally
        {
            network?.Dispose();
            numbers?.Dispose();
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

    private static Reading Read(IReadingNetwork network, NumberReader? numbers, long version, ImmutableArray<Stroke> ink)
    {
        var picture = DigitPreparation.Prepare(ink);
        if (picture is null)
            return new(version, null, null);
        var verdict = Judge(picture);
        var reading = new Reading(version, picture, verdict.Probabilities, verdict.IsUnsure);
        return numbers?.Read(ink, reading, Judge) ?? reading;

        Verdict Judge(byte[] digit)
        {
            var verdict = network.Read(Levels.ToFloats(digit));
            return Numbers.AreFinite(verdict.Probabilities)
                ? verdict
                : throw new ModelException("the network gives no number for a picture: its weights are of no use");
        }
    }

    private static Activations Look(NetworkProbe probe, byte[]? picture) =>
        probe.Run(picture is null ? new float[probe.Model.Input.Size] : Levels.ToFloats(picture));

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
