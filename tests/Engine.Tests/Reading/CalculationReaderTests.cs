using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>The whole reader, with the shipped networks, on ink that no training has seen.</summary>
public sealed class CalculationReaderTests : IDisposable
{
    /// <summary>Seeds of tests begin here; trainings use small ones.</summary>
    private const uint Seed = 0x7E57_0000;

    private readonly VectorDevice _device = new(1);
    private readonly SymbolNetworks _networks;

    public CalculationReaderTests() => _networks = new(_device, TrainedModel.Load(ShippedModel.Find(Presets.SymbolsName)!));

    public void Dispose()
    {
        _networks.Dispose();
        _device.Dispose();
    }

    [Fact]
    public void OfSyntheticCalculations_MostAreReadExactly_AndHardlyOneIsWrongUnmarked()
    {
        int exact = 0, wrongUnmarked = 0;
        const int Count = 300;
        for (uint i = 0; i < Count; i++)
        {
            var written = SyntheticCalculations.Write(Seed, i);
            var reading = Read(written.Strokes);
            exact += reading.Text == written.Plain ? 1 : 0;
            wrongUnmarked += reading.Text != written.Plain && !reading.IsDoubtful ? 1 : 0;
        }

        Assert.InRange(exact, Count * 8 / 10, Count);
        Assert.InRange(wrongUnmarked, 0, Count / 50);
    }

    [Fact]
    public void Explanation_IsOfTheSameReading_AndItsScoresAreThoseThatDecided()
    {
        for (uint i = 0; i < 20; i++)
        {
            var reader = CalculationReader.Of(_networks, SyntheticCalculations.Write(Seed, i).Strokes);
            var explanation = reader.Explain();
            var reading = reader.Read();
            AssertEqual(reading, explanation.Reading);
            var best = explanation.Readings[0];
            Assert.Equal(reading.Text, best.Formula.ToString());
            Assert.Equal(reading.Symbols.Select(one => one.Label), best.Symbols.Select(one => one.Label));
            Assert.Equal(explanation.Readings.Select(one => one.Formula.ToString()).Distinct().Count(), explanation.Readings.Length);
            Assert.Equal(explanation.Readings.Select(one => one.Score).OrderDescending(), explanation.Readings.Select(one => one.Score));
            Assert.Equal(1, explanation.Readings.Sum(one => one.Probability), 1e-3f);
            Assert.Equal(explanation.Readings.Length > 1 ? best.Score - explanation.Readings[1].Score : null, explanation.Lead);
            Assert.Equal(
                explanation.Divisions.Select(one => one.Score).OrderDescending(), explanation.Divisions.Select(one => one.Score));
            foreach (var division in explanation.Divisions)
            {
                var windows = division.Windows.Select(strokes =>
                    explanation.Windows.Single(one => one.Strokes.SequenceEqual(strokes))).ToArray();
                var leftOut = reader.Count - windows.Sum(one => one.Strokes.Length);
                Assert.Equal(windows.Sum(one => one.Gain) - (leftOut * Segmenter.LeftOut), division.Score, 1e-2f);
            }

            Assert.All(explanation.Windows, one =>
            {
                Assert.Equal(1, one.ByShape.Sum(), 1e-3f);
                Assert.Equal(1, one.ByPlace.Sum(), 1e-3f);
                Assert.InRange(one.Gain, -9, 9);
            });
        }

        Assert.Empty(new CalculationReader(_networks).Explain().Readings);
    }

    [Fact]
    public void ReadingAfterEachStroke_EndsWithWhatReadingOnceGives()
    {
        for (uint i = 0; i < 20; i++)
        {
            var strokes = SyntheticCalculations.Write(Seed, i).Strokes;
            var live = new CalculationReader(_networks);
            foreach (var stroke in strokes)
            {
                live.Add(stroke);
                live.Read();
            }

            AssertEqual(Read(strokes), live.Read());
        }
    }

    [Fact]
    public void AStrokeThatIsRemoved_LeavesTheReadingOfTheOthers()
    {
        var strokes = SyntheticCalculations.Write(Seed, 3).Strokes;
        for (var removed = 0; removed < strokes.Length; removed++)
        {
            var reader = CalculationReader.Of(_networks, strokes);
            reader.Read();
            reader.RemoveAt(removed);
            AssertEqual(Read(strokes.RemoveAt(removed)), reader.Read());
        }
    }

    [Fact]
    public void ASymbolThatAPersonFixed_StaysWhateverTheNetworksSay()
    {
        var written = SyntheticCalculations.Write(Seed, 1);
        foreach (var symbol in written.Symbols)
        {
            var reader = CalculationReader.Of(_networks, written.Strokes);
            var label = symbol.Label == '7' ? '8' : '7';
            reader.Lock(symbol.Strokes, label);
            var read = reader.Read().Symbols.Single(one => one.Strokes.AsSpan().SequenceEqual(symbol.Strokes.AsSpan()));
            Assert.Equal(label, read.Label);
            Assert.False(read.IsDoubtful);
        }
    }

    [Fact]
    public void WhenAStrokeOfAFixedSymbolGoes_TheFixGoesToo()
    {
        var reader = new CalculationReader(_networks);
        reader.Add(TestInk.Bar(0, 0));
        reader.Add(TestInk.Dash(-30, 50));
        reader.Lock([0, 1], '4');
        Assert.Equal("4", reader.Read().Text);
        reader.RemoveAt(1);
        Assert.Equal("1", reader.Read().Text);
    }

    [Fact]
    public void WhatIsNoSymbol_IsNotFixed()
    {
        var reader = new CalculationReader(_networks);
        reader.Add(TestInk.Bar(0, 0));
        Assert.Throws<ArgumentException>(() => reader.Lock([], '1'));
        Assert.Throws<ArgumentException>(() => reader.Lock([1], '1'));
        Assert.Throws<ArgumentException>(() => reader.Lock([0, 1], '1'));
        Assert.Throws<ArgumentException>(() => reader.Lock([-1, 0], '1'));
        Assert.Throws<ArgumentException>(() => reader.Lock([0, 0], '1'));
        Assert.Throws<ArgumentException>(() => reader.Lock([0], 'x'));
    }

    [Fact]
    public void NoInk_IsReadAsNothing_AndTooMuchAsNothingThatIsDoubtful()
    {
        var reader = new CalculationReader(_networks);
        Assert.Equal(("", false), (reader.Read().Text, reader.Read().IsDoubtful));
        for (var i = 0; i <= CalculationReader.MaxStrokes; i++)
            reader.Add(TestInk.Bar(30 * i, 0));
        Assert.Equal(("", true), (reader.Read().Text, reader.Read().IsDoubtful));
    }

    /// <summary>A photographed page has thousands of strokes, and each would be measured against all others.</summary>
    [Fact]
    public void OfTooManyStrokes_NoMoreAreLookedAt_ThanSayThatTheyAreTooMany()
    {
        var taken = 0;
        var reader = CalculationReader.Of(_networks, Enumerable.Range(0, 5000).Select(i =>
        {
            taken++;
            return TestInk.Bar(30 * i, 0);
        }));
        Assert.Equal(("", true), (reader.Read().Text, reader.Read().IsDoubtful));
        Assert.Equal(CalculationReader.MaxStrokes + 1, taken);
    }

    [Fact]
    public void RandomStrokes_AreReadWithoutAFault_AndNeverSurely()
    {
        var random = new Random(17);
        for (var drawing = 0; drawing < 40; drawing++)
        {
            var reader = new CalculationReader(_networks);
            for (var i = 0; i < 25; i++)
                reader.Add(Scribble(random));
            Assert.True(reader.Read().IsDoubtful);
        }
    }

    [Fact]
    public void ADotALineAndTheSamePointTwice_AreReadWithoutAFault()
    {
        InkPoint at = new(5, 5, 0);
        foreach (var points in (ImmutableArray<InkPoint>[])[[at], [at, at], [at, new(1e6f, -1e6f, 8)], [new(-1e6f, 0, 0), new(1e6f, 0, 8)]])
            Assert.NotNull(Read([new(points), new(points), TestInk.Bar(0, 0)]));
    }

    private static Stroke Scribble(Random random)
    {
        var at = new Vector2(random.NextSingle(), random.NextSingle()) * 800;
        var points = new List<Vector2> { at };
        for (var i = random.Next(30); i >= 0; i--)
            points.Add(at += 60 * new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f));
        return TestInk.Line([.. points]);
    }

    private CalculationReading Read(ImmutableArray<Stroke> strokes) => CalculationReader.Of(_networks, strokes).Read();

    private static void AssertEqual(CalculationReading expected, CalculationReading actual)
    {
        Assert.Equal(expected.Text, actual.Text);
        Assert.Equal(expected.IsDoubtful, actual.IsDoubtful);
        Assert.Equal(
            expected.Symbols.Select(symbol => (symbol.Label, string.Join(',', symbol.Strokes))),
            actual.Symbols.Select(symbol => (symbol.Label, string.Join(',', symbol.Strokes))));
    }
}
