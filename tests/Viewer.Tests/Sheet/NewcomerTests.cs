using System.Collections.Immutable;
using System.Globalization;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using Xunit.Abstractions;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>
/// Somebody who starts the program for the first time, opens the sheet that it points to, and writes 3/4+1/2= in a hand of their own, at
/// the pen's speed. The hands are synthetic, of seeds that the shipped networks were not trained with.
/// </summary>
public sealed class NewcomerTests(ITestOutputHelper output)
{
    /// <summary>How many hands try; NEWCOMERS in the environment names another number.</summary>
    private static int Hands =>
        int.TryParse(Environment.GetEnvironmentVariable("NEWCOMERS"), CultureInfo.InvariantCulture, out var hands) ? hands : 60;

    // docs/how-it-reads.md says how many of 200 hands of each row are answered at the first try, and why the others are not.
    [Theory]
    [InlineData("3|4+1|2=", 4242, 0.8)]
    [InlineData("3/4+1/2=", 4242, 0.75)]
    [InlineData("3|4+1|2=", 7, 0.8)]
    [InlineData("3/4+1/2=", 7, 0.75)]
    public void First_try_is_mostly_answered_and_seldom_wrong_without_a_mark(string text, uint seed, double least)
    {
        using var person = new SheetPerson();
        var (right, marked, wrong, faults) = (0, 0, 0, new List<string>());
        for (uint hand = 0; hand < Hands; hand++)
        {
            Write(person, SheetInk.Of(text, new(120, 220), 64, hand, seed));
            var answers = person.Paper.Calculations.Where(one => one.Answer is not null).ToArray();
            var isRight = answers is [{ Answer.Shown: "5/4" }];
            if (isRight)
                right++;
            else
            {
                var isMarked = person.Paper.Calculations.Any(one => one.IsDoubtful);
                (marked, wrong) = isMarked || answers.Length == 0 ? (marked + 1, wrong) : (marked, wrong + 1);
                faults.Add($"hand {hand}: read {string.Join("  ", person.Paper.Calculations.Select(SheetSelection.ReadText))} → "
                    + $"{(answers.Length == 0 ? "no answer" : string.Join("  ", answers.Select(one => one.Answer!.Shown)))}"
                    + $"{(isMarked ? ", marked" : "")}");
            }
            person.Press(Key.Delete);
            Assert.Empty(person.Paper.Strokes);
        }
        output.WriteLine($"{text} seed {seed}: right {right} of {Hands}, no answer or marked {marked}, wrong unmarked {wrong}");
        foreach (var fault in faults)
            output.WriteLine(fault);
        Assert.True(right >= least * Hands, $"right {right} of {Hands}");
        Assert.True(wrong <= 0.05 * Hands, $"wrong and not marked: {wrong} of {Hands}");
    }

    [Fact]
    public void First_start_leads_to_the_sheet_and_the_tidy_hand_is_answered()
    {
        using var reader = new PaperReader(SymbolReader.Load);
        reader.WaitUntilReady();
        using var person = new Person(paperReader: reader);
        person.App.Handle(new Resized(0, 1280, 800, 1));
        // The calculator is shown, with the sheet's tab in sight.
        Assert.Null(person.App.View.Panel);
        Assert.False(person.App.View.KnowsSheet);
        person.Click(Widgets.TabOf(person.App.View.Tabs.ToList().IndexOf("Sheet")));
        foreach (var stroke in new PaperHand(56, 3).SumOfFractions(new(100, 420)))
        {
            person.Wait(0.12);
            person.Trace(stroke);
        }
        Assert.Equal("5/4", Assert.Single(person.App.Paper.Calculations).Answer?.Shown);
    }

    /// <summary>Writes ink with the times of its hand.</summary>
    internal static void Write(SheetPerson person, ImmutableArray<Stroke> ink)
    {
        person.Person.Wait(2);
        var start = person.Person.Tick();
        var (first, end) = (ink[0].Points[0].Time, start);
        foreach (var stroke in ink)
        {
            foreach (var (i, point) in stroke.Points.Index())
            {
                end = start + (point.Time - first) / 1000;
                person.App.Handle(new PointerMoved(end, point.Position));
                if (i == 0)
                    person.App.Handle(new PointerPressed(end, PointerButton.Left));
            }
            person.App.Handle(new PointerReleased(end, PointerButton.Left));
            person.App.FinishReading();
        }
        person.Person.Wait(end - start);
    }
}
