using System.Numerics;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class ReceptiveFieldTests
{
    /// <summary>
    /// For every cell of every layer: what it depends on, followed through the layers' definitions cell by cell, against the box.
    /// </summary>
    [Theory]
    [MemberData(nameof(ProbedNetworks.Names), MemberType = typeof(ProbedNetworks))]
    public void The_box_is_the_smallest_around_what_a_cell_depends_on(string name)
    {
        var model = ProbedNetworks.All[name];
        var inputs = model.Input.Size;
        ulong[][] before = [.. Enumerable.Range(0, inputs).Select(i => Bit(inputs, i))];
        for (var layer = 0; layer < model.Layers.Count; layer++)
        {
            var placed = model.Layers[layer];
            Activation input = Empty(placed.Input), output = Empty(placed.Output);
            var after = new ulong[placed.Output.Size][];
            ulong[]? everything = null;
            for (var i = 0; i < after.Length; i++)
            {
                var cell = output.CellAt(i);
                if (placed.Layer is Dense or Softmax)
                {
                    after[i] = everything ??= Union(before);
                    Assert.Equal(Region.All(placed.Input), ReceptiveField.Before(placed, Region.Of(cell)));
                }
                else
                {
                    int[] sources = [.. Sources(placed, cell).Where(input.Contains).Select(input.IndexOf)];
                    after[i] = Union(sources.Select(s => before[s]));
                    Assert.Equal(
                        Box(sources.Select(input.CellAt)), ReceptiveField.Before(placed, Region.Of(cell)).Within(placed.Input));
                }

                Assert.Equal(Box(Cells(after[i], model.Input)), ReceptiveField.InInput(model, layer, cell));
            }

            before = after;
        }
    }

    [Fact]
    public void A_window_over_the_edge_says_so()
    {
        Sequential model = new(new(5, 5, 1), new Conv2D(1, 3, 3, 1, 1, Padding.Same));

        var window = ReceptiveField.Before(model.Layers[0], Region.Of(new(0, 4, 0)));

        Assert.Equal(new(-1, 3, 3, 3, 0, 1), window);
        Assert.Equal(new(0, 3, 2, 2, 0, 1), window.Within(model.Input));
    }

    [Fact]
    public void A_pooled_cell_of_the_tutorial_sees_4_by_4_pixels() => Assert.Equal(
        new(10, 6, 4, 4, 0, 1), ReceptiveField.InInput(Presets.Tutorial(), 1, new(5, 3, 7)));

    private static IEnumerable<Cell> Sources(PlacedLayer placed, Cell cell)
    {
        switch (placed.Layer)
        {
            case Conv2D conv:
                var c = conv.At(placed.Input);
                return from i in Enumerable.Range(0, c.FilterHeight)
                       from j in Enumerable.Range(0, c.FilterWidth)
                       from k in Enumerable.Range(0, c.Channels)
                       select new Cell((cell.Y * c.StrideY) + i - c.PadTop, (cell.X * c.StrideX) + j - c.PadLeft, k);
            case Pool2D pool:
                var p = pool.At(placed.Input);
                return from i in Enumerable.Range(0, p.PoolHeight)
                       from j in Enumerable.Range(0, p.PoolWidth)
                       select new Cell((cell.Y * p.StrideY) + i - p.PadTop, (cell.X * p.StrideX) + j - p.PadLeft, cell.Channel);
            case Flatten:
                return [Empty(placed.Input).CellAt(cell.Channel)];
            default:
                return [cell];
        }
    }

    private static Activation Empty(Shape shape) => new(shape, []);

    private static Region Box(IEnumerable<Cell> cells)
    {
        Cell[] all = [.. cells];
        (var top, var left, var first) = (all.Min(c => c.Y), all.Min(c => c.X), all.Min(c => c.Channel));
        return new(top, left, all.Max(c => c.Y) - top + 1, all.Max(c => c.X) - left + 1, first, all.Max(c => c.Channel) - first + 1);
    }

    private static ulong[] Bit(int count, int bit)
    {
        var bits = new ulong[(count + 63) / 64];
        bits[bit / 64] = 1ul << (bit % 64);
        return bits;
    }

    private static ulong[] Union(IEnumerable<ulong[]> sets)
    {
        ulong[]? union = null;
        foreach (var set in sets)
        {
            if (union is null)
                union = (ulong[])set.Clone();
            else for (var i = 0; i < union.Length; i++)
                union[i] |= set[i];
        }

        return union!;
    }

    private static IEnumerable<Cell> Cells(ulong[] bits, Shape shape)
    {
        var tensor = Empty(shape);
        for (var word = 0; word < bits.Length; word++)
        {
            for (var rest = bits[word]; rest != 0; rest &= rest - 1)
                yield return tensor.CellAt((word * 64) + BitOperations.TrailingZeroCount(rest));
        }
    }
}
