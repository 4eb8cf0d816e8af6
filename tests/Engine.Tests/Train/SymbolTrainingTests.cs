using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>How the two networks that read symbols are trained.</summary>
public sealed class SymbolTrainingTests
{
    private static readonly DigitSet NoDigits = new(28, 28, [], []);

    [Fact]
    public void TheSetHoldsEveryShape_AndIsTheSameAgain()
    {
        var set = SymbolSet.Make(NoDigits, 1, singles: 300, calculations: 60);
        Assert.Equal(Enumerable.Range(0, Alphabet.None), set.Labels.Select(label => (int)label).Distinct().Order());
        Assert.Equal(set.Fingerprint(), SymbolSet.Make(NoDigits, 1, singles: 300, calculations: 60).Fingerprint());
        Assert.NotEqual(set.Fingerprint(), SymbolSet.Make(NoDigits, 2, singles: 300, calculations: 60).Fingerprint());
    }

    [Fact]
    public void TheSetBeginsWithTheDigits()
    {
        var digits = SyntheticDigits.Set(20, 3);
        var set = SymbolSet.Make(digits, 1, singles: 10, calculations: 1);
        Assert.Equal(digits.Fingerprint(), new DigitSet(28, 28, set.Images[..digits.Images.Length], set.Labels[..20]).Fingerprint());
    }

    [Fact]
    public void DigitsOfAnotherSize_AreRefusedBeforeAnythingIsWritten()
    {
        var digits = new DigitSet(20, 30, new byte[600], [1]);
        var e = Assert.Throws<ArgumentException>(() => SymbolSet.Make(digits, 1, singles: int.MaxValue, calculations: int.MaxValue));
        Assert.Contains("28×28", e.Message, StringComparison.Ordinal);
        Assert.Contains("20×30", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachSymbolOfACalculation_IsAWindow_AndTheOthersAreNone()
    {
        var (all, found) = (0, 0);
        for (uint i = 0; i < 50; i++)
        {
            var written = SyntheticCalculations.Write(1, i);
            var windows = WrittenWindows.Of(Page.Of(written.Strokes), written).ToArray();
            var named = windows.Where(one => one.Label != Alphabet.None)
                .Select(one => (string.Join(',', one.Strokes), (int)one.Label)).Order();
            var symbols = written.Symbols.Where(symbol => windows.Any(one => one.Strokes.AsSpan().SequenceEqual(symbol.Strokes.AsSpan())))
                .Select(symbol => (string.Join(',', symbol.Strokes), Alphabet.ClassOf(symbol.Label))).Order();
            Assert.Equal(symbols, named);
            (all, found) = (all + written.Symbols.Length, found + symbols.Count());
        }

        // A symbol whose strokes are far apart may have no window: seldom.
        Assert.InRange(found, 0.99 * all, all);
    }

    [Fact]
    public void ThePlaceNetworkHasTheSameBits_WhateverTheNumberOfThreads()
    {
        float[][] weights = [.. ((int[])[1, 2, 3]).Select(threads =>
        {
            using var device = new VectorDevice(threads);
            return SymbolFit.Fit(device, Shapes(), 1, calculations: 20).Places!.Weights;
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Fact]
    public void ThePlaceNetworkLearns_WhatASizeTells()
    {
        // The shape network is untrained: what is learnt comes from the measures alone.
        using var device = new VectorDevice(2);
        var model = SymbolFit.Fit(device, Shapes(), 1, calculations: 300);
        var (vectors, labels) = SymbolFit.Vectors(device, model, 99, 60);
        using var networks = new SymbolNetworks(device, model);
        var read = networks.ReadPlaces(vectors);
        var right = labels.Where((label, i) => Numbers.ArgMax(read.AsSpan(i * Alphabet.Classes, Alphabet.Classes)) == label).Count();
        var most = labels.GroupBy(label => label).Max(same => same.Count());
        Assert.InRange(right, most + (labels.Length - most) / 5, labels.Length);
    }

    [Fact]
    public void AModelOfOtherNetworks_ReadsNoSymbols()
    {
        using var device = new VectorDevice(1);
        var tutorial = Presets.Tutorial();
        var digits = new TrainedModel(tutorial, tutorial.Initialise(1));
        Assert.Contains("place network", Assert.Throws<ModelException>(() => new SymbolNetworks(device, digits)).Message);
        foreach (var wrong in (TrainedModel[])[digits with { Places = digits }, Shapes() with { Places = digits }])
            Assert.Contains("values of", Assert.Throws<ModelException>(() => new SymbolNetworks(device, wrong)).Message);
    }

    private static TrainedModel Shapes() => new(Presets.Symbols(), Presets.Symbols().Initialise(1));
}
