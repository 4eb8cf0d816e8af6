using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

public class SyntheticSymbolsTests
{
    private static readonly PenSkeleton[] Skeletons = [.. Alphabet.Shapes.SelectMany(shape => SyntheticSymbols.Skeletons(shape))];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Skeletons.Length)];

    [Fact]
    public void The_same_seed_and_index_draw_the_same_and_others_draw_something_else()
    {
        var first = Points(5, 17);
        Assert.Equal(first, Points(5, 17));
        Assert.NotEqual(first, Points(6, 17));
        Assert.NotEqual(first, Points(5, 18));

        static InkPoint[] Points(uint seed, uint index) =>
            [.. SyntheticSymbols.Draw(seed, index).Strokes.SelectMany(stroke => stroke.Points)];
    }

    [Fact]
    public void Every_round_holds_each_shape_once_and_not_always_in_the_same_order()
    {
        var labels = Enumerable.Range(0, 20 * Alphabet.None).Select(i => SyntheticSymbols.Draw(8, (uint)i).Label);
        var rounds = labels.Chunk(Alphabet.None).ToArray();
        Assert.All(rounds, round => Assert.Equal(Alphabet.Shapes.Order(), round.Order()));
        Assert.Equal(20, rounds.Select(round => new string(round)).Distinct().Count());
    }

    [Fact]
    public void Every_skeleton_has_a_name_of_its_own()
    {
        Assert.Distinct(Skeletons.Select(skeleton => skeleton.ToString()));
        Assert.All(Skeletons, skeleton => Assert.NotEmpty(skeleton.Name));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_skeleton_writes_all_its_strokes_at_the_usual_size_and_place_and_varies(int number)
    {
        var skeleton = Skeletons[number];
        var (lowest, highest) = HeightRange(skeleton.Label);
        var ends = new HashSet<InkPoint>();
        for (uint i = 0; i < 30; i++)
        {
            var paths = new Penmanship(skeleton, new PenRandom(4, i)).Trace();
            Assert.Equal(skeleton.Joints.Count(joint => joint == PenSkeleton.Joint.Lift), paths.Count);
            var box = paths.SelectMany(path => path).Aggregate(InkBounds.Empty, (all, point) => all.With(point));
            Assert.InRange(box.Size.Y, lowest, highest);
            Assert.InRange(box.Center.Y, skeleton.Label is '.' or ',' ? 0.7 : 0.1, skeleton.Label is '.' or ',' ? 1.3 : 0.75);
            ends.Add(new Penmanship(skeleton, new PenRandom(4, i)).Write()[^1].Points[^1]);
        }

        Assert.True(skeleton.Forms[0].Length == 1 || ends.Count == 30);
    }

    [Fact]
    public void A_longer_bar_leaves_the_rest_of_a_root_as_it_is()
    {
        Assert.All(SyntheticSymbols.Skeletons('√'), root =>
        {
            var longer = root.Lengthened(SymbolSkeletons.RootBar, 3);
            Assert.All(root.Forms.Zip(longer.Forms), pair =>
            {
                Assert.Equal(pair.First.Where(BeforeTheBar), pair.Second.Where(BeforeTheBar));
                Assert.InRange(pair.Second.Max(at => at.X), 3.4f, 3.7f);
            });
        });

        static bool BeforeTheBar(Vector2 at) => at.X <= SymbolSkeletons.RootBar;
    }

    /// <summary>Heights in digit heights.</summary>
    private static (float Lowest, float Highest) HeightRange(char shape) => shape switch
    {
        '.' => (0, 0.65f),
        ',' => (0.1f, 0.65f),
        '-' => (0, 0.5f),
        '=' => (0.15f, 0.9f),
        '+' or '×' or '÷' or '*' => (0.25f, 1.2f),
        '/' or '(' or ')' or '√' => (0.8f, 1.9f),
        _ => (0.65f, 1.5f),
    };
}
