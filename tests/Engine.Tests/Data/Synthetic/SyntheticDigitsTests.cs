using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

public class SyntheticDigitsTests
{
    private const int Pixels = DigitPreparation.Size * DigitPreparation.Size;

    public static TheoryData<int> Skeletons => [.. Enumerable.Range(0, DigitSkeletons.All.Length)];

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

    /// <summary>Means and last point of the first ten drawings: who changes them changes what every model is trained on.</summary>
    [Theory]
    [InlineData(0, 3, 14, 185.11, 163.49, 152.48, 265.30)]
    [InlineData(1, 2, 25, 184.74, 195.38, 243.78, 254.72)]
    [InlineData(2, 6, 38, 167.43, 191.18, 166.73, 279.54)]
    [InlineData(3, 9, 30, 183.55, 157.34, 193.33, 273.29)]
    [InlineData(4, 1, 84, 195.15, 168.30, 226.92, 260.16)]
    [InlineData(5, 7, 35, 186.85, 165.09, 225.36, 196.20)]
    [InlineData(6, 4, 21, 195.42, 169.50, 242.07, 252.29)]
    [InlineData(7, 8, 85, 174.04, 173.89, 283.18, 91.64)]
    [InlineData(8, 5, 47, 174.88, 185.93, 265.49, 81.63)]
    [InlineData(9, 0, 44, 183.64, 168.26, 238.29, 88.62)]
    public void The_digits_are_those_that_the_shipped_model_was_trained_on(
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
    public void Every_skeleton_is_chosen_as_often_as_its_share_says()
    {
        const int Count = 40_000;
        var written = Enumerable.Range(0, Count)
            .CountBy(i => DigitSkeletons.Choose(i % 10, new PenRandom(9, (uint)i).Uniform())).ToDictionary();
        var shares = DigitSkeletons.All.AggregateBy(skeleton => skeleton.Label, 0f, (sum, skeleton) => sum + skeleton.Share).ToDictionary();
        Assert.All(DigitSkeletons.All, skeleton =>
        {
            var expected = Count / 10.0 * skeleton.Share / shares[skeleton.Label];
            Assert.InRange(written.GetValueOrDefault(skeleton), expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        });
    }

    [Fact]
    public void The_skeletons_are_written_under_their_digit_and_have_names_of_their_own()
    {
        Assert.Equal(Enumerable.Range(0, 10), DigitSkeletons.All.Select(skeleton => skeleton.Label - '0').Distinct());
        Assert.Distinct(DigitSkeletons.All.Select(skeleton => skeleton.ToString()));
        for (uint i = 0; i < 300; i++)
        {
            var label = SyntheticDigits.Draw(2, i).Label;
            Assert.Equal(label, DigitSkeletons.Choose(label, new PenRandom(2, i).Uniform()).Label - '0');
        }
    }

    [Theory]
    [MemberData(nameof(Skeletons))]
    public void A_skeleton_fills_the_picture_without_leaving_it_and_varies(int number)
    {
        var skeleton = DigitSkeletons.All[number];
        var pictures = new HashSet<string>();
        for (uint i = 0; i < 30; i++)
        {
            var strokes = new Penmanship(skeleton, new PenRandom(4, i)).Write();
            Assert.Equal(skeleton.Joints.Count(joint => joint == PenSkeleton.Joint.Lift), strokes.Length);
            var box = strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));
            Assert.InRange(box.Size.Y, 140, 300);
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
    public void Forms_that_differ_in_structure_are_refused()
    {
        foreach (var other in (string[])["0,0 | 0,50 0,100", "0,0 / 0,50 0,100", "0,0 0,50", "0,0 0,50 0,70 0,100"])
        {
            var e = Assert.Throws<ArgumentException>(() => new PenSkeleton('1', "bad", 1, "0,0 0,50 0,100", other));
            Assert.Contains("The forms of 1 bad differ in structure.", e.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Of shares of one and three the first quarter falls on the first.</summary>
    [Theory]
    [InlineData(0, "rare")]
    [InlineData(0.2499f, "rare")]
    [InlineData(0.25f, "usual")]
    [InlineData(0.9999f, "usual")]
    [InlineData(1, "usual")]
    public void A_number_falls_on_a_skeleton_by_the_shares(float part, string name) =>
        Assert.Equal(name, PenSkeleton.Choose([new('1', "rare", 1, "0,0 0,100"), new('1', "usual", 3, "0,0 9,100")], part).Name);

    [Fact]
    public void A_form_is_written_as_points_in_hundredths_corners_and_lifts()
    {
        var skeleton = new PenSkeleton('7', "crossed", 2.5f, "-4,0 60,7 | 30,100 / 0,50 60,-5");
        Assert.Equal(('7', "crossed", 2.5f, "7 crossed"), (skeleton.Label, skeleton.Name, skeleton.Share, $"{skeleton}"));
        Assert.Equal([new(-0.04f, 0), new(0.6f, 0.07f), new(0.3f, 1), new(0, 0.5f), new(0.6f, -0.05f)], skeleton.Forms[0].AsEnumerable());
        Assert.Equal(
            [PenSkeleton.Joint.Smooth, PenSkeleton.Joint.Corner, PenSkeleton.Joint.Lift, PenSkeleton.Joint.Smooth, PenSkeleton.Joint.Lift],
            skeleton.Joints.AsEnumerable());
        var longer = skeleton.Lengthened(0.3f, 3);
        Assert.Equal([-0.04f, 1.2f, 0.3f, 0, 1.2f], longer.Forms[0].Select(at => MathF.Round(at.X, 4)));
        Assert.Equal(skeleton.Forms[0].Select(at => at.Y), longer.Forms[0].Select(at => at.Y));
    }

    [Fact]
    public void A_set_of_less_than_none_is_refused_and_a_cancelled_one_not_finished()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Set(-1, 1)).ParamName);
        Assert.Empty(SyntheticDigits.Set(0, 1).Labels);
        Assert.ThrowsAny<OperationCanceledException>(() => SyntheticDigits.Set(10, 1, new(canceled: true)));
    }

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
