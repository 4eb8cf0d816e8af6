using System.Globalization;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lens;

/// <summary>Writes out the computation of one number, with the values of the network.</summary>
internal readonly struct CellInspector
{
    /// <summary>As many outputs are always shown; the least width of the column of one, in layout units.</summary>
    private const int FewOutputs = 10;
    private const float LeastColumn = 36;

    private const string HeatCaption = "Over the input: what each pixel adds (orange) or takes off (blue)";

    private readonly DrawList _list;
    private readonly Activations _activations;
    private readonly Spot _spot;
    private readonly Box _box;
    private readonly LensClasses _classes;
    private readonly Theme _theme;
    private readonly float _unit;

    private CellInspector(DrawList list, LensView lens, Theme theme)
    {
        (_list, _activations, _spot, _classes, _theme) = (list, lens.Activations!, lens.Spot, lens.Classes, theme);
        (_box, _unit) = (lens.Layout!.Inspector, lens.Layout.Unit);
    }

    public static void Draw(DrawList list, LensView lens, Theme theme) => new CellInspector(list, lens, theme).Draw();

    private void Draw()
    {
        var (layer, cell) = (_spot.Layer, _spot.Cell);
        var tensor = _activations.Of(layer);
        var place = tensor.Shape.Rank == 3 ? $"map {cell.Channel}, row {cell.Y}, column {cell.X}"
            : layer >= _activations.LogitsLayer ? $"of {_classes.Kind} {_classes.Of(cell.Channel)}" : $"value {cell.Channel}";
        var isProbability = layer >= 0 && _activations.Model.Layers[layer].Layer is Softmax;
        Line(0, layer < 0 ? "Input" : LensStage.TitleOf(_activations.Model, layer), place,
            isProbability ? NumberText.Precise(tensor[cell]) : NumberText.Full(tensor[cell]));
        switch (layer < 0 ? null : _activations.Model.Layers[layer].Layer)
        {
            case null:
                Say(1, $"grey level {MathF.Round(tensor[cell] * 255)} of 255");
                Say(2, "0 is black, 1 is white: the network is given 784 such numbers");
                break;
            case Conv2D:
                Convolution(ConvolutionArithmetic.Of(_activations, layer, cell));
                break;
            case Pool2D:
                Pool(PoolArithmetic.Of(_activations, layer, cell));
                break;
            case Relu:
                var x = _activations.Before(layer)[cell];
                Say(1, $"max(0, {NumberText.Full(x)}) = {NumberText.Full(tensor[cell])}", _theme.Text);
                Say(2, x > 0 ? "positive values pass" : "what is not positive becomes 0");
                break;
            case Dense:
                Products(DenseArithmetic.Of(_activations, layer, cell.Channel));
                break;
            case Softmax:
                Probability(SoftmaxArithmetic.Of(_activations), cell.Channel);
                break;
            default:
                var before = _activations.Before(layer);
                if (before.Shape.Equals(tensor.Shape))
                    Say(1, $"from {NumberText.Full(before[cell])} to {NumberText.Full(tensor[cell])}", _theme.Text);
                break;
        }
    }

    /// <summary>Draws the channel with the largest part of the sum as three tables, input × filter = product, and then the sums.</summary>
    private void Convolution(ConvolutionArithmetic sum)
    {
        var channels = sum.Window.Channels;
        var shown = sum.MainChannel;
        var products = sum.Products.Where(product => product.From.Channel == shown).ToArray();
        var (across, down) = (sum.Window.Width, sum.Window.Height);
        var sign = (IsNarrow ? 14 : 24) * _unit;
        var wide = MathF.Min(44 * _unit, (_box.Width - 2 * sign) / (3 * across));
        var high = MathF.Min(22 * _unit, MathF.Max(1, (_box.Height - 76 * _unit) / down));
        var weights = _activations.ParameterOf(_spot.Layer, 0);
        var (values, signed) = (Before(), Signed(ValueScale.Of(weights).Furthest));
        var results = Signed(products.Max(product => MathF.Abs(product.Result)));
        var y = _box.Y + 46 * _unit;
        var theme = _theme;
        string[] captions = [channels > 1 ? $"input, map {shown}" : "input", "filter", "products"];
        for (var table = 0; table < 3; table++)
        {
            var x = _box.X + table * (across * wide + sign);
            _list.TextIn(new(x, y - 20 * _unit, across * wide, 18 * _unit), captions[table], 12 * _unit, _theme.DimText, Align.Left);
            for (var i = 0; i < products.Length; i++)
            {
                var value = table == 0 ? products[i].Value : table == 1 ? products[i].Weight : products[i].Result;
                var color = (table == 0 ? values : table == 1 ? signed : results).Of(value);
                var cell = new Box(x + i % across * wide, y + i / across * high, wide - _unit, high - _unit);
                _list.Box(cell, products[i].Inside || table == 1 ? color : _theme.BarTrack);
                var text = products[i].Inside || table == 1 ? NumberText.Short(value) : "0";
                _list.TextIn(cell, text, MathF.Min(12 * _unit, wide * 0.3f),
                    products[i].Inside || table == 1 ? LensScene.InkOn(color, theme) : _theme.DimText,
                    tabular: true);
            }
            if (table > 0)
                _list.TextIn(new(x - sign, y, sign, down * high), table == 1 ? "×" : "=", 17 * _unit, _theme.DimText);
        }
        var others = channels > 1
            ? $"{NumberText.Full(sum.ChannelSums[shown])}, the other {channels - 1} maps "
                + $"{NumberText.Full(sum.Sum - sum.ChannelSums[shown])}; "
            : "";
        _list.OneOrTwoLinesIn(new(_box.X, y + down * high + 4 * _unit, _box.Width, 22 * _unit),
            $"{others}sum {NumberText.Full(sum.Sum)} + bias {NumberText.Full(sum.Bias)} = {NumberText.Full(sum.Result)}",
            14 * _unit, _theme.Text, tabular: true);
    }

    private void Pool(PoolArithmetic pool)
    {
        var across = pool.Candidates.Max(c => c.From.X) - pool.Candidates[0].From.X + 1;
        var rows = (pool.Candidates.Count + across - 1) / across;
        var wide = MathF.Min(62 * _unit, _box.Width / across);
        var high = MathF.Min(30 * _unit, MathF.Max(1, (_box.Height - 66 * _unit) / rows));
        var gap = MathF.Min(4 * _unit, MathF.Min(wide, high) / 4);
        var colors = Before();
        for (var i = 0; i < pool.Candidates.Count; i++)
        {
            var cell = new Box(
                _box.X + i % across * wide + gap / 2, _box.Y + 34 * _unit + i / across * high, wide - gap, high - gap);
            var color = colors.Of(pool.Candidates[i].Value);
            if (i == pool.Winner)
                _list.Box(cell.Grown(gap / 2), _theme.Accent, 3 * _unit);
            _list.Box(cell, color);
            _list.TextIn(
                cell, NumberText.Full(pool.Candidates[i].Value), MathF.Min(13 * _unit, MathF.Min(wide * 0.24f, high * 0.5f)),
                LensScene.InkOn(color, _theme), tabular: true);
        }
        var what = pool.Winner is null ? $"the mean of {pool.Candidates.Count}" : $"the largest of {pool.Candidates.Count}";
        _list.TextIn(new(_box.X, _box.Y + 40 * _unit + rows * high, _box.Width, 22 * _unit), $"{what}: {NumberText.Full(pool.Result)}",
            14 * _unit, _theme.Text, Align.Left);
    }

    private void Products(DenseArithmetic sum)
    {
        var before = _activations.Before(_spot.Layer);
        for (var source = _spot.Layer - 1; source >= 0 && before.Shape.Rank == 1
            && _activations.Model.Layers[source].Layer is Flatten or Dropout; source--)
            before = _activations.Before(source);
        var row = 0;
        foreach (var part in sum.Contributions.Take(4))
        {
            var cell = before.CellAt(part.Input);
            var name = before.Shape.Rank == 3 ? $"map {cell.Channel}, row {cell.Y}, column {cell.X}" : $"value {part.Input}";
            Row(++row, name, $"{NumberText.Full(part.Value)} × {NumberText.Full(part.Weight)} = {NumberText.Full(part.Result)}",
                part.Result < 0 ? _theme.Negative : _theme.Positive);
        }
        Say(
            ++row,
            $"all {NumberText.Count(sum.Contributions.Count)} products {NumberText.Full(sum.Sum)} + bias {NumberText.Full(sum.Bias)} = "
                + NumberText.Full(sum.Result),
            _theme.Text);
        Say(++row, HeatCaption);
    }

    private void Probability(SoftmaxArithmetic softmax, int chosen)
    {
        // A narrow window has room for a short name and one decimal in each of ten columns.
        var isNarrow = IsNarrow;
        var label = (isNarrow ? 30 : 62) * _unit;
        var shown = Shown(softmax, chosen, (int)((_box.Width - label) / (LeastColumn * _unit)));
        var wide = (_box.Width - label) / shown.Length;
        string[] names = [_classes.Kind, "z", isNarrow ? "exp" : "exp(z−max)"];
        string[][] rows =
        [
            [.. shown.Select(_classes.Of)],
            [.. shown.Select(i => isNarrow ? NumberText.Shortest(softmax.Logits[i]) : NumberText.Short(softmax.Logits[i]))],
            [.. shown.Select(i => softmax.Exponentials[i])
                .Select(value => isNarrow && value >= 0.05 ? NumberText.Shortest(value) : Tiny(value))],
        ];
        var size = TextFit.Size(_list.Font, rows.SelectMany(row => row), 11.5f * _unit, wide - 3 * _unit, true);
        for (var row = 0; row < names.Length; row++)
        {
            var line = RowBox(1.12f + 0.96f * row);
            _list.TextIn(line with { Width = label }, names[row], 11 * _unit, _theme.DimText, Align.Left);
            for (var i = 0; i < shown.Length; i++)
                _list.TextIn(line with { X = _box.X + label + i * wide + _unit, Width = wide - 3 * _unit }, rows[row][i], size,
                    shown[i] == chosen ? _theme.Accent : _theme.Text, Align.Right, true);
        }
        var (own, sum, all) = (NumberText.Precise(softmax.Exponentials[chosen]), NumberText.Precise(softmax.Sum), softmax.Logits.Length);
        Say(4, $"exp({NumberText.Full(softmax.Logits[chosen])} − max {NumberText.Full(softmax.Largest)}) = {own}, all {all} sum to {sum}");
        Say(5, $"{own} ÷ {sum} = {NumberText.Precise(softmax.Probabilities[chosen])}", _theme.Text);
        Say(6, HeatCaption);
    }

    /// <summary>The outputs that have room: all of ten, otherwise the chosen one and the most probable ones, in their order.</summary>
    private static int[] Shown(SoftmaxArithmetic softmax, int chosen, int most) => softmax.Logits.Length <= FewOutputs
        ? [.. Enumerable.Range(0, softmax.Logits.Length)]
        : [.. Enumerable.Range(0, softmax.Logits.Length).OrderByDescending(i => i == chosen ? double.PositiveInfinity : softmax.Logits[i])
            .Take(Math.Max(FewOutputs, most)).Order()];

    private static string Tiny(double value) => value >= 0.005 ? NumberText.Short(value)
        : value.ToString("0e-0", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>The colours of what the layer reads, as its grey tiles have them.</summary>
    private ColorScale Before() => LensScene.ColorsOf(ValueScale.Of(_activations.Before(_spot.Layer).Values), false, _theme);

    private ColorScale Signed(float furthest) => ColorScale.Signed(furthest, _theme.Negative, _theme.Zero, _theme.Positive);

    private bool IsNarrow => _box.Width < 400 * _unit;

    /// <summary>The box of a row. Seven rows fit, however low the whole is.</summary>
    private Box RowBox(float row)
    {
        var pitch = MathF.Min(25 * _unit, _box.Height / 6.8f);
        return new(_box.X, _box.Y + row * pitch, _box.Width, pitch * 0.88f);
    }

    private void Line(int row, string title, string place, string result)
    {
        var (font, box, gap) = (_list.Font, RowBox(row), 10 * _unit);
        var needed = font.Measure(title, 16 * _unit) + font.Measure(place, 13 * _unit) + font.Measure(result, 16 * _unit, true);
        var share = Math.Clamp((box.Width - 2 * gap) / needed, TextFit.LeastShare, 1);
        var (large, small) = (16 * _unit * share, 13 * _unit * share);
        _list.TextIn(box, title, large, _theme.Text, Align.Left);
        _list.TextIn(box, result, large, _theme.Accent, Align.Right, true);
        var x = font.Measure(title, large) + gap;
        _list.TextIn(box with { X = box.X + x, Width = box.Width - x - font.Measure(result, large, true) - gap }, place, small,
            _theme.DimText, Align.Left);
    }

    private void Row(int row, string name, string text, Rgba mark)
    {
        var box = RowBox(row);
        _list.Box(new(box.X, box.Centre.Y - 5 * _unit, 10 * _unit, 10 * _unit), mark, 3 * _unit);
        var left = box with { X = box.X + 18 * _unit, Width = box.Width - 18 * _unit };
        var size = TextFit.Size(_list.Font, [name + text], 13 * _unit, left.Width - 10 * _unit, true);
        _list.TextIn(left, text, size, _theme.Text, Align.Right, true);
        _list.TextIn(left with { Width = left.Width - _list.Font.Measure(text, size, true) - 8 * _unit }, name, size, _theme.DimText,
            Align.Left);
    }

    private void Say(int row, string text, Rgba? color = null) =>
        _list.TextIn(RowBox(row), text, 13.5f * _unit, color ?? _theme.DimText, Align.Left, true);
}
