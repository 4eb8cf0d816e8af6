using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Tests;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Ink for the sheet's tests, written by synthetic hands.</summary>
internal static class SheetInk
{
    /// <summary>The seed of hands that the shipped networks have never seen.</summary>
    private const uint Seed = 4242;

    /// <summary>The calculations of many writers that are only measured with; a clone has none.</summary>
    public static string Measured => Path.Combine(Sources.Root, "../shared/data/expressions/expressions-dev.jsonl");

    /// <summary>Writes symbols on a line: <c>13×14=</c>; a fraction as <c>3|4</c>, each side one digit or more.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The upper left corner.</param>
    /// <param name="height">The height of a digit, about.</param>
    /// <param name="hand">Which hand writes.</param>
    /// <param name="seed">Of all hands.</param>
    public static ImmutableArray<Stroke> Of(string text, Vector2 at = default, float height = 100, uint hand = 3, uint seed = Seed)
    {
        var number = 0;
        var parts = ImmutableArray.CreateBuilder<FormulaPart>();
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 2 < text.Length && text[i + 1] == '|')
            {
                var bar = number++;
                parts.Add(new FractionPart(bar, One(text[i]), One(text[i + 2])));
                i += 2;
            }
            else
            {
                parts.Add(new SymbolPart(number++, text[i]));
            }
        }

        var written = SyntheticCalculations.Write(seed, hand, new Formula(parts.ToImmutable()));
        var usual = new PaperGroup(1, [.. written.Strokes.Select((one, i) => new PaperStroke(i + 1, one))]).Height;
        return Placed(written.Strokes, at, height / usual);

        Formula One(char digit) => new([new SymbolPart(number++, digit)]);
    }

    /// <summary>Ink with its upper left corner at a place, in another size.</summary>
    public static ImmutableArray<Stroke> Placed(ImmutableArray<Stroke> ink, Vector2 at, float scale = 1)
    {
        var corner = InkBounds.Of(ink).Min;
        return [.. ink.Select(stroke => new Stroke([.. stroke.Points.Select(point =>
        {
            var place = ((point.Position - corner) * scale) + at;
            return new InkPoint(place.X, place.Y, point.Time);
        })]))];
    }

    /// <summary>A straight stroke.</summary>
    public static Stroke Line(float x, float y, float toX, float toY) =>
        new([.. Enumerable.Range(0, 9).Select(i => new InkPoint(x + ((toX - x) * i / 8), y + ((toY - y) * i / 8), 8 * i))]);

    /// <summary>A stroke to and fro between two sides of a slanting band.</summary>
    /// <param name="box">Where it goes, upright.</param>
    /// <param name="turns">How often it turns round.</param>
    /// <param name="slope">How far it climbs over its width, as a share of its height.</param>
    /// <param name="shaky">Shakes the hand; null for a calm one.</param>
    public static Stroke Zigzag(InkBounds box, int turns, float slope = 0, Random? shaky = null)
    {
        var points = new List<InkPoint>();
        for (var leg = 0; leg <= turns; leg++)
        {
            for (var i = 0; i < 8; i++)
            {
                var part = i / 8f;
                var across = leg % 2 == 0 ? part : 1 - part;
                var down = (leg + part) / (turns + 1);
                var shake = shaky is null ? 0 : (shaky.NextSingle() - 0.5f) * 0.06f;
                points.Add(new(
                    box.Min.X + (across * box.Size.X),
                    box.Min.Y + ((down + shake - (slope * (across - 0.5f))) * box.Size.Y), 8 * points.Count));
            }
        }

        return new([.. points]);
    }

    public static void Write(this Paper paper, ImmutableArray<Stroke> ink)
    {
        foreach (var stroke in ink)
            paper.Write(stroke);
    }
}
