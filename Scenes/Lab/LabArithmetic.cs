using GpuDigits.Engine.Insight;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lab;

/// <summary>Writes out the computation of the selected number of the lab.</summary>
internal readonly struct LabArithmetic(DrawList list, LabPanel lab, Theme theme)
{
    private const float LeastForThree = 300;

    private float Unit => lab.Layout!.Unit;

    /// <summary>A filter's value; integers without a decimal point.</summary>
    public static string Weight(float value) =>
        value == MathF.Round(value) ? NumberText.Short(value).Split('.')[0] : NumberText.Short(value);

    public void Draw(Box box)
    {
        var (spot, value) = (lab.Spot, lab.Bench[lab.Spot]);
        var title = $"row {spot.Y}, column {spot.X}";
        var line = box with { Height = 20 * Unit };
        list.TextIn(line, title, 13 * Unit, theme.DimText, Align.Left, true);
        list.TextIn(line, NumberText.Full(value), 16 * Unit, theme.Accent, Align.Right, true);
        var rest = box with { Y = box.Y + 24 * Unit, Height = box.Height - 24 * Unit };
        if (spot.Map == LabMap.Result)
            Products(lab.Bench.Arithmetic(spot.Y, spot.X), rest);
        else
            Candidates(lab.Bench.Arithmetic(spot), rest);
    }

    private void Products(ConvolutionArithmetic sum, Box box)
    {
        var size = sum.Window.Width;
        // The filter is shown above, so its table is left out if there is little room.
        string[] names = size == 3 && box.Width >= LeastForThree * Unit ? ["window", "filter", "products"] : ["window", "products"];
        var sign = 20 * Unit;
        var wide = MathF.Min(46 * Unit, (box.Width - (names.Length - 1) * sign) / (names.Length * size));
        var isNarrow = wide < 26 * Unit;
        var high = MathF.Min(27 * Unit, (box.Height - 46 * Unit) / size);
        var y = box.Y + 18 * Unit;
        var weights = Signed(lab.Bench.Filter.Values);
        var results = Signed([.. sum.Products.Select(product => product.Result)]);
        var values = LensScene.ColorsOf(new(0, 1), lab.IsSigned, theme);
        for (var table = 0; table < names.Length; table++)
        {
            var x = box.X + table * (size * wide + sign);
            list.TextIn(new(x, box.Y, size * wide, 16 * Unit), names[table], 11.5f * Unit, theme.DimText, Align.Left);
            for (var i = 0; i < sum.Products.Count; i++)
            {
                var product = sum.Products[i];
                var (value, colors) = names[table] switch
                {
                    "window" => (product.Value, values),
                    "filter" => (product.Weight, weights),
                    _ => (product.Result, results),
                };
                var isZero = !product.Inside && names[table] != "filter";
                var cell = new Box(x + i % size * wide, y + i / size * high, wide - Unit, high - Unit);
                var color = isZero ? theme.BarTrack : colors.Of(value);
                list.Box(cell, color);
                var text = isZero ? "0"
                    : names[table] == "filter" ? Weight(value)
                    : isNarrow ? NumberText.Shortest(value)
                    : NumberText.Short(value);
                list.TextIn(
                    cell, text, MathF.Min(12.5f * Unit, MathF.Min(wide * (isNarrow ? 0.38f : 0.31f), high * (isNarrow ? 0.86f : 0.7f))),
                    isZero ? theme.DimText : LensScene.InkOn(color, theme), tabular: true);
            }
            if (table > 0)
                list.TextIn(new(x - sign, y, sign, size * high), names.Length == 3 && table == 1 ? "×" : names.Length == 3 ? "=" : "→",
                    16 * Unit, theme.DimText);
        }
        var area = size * size;
        var text2 = lab.Bench.Reduction == Reduction.Sum
            ? $"sum {NumberText.Full(sum.Sum)}"
            : $"sum {NumberText.Full(sum.Sum)} ÷ {area} = {NumberText.Full(sum.Result)}";
        list.TextIn(new(box.X, y + size * high + 4 * Unit, box.Width, 20 * Unit), text2, 13.5f * Unit, theme.Text, Align.Left, true);
    }

    private void Candidates(PoolArithmetic pool, Box box)
    {
        var across = lab.Bench.PoolSize;
        var (wide, high) = (62 * Unit, MathF.Min(32 * Unit, (box.Height - 26 * Unit) / across));
        var colors = LensScene.ColorsOf(ValueScale.Of(lab.Bench.Result.Values), lab.IsSigned, theme);
        for (var i = 0; i < pool.Candidates.Count; i++)
        {
            var cell = new Box(
                box.X + 3 * Unit + i % across * wide, box.Y + 3 * Unit + i / across * high, wide - 6 * Unit, high - 6 * Unit);
            if (i == pool.Winner)
                list.Box(cell.Grown(3 * Unit), theme.Positive, 3 * Unit);
            var color = colors.Of(pool.Candidates[i].Value);
            list.Box(cell, color);
            list.TextIn(cell, NumberText.Full(pool.Candidates[i].Value), 13 * Unit, LensScene.InkOn(color, theme), tabular: true);
        }
        var what = pool.Winner is null ? "their mean" : "the largest";
        list.TextIn(new(box.X, box.Y + across * high + 4 * Unit, box.Width, 20 * Unit), $"{what}: {NumberText.Full(pool.Result)}",
            13.5f * Unit, theme.Text, Align.Left, true);
    }

    private ColorScale Signed(float[] values) => LensScene.ColorsOf(ValueScale.Of(values), true, theme);
}
