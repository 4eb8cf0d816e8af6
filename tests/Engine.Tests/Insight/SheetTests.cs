using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Sheets;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class SheetTests
{
    /// <summary>Sheets of any network can be drawn, show something, and are the same again.</summary>
    [Theory]
    [MemberData(nameof(ProbedNetworks.Names), MemberType = typeof(ProbedNetworks))]
    public void Every_sheet_draws_every_network(string name)
    {
        var model = ProbedNetworks.All[name];
        var weights = ProbedNetworks.Weights(model);
        var seen = NetworkProbeTests.Look(model, weights, ProbedNetworks.Input(model));
        using var device = DeviceCatalog.Open("cpu");
        var costs = LayerCost.Of(device, model, weights);
        foreach (var theme in SheetTheme.All)
        {
            Shows(() => ArchitectureSheet.Draw(model, costs, theme));
            Shows(() => SoftmaxSheet.Draw(seen, theme));
            foreach (var bank in FilterBank.Of(model, weights))
                Shows(() => FilterSheet.Draw(bank, theme));
            for (var layer = 0; layer < model.Layers.Count; layer++)
            {
                var at = layer;
                var cell = FollowSheet.Strongest(seen.Of(layer));
                Shows(() => MapSheet.Draw(seen.Of(at), theme));
                if (model.Layers[layer].Layer is Conv2D)
                    Shows(() => FollowSheet.Convolution(seen, at, cell, theme));
                if (model.Layers[layer].Layer is Pool2D)
                    Shows(() => FollowSheet.Pooling(seen, at, cell, theme));
            }

            if (seen.LogitsLayer >= 0)
                Shows(() => DenseSheet.Draw(seen, theme));
        }
    }

    /// <summary>By hand: 3×3 filters at 10 units a weight from (20, 40), the coloured ones 314 units to the right.</summary>
    [Fact]
    public void A_filter_is_drawn_weight_by_weight_in_grey_and_in_two_colours()
    {
        Sequential model = new(new(5, 5, 1), new Conv2D(2, 3));
        float[] first = [0, 1, 2, 3, 4, 5, 6, 7, 8], second = [-16, 0, 0, 0, 0, 0, 0, 0, 16];
        float[] weights = [.. first.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second }), 0, 0];
        foreach (var theme in SheetTheme.All)
        {
            using var canvas = FilterSheet.Draw(FilterBank.Of(model, weights)[0], theme);
            var sheet = new SheetReader(canvas, theme.Background);
            for (var i = 0; i < 9; i++)
            {
                float x = 20 + (i % 3 * 10) + 5, y = 40 + (i / 3 * 10) + 5;
                var level = (byte)MathF.Round(first[i] / 8 * 255);
                Assert.InRange(sheet.At(x, y).Red, level - 1, level + 1);
                Assert.Equal(sheet.At(x, y).Red, sheet.At(x, y).Blue);
                Assert.Equal(ScaleColours.Diverging(first[i] / 16), sheet.At(x + 314, y));
                Assert.Equal(ScaleColours.Diverging(second[i] / 16), sheet.At(x + 350.5f, y));
            }

            Assert.Equal(
                [35, 71.5f, 349, 385.5f],
                sheet.Find("0", theme.Dim, 10.5f).Concat(sheet.Find("1", theme.Dim, 10.5f)).Select(at => at.X).Order(),
                (expected, actual) => Math.Abs(expected - actual) < 1);
            Assert.Empty(sheet.Find("2", theme.Dim, 10.5f));
        }
    }

    /// <summary>By hand: channels 76 units apart, 22.5 units a value.</summary>
    [Fact]
    public void A_feature_map_is_drawn_value_by_value_on_the_scale_of_its_layer()
    {
        float[] values = [.. Enumerable.Range(0, 12).Select(i => i - 3f)];
        using var canvas = MapSheet.Draw(new Activation(new(2, 3, 2), values), SheetTheme.Dark);
        var sheet = new SheetReader(canvas, SheetTheme.Dark.Background);
        for (var i = 0; i < values.Length; i++)
        {
            float x = 20 + (i % 2 * 76) + (i / 2 % 3 * 22.5f) + 11, y = 40 + (i / 6 * 22.5f) + 11;
            var level = (int)MathF.Round(i / 11f * 255);
            Assert.InRange(sheet.At(x, y).Green, level - 1, level + 1);
        }

        foreach (var text in new[] { "2×3×2", "−3.00", "8.00" })
            Assert.Single(sheet.Find(text, SheetTheme.Dark.Dim, 12.5f));
    }

    /// <summary>A window of values below zero is drawn on the scale of the map above it: its lowest black, its highest white.</summary>
    [Fact]
    public void A_window_of_negative_values_is_not_all_black()
    {
        Sequential model = new(new(5, 5, 1), new Conv2D(1, 3), new Conv2D(1, 3));
        var weights = new float[model.FlatSize];
        // The first convolution takes 10 off each pixel.
        (weights[4], weights[model.Parameters[1].Offset]) = (1, -10);
        Array.Fill(weights, 1, model.Parameters[2].Offset, 9);
        var seen = NetworkProbeTests.Look(model, weights, [.. Enumerable.Range(0, 25).Select(i => i / 25f)]);
        Assert.True(seen.Before(1).Values.Max() < 0);
        using var canvas = FollowSheet.Convolution(seen, 1, new(0, 0, 0), SheetTheme.Dark);
        var sheet = new SheetReader(canvas, SheetTheme.Dark.Background);
        // Three tables of 3×3 squares of 52 units with 66 units between them, in the middle of 640.
        const float Left = (640 - (9 * 52) - 132) / 2f, Top = 318;
        Assert.Equal(Colours.Grey(0f), sheet.At(Left + 8, Top + 8));
        Assert.Equal(Colours.Grey(1f), sheet.At(Left + 104 + 8, Top + 104 + 8));
    }

    [Fact]
    public void A_softmax_is_written_out_class_by_class()
    {
        var seen = NetworkProbeTests.Look(ProbedNetworks.All["a softmax"], [], [0, -1, 1, 0.5f]);
        var theme = SheetTheme.Light;
        using var canvas = SoftmaxSheet.Draw(seen, theme);
        SheetReader plain = new(canvas, theme.Background), winner = new(canvas, theme.Card);

        Rows(plain, theme.Text, "0.000 0.36788 17.4·%", "−1.000 0.13534 6.4·%", "0.500 0.60653 28.7·%");
        Rows(winner, theme.Accent, "1.000 1.00000 47.4·%");
        Assert.Single(plain.Find("2.10975", theme.Text, 14));

        void Rows(SheetReader sheet, SkiaSharp.SKColor probability, params string[] rows)
        {
            foreach (var row in rows.Select(row => row.Split(' ')))
            {
                var logit = Assert.Single(sheet.Find(row[0], theme.Text, 14));
                Assert.Equal(logit.Y, Assert.Single(sheet.Find(row[1], theme.Text, 14)).Y, 1f);
                Assert.Equal(logit.Y, Assert.Single(sheet.Find(row[2].Replace('·', ' '), probability, 14)).Y, 1f);
            }
        }
    }

    /// <summary>e^−11.516 = 9.97·10⁻⁶ is 1.0·10⁻⁵ as e^−11.5 = 1.01·10⁻⁵ is; e^−11.528 = 9.85·10⁻⁶ is 9.9·10⁻⁶.</summary>
    [Fact]
    public void A_small_number_is_rounded_before_its_power_of_ten_is_chosen()
    {
        var expected = Written(-11.5f);
        Assert.Equal(expected, Written(-11.516f));
        Assert.NotEqual(expected, Written(-11.528f));

        // The exponential of the second row.
        static SkiaSharp.SKColor[] Written(float logit)
        {
            var theme = SheetTheme.Light;
            using var canvas = SoftmaxSheet.Draw(NetworkProbeTests.Look(ProbedNetworks.All["a softmax"], [], [0, logit, 0, 0]), theme);
            var sheet = new SheetReader(canvas, theme.Background);
            return [.. Enumerable.Range(0, 100 * 28).Select(i => sheet.At(232 + (i % 100), 78 + (i / 100)))];
        }
    }

    [Fact]
    public void Each_layer_has_a_row_with_its_parameters_and_multiply_adds()
    {
        var model = Presets.Tutorial();
        var costs = LayerCost.Count(model);
        var theme = SheetTheme.Light;
        using var canvas = ArchitectureSheet.Draw(model, costs, theme);
        var sheet = new SheetReader(canvas, theme.Background);
        Assert.Equal(50 + ((costs.Count + 1) * 50) + 52, sheet.Height);
        float above = 0;
        foreach (var cost in costs)
        {
            var row = Assert.Single(sheet.Find(cost.Layer.Name, theme.Text, 14)).Y;
            Assert.True(row > above + 40);
            above = row;
            foreach (var count in new long[] { cost.Parameters, cost.MultiplyAdds }.Where(count => count > 0))
                Assert.Contains(
                    sheet.Find(count.ToString("N0", CultureInfo.InvariantCulture), theme.Text, 12), at => Math.Abs(at.Y - row) < 6);
        }
    }

    /// <summary>The column after the names begins at 262.</summary>
    [Theory]
    [InlineData("tutorial")]
    [InlineData("calculator")]
    [InlineData("symbols")]
    [InlineData("speedrun")]
    public void A_long_name_of_a_layer_ends_before_its_numbers(string preset)
    {
        var costs = LayerCost.Count(Presets.Get(preset));
        var theme = SheetTheme.Light;
        using var canvas = ArchitectureSheet.Draw(Presets.Get(preset), costs, theme);
        var sheet = new SheetReader(canvas, theme.Background);
        foreach (var cost in costs)
        {
            var name = cost.Layer.Name;
            var size = Math.Min(14, 14 * 118 / SheetCanvas.TextWidth(name, 14));
            var at = Assert.Single(sheet.Find(name, theme.Text, size));
            Assert.True(at.X + (SheetCanvas.TextWidth(name, size) / 2) < 262, name);
            if (cost.Parameters > 0)
                Assert.Contains(sheet.Find(cost.Parameters.ToString("N0", CultureInfo.InvariantCulture), theme.Text, 12),
                    found => Math.Abs(found.Y - at.Y) < 6);
        }
    }

    [Theory]
    [InlineData(12, "For every logit: orange pixels speak for it, blue ones against")]
    [InlineData(20, "For the largest ten of 20 logits: orange pixels speak for it, blue ones against")]
    public void More_than_ten_classes_have_all_their_logits_or_the_largest(int classes, string said)
    {
        Sequential model = new(new(9), new Dense(classes));
        var weights = new float[model.FlatSize];
        // By the biases, the logit of a class is its number.
        for (var c = 0; c < classes; c++)
            weights[model.Parameters[1].Offset + c] = c;
        var seen = NetworkProbeTests.Look(model, weights, ProbedNetworks.Input(model));
        var theme = SheetTheme.Light;
        using var canvas = DenseSheet.Draw(seen, theme);
        var sheet = new SheetReader(canvas, theme.Background);
        Assert.Single(sheet.Find(said, theme.Dim, 12.5f));
        var first = classes == 12 ? 0 : 10;
        Assert.Equal(first == 0 ? 1 : 0, Shown(0));
        for (var c = first; c < classes - 1; c++)
            Assert.Equal(1, Shown(c));
        Assert.Single(sheet.Find($"{classes - 1}", theme.Accent, 15));

        int Shown(int c) => sheet.Find($"{c}", theme.Text, 15).Count(at => Math.Abs(at.Y - 418.5f) < 3);
    }

    [Fact]
    public void A_number_can_be_read_on_every_colour_of_a_value()
    {
        foreach (var paper in Enumerable.Range(0, 256).Select(level => Colours.Grey((byte)level))
            .Concat(Enumerable.Range(-100, 201).Select(t => ScaleColours.Diverging(t / 100f))))
        {
            var ink = Sheet.Over(paper);
            var contrast = ContrastRatio.Of((ink.Red, ink.Green, ink.Blue), (paper.Red, paper.Green, paper.Blue));
            Assert.True(contrast >= 4.5, $"{paper}: {contrast:F2}");
        }
    }

    [Theory]
    [InlineData("2.3 0.1", "2.50 2.00 1.50 1.00 0.50 0.00")]
    [InlineData("0.4 0.1", "0.40 0.30 0.20 0.10 0.00")]
    [InlineData("0.05 0.03", "0.05 0.04 0.03 0.02 0.01 0.00")]
    [InlineData("0.011 0.008", "0.015 0.010 0.005 0.000")]
    public void The_axis_of_a_curve_has_round_numbers_at_even_distances(string losses, string labels)
    {
        var theme = SheetTheme.Light;
        using var canvas = CurveSheet.Draw(
            [.. losses.Split(' ').Select(loss => Epoch(0, double.Parse(loss, CultureInfo.InvariantCulture), 0.9))], theme);
        var sheet = new SheetReader(canvas, theme.Background);
        float[] heights = [.. labels.Split(' ').Select(label => Assert.Single(sheet.Find(label, theme.Dim, 10.5f)).Y)];
        for (var i = 0; i < heights.Length; i++)
            Assert.Equal(heights[0] + (190f * i / (heights.Length - 1)), heights[i], 1f);
    }

    [Fact]
    public void Accuracies_that_are_close_have_labels_that_differ()
    {
        var theme = SheetTheme.Light;
        using var canvas = CurveSheet.Draw([Epoch(1, 0.4, 0.9988), Epoch(2, 0.3, 0.9993)], theme);
        var sheet = new SheetReader(canvas, theme.Background);
        foreach (var label in new[] { "100.00 %", "99.95 %", "99.90 %", "99.85 %" })
            Assert.Single(sheet.Find(label, theme.Dim, 10.5f));
    }

    [Fact]
    public void Each_point_of_a_curve_lies_over_its_epoch_and_beside_its_value()
    {
        var theme = SheetTheme.Light;
        double[] losses = [0.4, 0.2, 0.1], accuracies = [0.9, 0.92, 0.98];
        using var canvas = CurveSheet.Draw([.. losses.Zip(accuracies, (loss, accuracy) => Epoch(0, loss, accuracy))], theme);
        var sheet = new SheetReader(canvas, theme.Background);
        for (var i = 0; i < losses.Length; i++)
        {
            var epochs = sheet.Find($"{i + 1}", theme.Dim, 10.5f).OrderBy(at => at.X).ToArray();
            Assert.Equal(2, epochs.Length);
            Point(epochs[0].X, losses[i].ToString("F2", CultureInfo.InvariantCulture));
            Point(epochs[1].X, (accuracies[i] * 100).ToString("F1", CultureInfo.InvariantCulture) + " %");
        }

        Assert.Empty(sheet.Find("validation", theme.Dim, 11.5f));
        using var both = CurveSheet.Draw([new(1, 0.4, 0.9, 0.3, 0.95, 1)], theme);
        Assert.Equal(2, new SheetReader(both, theme.Background).Find("validation", theme.Dim, 11.5f).Count);

        void Point(float x, string label) =>
            Assert.Equal(theme.Accent, sheet.At(x, Assert.Single(sheet.Find(label, theme.Dim, 10.5f)).Y));
    }

    [Fact]
    public void Curves_take_one_epoch_and_numbers_that_are_none() => Shows(() => CurveSheet.Draw(
        [new EpochResult(1, double.NaN, 0.5, null, null, 1)], SheetTheme.Dark));

    [Fact]
    public void The_layers_multiply_adds_and_bytes_are_counted()
    {
        var model = Presets.Tutorial();
        using var device = DeviceCatalog.Open("cpu");
        var costs = LayerCost.Of(device, model, model.Initialise(1));

        Assert.Equal([26L * 26 * 32 * 9, 0, 0, 0, 5408 * 128, 0, 1280, 0], costs.Select(c => c.MultiplyAdds));
        Assert.Equal([4L * (320 + 21632), 4 * 5408, 0, 0, 4 * (692_352 + 128), 0, 4 * (1290 + 10), 40], costs.Select(c => c.Bytes));
        Assert.All(costs, c => Assert.Equal(c.Layer.Layer is Flatten, c.Microseconds == 0));
        Assert.Equal(costs.Select(c => c with { Microseconds = 0 }), LayerCost.Count(model));
    }

    [Fact]
    public void The_place_of_a_doubtful_label_stands_right_of_its_reading()
    {
        const int Place = 12_345, Across = 112;
        var labels = new byte[Place + 1];
        labels[Place] = 3;
        DigitSet digits = new(28, 28, new byte[labels.Length * 784], labels);
        // Without weights every digit is read as 0.
        Sequential model = new(new(784), new Dense(10), new Softmax());
        using var device = DeviceCatalog.Open("cpu");
        var evaluation = Evaluation.Of(device, new(model, new float[model.FlatSize]), digits);
        using var canvas = MistakeSheet.Draw(digits, evaluation, new HashSet<int> { Place }, columns: 1);

        // The reading is orange, the place a grey that is a little blue, as the background is.
        var row = canvas.Pixels.Chunk(Across * 4).Skip(128).Take(18)
            .SelectMany(pixels => pixels.Chunk(4).Select((rgba, x) => (Rgba: rgba, X: x))).ToArray();
        var reading = row.Where(pixel => pixel.Rgba[0] > pixel.Rgba[2]).Max(pixel => pixel.X);
        var place = row.Where(pixel => pixel.Rgba[0] > 40 && pixel.Rgba[0] <= pixel.Rgba[2]).Min(pixel => pixel.X);
        Assert.True(place > reading + 1, $"the place begins at {place}, the reading ends at {reading}");
    }

    private static EpochResult Epoch(int epoch, double loss, double accuracy) => new(epoch, loss, accuracy, null, null, 1);

    private static void Shows(Func<SheetCanvas> draw)
    {
        using SheetCanvas canvas = draw(), again = draw();
        Assert.True(canvas.Pixels.Distinct().Count() > 3);
        Assert.Equal(canvas.Pixels, again.Pixels);
    }
}
