using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

public sealed class ScratchOutTests
{
    [Fact]
    public void Every_zigzag_over_ink_deletes_what_it_covers_as_one_step()
    {
        var random = new Random(11);
        var missed = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var paper = new Paper();
            paper.Write(SheetInk.Of("84+3=", new(200, 200), random.Next(40, 200), hand: (uint)(i % 7)));
            var all = paper.Strokes;
            var some = all[random.Next(all.Length)].Ink.Bounds;
            var size = MathF.Max(some.Extent, 30);
            var half = new Vector2(0.7f * size);
            var box = new InkBounds(some.Center - half, some.Center + half);
            var turns = random.Next(5, 16);
            var slope = (random.NextSingle() * 1.6f) - 0.8f;
            paper.Write(SheetInk.Zigzag(box, turns, slope, random));
            var isGone = !paper.Strokes.Any(one => one.Ink.Bounds == some);
            if (!isGone || paper.Strokes.Length >= all.Length)
                missed.Add($"{i}: {turns} turns, slope {slope}");
            paper.Undo();
            Assert.Equal(all, paper.Strokes);
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed));
    }

    /// <summary>A person scratches to and fro, up and down, or aslant.</summary>
    [Fact]
    public void A_scratch_in_any_direction_deletes()
    {
        for (var degrees = 0; degrees < 180; degrees += 10)
        {
            var paper = new Paper();
            paper.Write(SheetInk.Line(195, 150, 205, 250));
            var (sin, cos) = MathF.SinCos(float.DegreesToRadians(degrees));
            var straight = SheetInk.Zigzag(new(new(140), new(260)), 9);
            paper.Write(new Stroke([.. straight.Points.Select(point =>
            {
                var (x, y) = (point.X - 200, point.Y - 200);
                return new InkPoint(200 + (cos * x) - (sin * y), 200 + (sin * x) + (cos * y), point.Time);
            })]));
            Assert.True(paper.Strokes.IsEmpty, $"{degrees}°");
        }
    }

    [Fact]
    public void A_zigzag_beside_ink_is_ink_and_what_lies_beside_a_scratch_stays()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Of("84", new(200, 200)));
        var count = paper.Strokes.Length;
        paper.Write(SheetInk.Zigzag(new(new(600, 200), new(700, 300)), 8));
        Assert.Equal(count + 1, paper.Strokes.Length);

        paper = new Paper();
        paper.Write(SheetInk.Line(0, 0, 0, 100));
        paper.Write(SheetInk.Line(100, 0, 100, 100));
        paper.Type("1+1=", new(300, 100), 60);
        paper.Write(SheetInk.Zigzag(new(new(60, -10), new(140, 110)), 8));
        Assert.Equal(0, Assert.Single(paper.Strokes).Ink.Bounds.Min.X);
        var typed = paper.Calculations.Single(one => one.Typed is not null).Bounds;
        paper.Write(SheetInk.Zigzag(typed, 8));
        Assert.Empty(paper.Content.Texts);
    }

    [Fact]
    public void No_stroke_of_a_synthetic_calculation_scratches_out()
    {
        var alarms = Enumerable.Range(0, 1000)
            .SelectMany(i => Alarms($"{i}", [.. SyntheticCalculations.Write(91, (uint)i).Strokes])).ToArray();
        Assert.True(alarms.Length == 0, string.Join('\n', alarms));
    }

    [SkippableFact]
    public void No_stroke_of_a_real_calculation_scratches_out()
    {
        Skip.IfNot(File.Exists(SheetInk.Measured), "the measured calculations are not there");
        var strokes = 0;
        var alarms = CalculationFile.Read(SheetInk.Measured).SelectMany(sample =>
        {
            strokes += sample.Written.Strokes.Length;
            return Alarms(sample.Written.Plain, [.. sample.Written.Strokes]);
        }).ToArray();
        Assert.True(strokes > 1000);
        Assert.True(alarms.Length == 0, string.Join('\n', alarms));
    }

    /// <summary>The strokes that would delete others of their calculation, at whatever place in it they are written.</summary>
    private static IEnumerable<string> Alarms(string name, Stroke[] ink)
    {
        for (var i = 0; i < ink.Length; i++)
        {
            var others = ink.Where((_, at) => at != i).Select((one, at) => new PaperStroke(at + 1, one));
            if (!ScratchOut.Covers(ink[i], new() { Strokes = [.. others] }).IsEmpty)
                yield return $"{name}: stroke {i}";
        }
    }
}
