using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

public sealed class StrokeJitterTests
{
    private static readonly StrokeSample Cross = new(4, "anna", [Line(new(10, 20), new(70, 20)), Line(new(40, 0), new(40, 100))]);

    /// <summary>Adapted models and their tests depend on every one of these numbers, which a seed gives again.</summary>
    [SkippableFact]
    public void A_seed_varies_a_drawing_as_ever()
    {
        var text = string.Join(';', Enumerable.Range(0, 50).SelectMany(i => Points(StrokeJitter.Vary(Cross, 5, (uint)i)))
            .Select(at => FormattableString.Invariant($"{at.X:0.000},{at.Y:0.000}")));
        Assert.Equal("de1b4bcad5fe", PortableHash.Of(text));
    }

    [Fact]
    public void Each_variant_is_another_and_none_is_far_from_the_drawing()
    {
        var variants = Enumerable.Range(0, 100).Select(i => StrokeJitter.Vary(Cross, 1, (uint)i)).ToArray();
        Assert.Distinct(variants.Select(variant => Points(variant)[^1]));
        Assert.All(variants, variant =>
        {
            Assert.Equal((4, "anna"), (variant.Label, variant.Writer));
            Assert.Equal([13, 13], variant.Strokes.Select(stroke => stroke.Length));
            // Around the middle of the drawing, which is (40, 50).
            Assert.All(Points(Cross).Zip(Points(variant)), pair =>
                Assert.InRange(Vector2.Distance(pair.First - new Vector2(40, 50), pair.Second), 0, 40));
        });
        var mean = variants.SelectMany(Points).Aggregate(Vector2.Zero, (sum, at) => sum + at) / (26 * variants.Length);
        var expected = Points(Cross).Aggregate(Vector2.Zero, (sum, at) => sum + at - new Vector2(40, 50)) / 26;
        Assert.InRange(Vector2.Distance(mean, expected), 0, 1.5f);
    }

    /// <summary>The waves are as high and as long as the drawing is large.</summary>
    [Theory]
    [InlineData(0.01f)]
    [InlineData(50)]
    public void A_drawing_of_another_unit_varies_alike(float unit)
    {
        var other = Cross with { Strokes = [.. Cross.Strokes.Select(stroke => stroke.Select(at => at * unit).ToImmutableArray())] };
        for (uint i = 0; i < 20; i++)
        {
            Assert.All(Points(StrokeJitter.Vary(Cross, 2, i)).Zip(Points(StrokeJitter.Vary(other, 2, i))), pair =>
                Assert.InRange(Vector2.Distance(pair.First, pair.Second / unit), 0, 0.01f));
        }
    }

    [Fact]
    public void A_dot_stays_a_dot() =>
        Assert.True(Assert.Single(Points(StrokeJitter.Vary(new(1, "a", [[new(5, 5)]]), 1, 1))).Length() < 0.01f);

    private static Vector2[] Points(StrokeSample sample) => [.. sample.Strokes.SelectMany(stroke => stroke)];

    private static ImmutableArray<Vector2> Line(Vector2 from, Vector2 to) =>
        [.. Enumerable.Range(0, 13).Select(i => Vector2.Lerp(from, to, i / 12f))];
}
