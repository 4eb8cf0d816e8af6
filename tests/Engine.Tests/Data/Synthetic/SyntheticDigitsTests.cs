using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

public class SyntheticDigitsTests
{
    private const int Pixels = DigitPreparation.Size * DigitPreparation.Size;

    public static TheoryData<int> Skeletons => [.. Enumerable.Range(0, PenSkeletons.All.Length)];

    [Fact]
    public void The_same_seed_and_index_draw_the_same_and_others_draw_something_else()
    {
        var first = Points(5, 17);
        Assert.Equal(first, Points(5, 17));
        Assert.NotEqual(first, Points(6, 17));
        Assert.NotEqual(first, Points(5, 18));

        static InkPoint[] Points(uint seed, uint index) =>
            [.. SyntheticDigits.Draw(seed, index).Strokes.SelectMany(stroke => stroke.Points)];
    }

    /// <summary>Means and last point of the first ten drawings, taken before the skeletons of other symbols came.</summary>
    [Theory]
    [InlineData(0, 3, 40, 194.84, 179.89, 133.77, 257.00)]
    [InlineData(1, 2, 26, 169.57, 183.56, 245.87, 265.51)]
    [InlineData(2, 6, 60, 175.94, 203.33, 123.49, 243.64)]
    [InlineData(3, 9, 51, 195.36, 164.68, 117.69, 274.92)]
    [InlineData(4, 1, 27, 200.90, 169.56, 219.79, 272.43)]
    [InlineData(5, 7, 45, 181.80, 158.28, 225.31, 174.63)]
    [InlineData(6, 4, 35, 186.54, 181.27, 175.32, 292.27)]
    [InlineData(7, 8, 32, 179.57, 184.44, 219.05, 84.90)]
    [InlineData(8, 5, 45, 172.04, 180.49, 105.90, 268.57)]
    [InlineData(9, 0, 41, 175.03, 171.59, 128.96, 147.56)]
    public void The_digits_are_those_that_earlier_models_were_trained_on(
        uint index, int label, int count, double meanX, double meanY, double lastX, double lastY)
    {
        var (drawn, strokes) = SyntheticDigits.Draw(7, index);
        var points = strokes.SelectMany(stroke => stroke.Points).ToArray();
        Assert.Equal((label, count), (drawn, points.Length));
        double[] expected = [meanX, meanY, lastX, lastY];
        double[] found = [points.Average(point => point.X), points.Average(point => point.Y), points[^1].X, points[^1].Y];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.01));
    }

    [Fact]
    public void A_set_holds_what_its_indices_draw_and_a_longer_set_begins_with_it()
    {
        DigitSet set = SyntheticDigits.Set(200, 3), longer = SyntheticDigits.Set(300, 3);
        Assert.Equal(set.Images, longer.Take(0, 200).Images);
        Assert.Equal(set.Labels, longer.Take(0, 200).Labels);
        for (var i = 0; i < set.Count; i++)
        {
            Assert.Equal(SyntheticDigits.Draw(3, (uint)i).Label, set.Labels[i]);
            Assert.Equal(SyntheticDigits.Picture(3, (uint)i), Picture(set, i).ToArray());
        }
    }

    [Fact]
    public void Every_ten_hold_each_digit_once_and_not_always_in_the_same_order()
    {
        var tens = SyntheticDigits.Set(500, 8).Labels.Chunk(10).ToArray();
        Assert.All(tens, ten => Assert.Equal(Enumerable.Range(0, 10), ten.Select(label => (int)label).Order()));
        Assert.InRange(tens.Select(ten => Convert.ToHexString(ten)).Distinct().Count(), 45, 50);
    }

    [Fact]
    public void Every_skeleton_is_written_as_often_as_its_share_says()
    {
        const int Count = 40_000;
        var written = Enumerable.Range(0, Count).CountBy(i => SyntheticDigits.Skeleton(9, (uint)i)).ToDictionary();
        var shares = PenSkeletons.All.AggregateBy(skeleton => skeleton.Label, 0f, (sum, skeleton) => sum + skeleton.Share).ToDictionary();
        Assert.All(PenSkeletons.All, skeleton =>
        {
            var expected = Count / 10.0 * skeleton.Share / shares[skeleton.Label];
            Assert.InRange(written.GetValueOrDefault(skeleton), expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        });
    }

    [Fact]
    public void The_skeletons_are_written_under_their_digit_and_have_names_of_their_own()
    {
        Assert.Equal(Enumerable.Range(0, 10), PenSkeletons.All.Select(skeleton => skeleton.Label - '0').Distinct());
        Assert.Distinct(PenSkeletons.All.Select(skeleton => skeleton.ToString()));
        for (uint i = 0; i < 300; i++)
            Assert.Equal(SyntheticDigits.Skeleton(2, i).Label - '0', SyntheticDigits.Draw(2, i).Label);
    }

    [Theory]
    [MemberData(nameof(Skeletons))]
    public void A_skeleton_fills_the_picture_without_leaving_it_and_varies(int number)
    {
        var skeleton = PenSkeletons.All[number];
        var pictures = new HashSet<string>();
        for (uint i = 0; i < 30; i++)
        {
            var strokes = new Penmanship(skeleton, new PenRandom(4, i)).Write();
            Assert.Equal(skeleton.Joints.Count(joint => joint == PenSkeleton.Joint.Lift), strokes.Length);
            var box = strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));
            Assert.InRange(box.Size.Y, 140, 270);
            Assert.InRange(MathF.Min(box.Min.X, box.Min.Y), 0, 180);
            Assert.InRange(MathF.Max(box.Max.X, box.Max.Y), 180, 360);
            var times = strokes.SelectMany(stroke => stroke.Points).Select(point => point.Time).ToArray();
            Assert.Equal(times.Distinct().Order(), times);

            var picture = DigitPreparation.Prepare(strokes)!;
            pictures.Add(Convert.ToBase64String(picture));
            Assert.InRange(picture.Count(grey => grey > 127), 25, 250);
        }

        Assert.Equal(30, pictures.Count);
    }

    [Fact]
    public void Forms_that_differ_in_structure_are_refused() =>
        Assert.Throws<ArgumentException>(() => new PenSkeleton('1', "bad", 1, "0,0 0,50 0,100", "0,0 | 0,50 0,100"));

    [Fact]
    public void The_mean_picture_of_each_digit_tells_most_digits()
    {
        DigitSet train = SyntheticDigits.Set(2000, 1), test = SyntheticDigits.Set(1000, 2);
        var means = Enumerable.Range(0, 10).Select(_ => new float[Pixels]).ToArray();
        for (var i = 0; i < train.Count; i++)
        {
            var picture = Picture(train, i);
            var mean = means[train.Labels[i]];
            for (var k = 0; k < Pixels; k++)
                mean[k] += picture[k] / (train.Count / 10f);
        }

        var right = Enumerable.Range(0, test.Count).Count(i => Nearest(Picture(test, i)) == test.Labels[i]);
        Assert.InRange(right, 700, test.Count);

        int Nearest(ReadOnlySpan<byte> picture)
        {
            var distances = new float[10];
            for (var digit = 0; digit < 10; digit++)
                distances[digit] = Distance(means[digit], picture);
            return Array.IndexOf(distances, distances.Min());
        }

        static float Distance(float[] mean, ReadOnlySpan<byte> picture)
        {
            float sum = 0;
            for (var k = 0; k < Pixels; k++)
                sum += (mean[k] - picture[k]) * (mean[k] - picture[k]);
            return sum;
        }
    }

    private static ReadOnlySpan<byte> Picture(DigitSet set, int i) => set.Images.AsSpan(i * Pixels, Pixels);
}
