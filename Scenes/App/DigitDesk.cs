using System.Collections.Immutable;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes.App;

/// <summary>A network that reads drawings, what tells numbers from digits, and what can be seen inside. For one thread at a time.</summary>
/// <param name="network">Belongs to the desk from now on.</param>
/// <param name="measure">Measures or counts the cost of each layer, once for each network that is looked into.</param>
internal sealed class DigitDesk(IReadingNetwork network, Func<NetworkProbe, IReadOnlyList<LayerCost>> measure) : IDisposable
{
    // The first run compiles the code, so it is done before a person waits.
    private static readonly ImmutableArray<Stroke> Line = [new Stroke([new(0, 0, 0), new(100, 100, 0)])];

    private IReadOnlyList<LayerCost>? _costs;

    /// <summary>Tells numbers from digits; null: every drawing is read as one digit. Belongs to the desk.</summary>
    public NumberReader? Numbers { get; set; }

    public void Use(IReadingNetwork other)
    {
        network.Dispose();
        (network, _costs) = (other, null);
    }

    public void WarmUp() => Read(0, Line);

    /// <exception cref="ModelException">The network gives no numbers.</exception>
    public Reading Read(long version, ImmutableArray<Stroke> ink)
    {
        var picture = DigitPreparation.Prepare(ink);
        if (picture is null)
            return new(version, null, null);
        var verdict = Judge(picture);
        var reading = new Reading(version, picture, verdict.Probabilities, verdict.IsUnsure);
        return Numbers?.Read(ink, reading, Judge) ?? reading;
    }

    /// <summary>Adds the output of every layer; null if nobody can look into the network.</summary>
    public Reading? LookInto(Reading reading)
    {
        if (network.Probe is not { } probe)
            return null;
        var picture = reading.Picture is null ? new float[probe.Model.Input.Size] : Levels.ToFloats(reading.Picture);
        return reading with { Activations = probe.Run(picture), Costs = _costs ??= measure(probe) };
    }

    public void Dispose()
    {
        network.Dispose();
        Numbers?.Dispose();
    }

    private Verdict Judge(byte[] digit)
    {
        var verdict = network.Read(Levels.ToFloats(digit));
        return Engine.Numbers.AreFinite(verdict.Probabilities)
            ? verdict
            : throw new ModelException("the network gives no number for a picture: its weights are of no use");
    }
}
