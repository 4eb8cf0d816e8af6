using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Viewer.Tests;

/// <summary>The filter lab shows what the filter really makes of the picture, and every cell of it can be pointed at.</summary>
public sealed class LabTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    private LabPanel Lab => (LabPanel)App.View.Panel!;

    public void Dispose() => _person.Dispose();

    /// <summary>The products are added up here once more, by hand: the panel's choices, made with its keys, must give just that.</summary>
    [Fact]
    public void Every_preset_size_stride_padding_and_reduction_shows_the_plain_sum()
    {
        _person.Draw(4);
        _person.Type("f");
        foreach (var size in FilterLab.Sizes)
        {
            foreach (var filter in FilterLab.Presets(size))
            {
                for (var choice = 0; choice < 12; choice++)
                {
                    var (stride, same, average) = (1 + choice % 3, choice / 3 % 2 == 1, choice / 6 == 1);
                    Until("k", () => Lab.Bench.Filter.Size == size);
                    for (var i = 0; i < 6 && Lab.Bench.Filter.Name != filter.Name; i++)
                        _person.Press(Key.PageDown);
                    Until("s", () => Lab.Bench.Stride == stride);
                    Until("v", () => Lab.Bench.Padding == Padding.Same == same);
                    Until("a", () => Lab.Bench.Reduction == Reduction.Average == average);
                    Assert.Equal(filter.Values, Lab.Bench.Filter.Values);
                    Assert.Equal(Plain(Lab.Bench.Picture, filter, stride, same, average), Lab.Bench.Result.Values);
                }
            }
        }
    }

    [Theory]
    [InlineData(1280, 800, "f")]
    [InlineData(960, 600, "fvs")]
    [InlineData(960, 600, "fks")]
    [InlineData(720, 1100, "fvo")]
    [InlineData(1920, 1080, "ffvks")]
    public void Pointing_at_any_cell_chooses_it_and_lights_up_its_window(int width, int height, string keys)
    {
        _person.Draw(4);
        App.Handle(new Resized(_person.Tick(), width, height, 1));
        _person.Type(keys);
        foreach (var map in Enum.GetValues<LabMap>())
        {
            var values = Lab.Bench[map];
            for (var i = 0; i < values.Values.Length; i++)
            {
                var spot = new LabSpot(map, i / values.Width, i % values.Width);
                App.Handle(new PointerMoved(_person.Tick(), Lab.Layout![map].BoxOf(spot.Y, spot.X).Centre));
                Assert.Equal(spot, Lab.Spot);
                if (map != LabMap.Result)
                    continue;
                var window = Lab.Bench.Arithmetic(spot.Y, spot.X).Window;
                Assert.Equal(
                    (spot.Y * Lab.Bench.Stride - Lab.Bench.PaddedRows.Before, spot.X * Lab.Bench.Stride - Lab.Bench.PaddedColumns.Before),
                    (window.Top, window.Left));
                var box = Lab.Layout.Input.BoxOf(window.Top, window.Left, window.Height, window.Width);
                Assert.Equal((window.Top, window.Left), Lab.Layout.Input.At(new(box.X + 0.5f, box.Y + 0.5f)));
                Assert.Equal((window.Top + window.Height - 1, window.Left + window.Width - 1),
                    Lab.Layout.Input.At(new(box.Right - 0.5f, box.Bottom - 0.5f)));
            }
        }
        for (var cell = 0; cell < Lab.Bench.Filter.Values.Length; cell++)
            Assert.Equal(
                cell, Lab.Layout!.FilterCellAt(Lab.Layout.Filter.BoxOf(cell / Lab.Bench.Filter.Size, cell % Lab.Bench.Filter.Size).Centre));
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(900, 600)]
    [InlineData(560, 900)]
    [InlineData(1920, 1080)]
    public void Nothing_lies_over_anything_else_or_outside(int width, int height)
    {
        App.Handle(new Resized(_person.Tick(), width, height, 1));
        _person.Type("f");
        App.OpenLab(new(96, 64, new float[96 * 64]));
        var layout = Lab.Layout!;
        Box[] boxes =
        [
            .. layout.Presets, .. layout.Choices.Values, layout.Input.Box, layout.Filter.Box, layout.Arithmetic,
            .. Enum.GetValues<LabMap>().Select(map => layout[map].Box),
        ];
        var panel = App.View.Layout.Panel;
        for (var i = 0; i < boxes.Length; i++)
        {
            Assert.True(boxes[i].LiesIn(panel) && boxes[i].Width > 0 && boxes[i].Height > 0, $"{i}: {boxes[i]} in {panel}");
            for (var j = 0; j < i; j++)
                Assert.False(boxes[i].Overlaps(boxes[j]), $"{j}: {boxes[j]} and {i}: {boxes[i]}");
        }
    }

    [Fact]
    public void A_cell_is_edited_by_typing_stepping_and_the_wheel()
    {
        _person.Type("7fi");
        _person.Type("12-.5");
        Assert.Equal(-12.5f, Lab.Bench.Filter.Values[4]);
        Assert.Equal(-1, Lab.Bench.Preset);
        _person.Press(Key.Backspace);
        _person.Press(Key.Backspace);
        _person.Press(Key.Right);
        _person.Type("++-");
        Assert.Equal((-12, 1.5f), (Lab.Bench.Filter.Values[4], Lab.Bench.Filter.Values[5]));
        _person.Press(Key.Escape);
        Assert.Equal("7", _person.Display);
        _person.Type("8");
        Assert.Equal("78", _person.Display);
        App.Handle(new PointerMoved(_person.Tick(), Lab.Layout!.Filter.BoxOf(0, 0).Centre));
        App.Handle(new Scrolled(_person.Tick(), new(0, 1)));
        Assert.Equal(0.5f, Lab.Bench.Filter.Values[0]);
        App.Handle(new PointerPressed(_person.Tick(), PointerButton.Left));
        _person.Type("999999999");
        Assert.Equal(LabBench.Largest, Lab.Bench.Filter.Values[0]);
    }

    [Theory]
    [InlineData("-1", -1)]
    [InlineData("−.5", -0.5f)]
    [InlineData("--2", -2)]
    [InlineData("-+3", 3)]
    [InlineData("-1-", 1)]
    [InlineData("-c1", 1)]
    public void A_minus_before_a_number_is_its_sign(string typed, float value)
    {
        _person.Type("fi" + typed);
        Assert.Equal(value, Lab.Bench.Filter.Values[4]);
    }

    [Fact]
    public void A_minus_alone_steps_down_whatever_is_typed_in_another_cell()
    {
        _person.Type("fi");
        var value = Lab.Bench.Filter.Values[4];
        _person.Type("-");
        _person.Press(Key.Right);
        _person.Type("1");
        Assert.Equal((value - 0.5f, 1), (Lab.Bench.Filter.Values[4], Lab.Bench.Filter.Values[5]));
    }

    [Fact]
    public void A_number_that_is_being_typed_belongs_to_its_cell_and_has_one_point()
    {
        _person.Type("f");
        App.Handle(new PointerMoved(_person.Tick(), Lab.Layout!.Filter.BoxOf(0, 0).Centre));
        App.Handle(new PointerPressed(_person.Tick(), PointerButton.Left));
        _person.Type("5i3");
        Assert.Equal((5, 3), (Lab.Bench.Filter.Values[0], Lab.Bench.Filter.Values[4]));
        _person.Press(Key.Escape);
        _person.Type("i1.5.2,");
        Assert.Equal(1.52f, Lab.Bench.Filter.Values[4]);
    }

    [Fact]
    public void A_filter_that_is_changed_back_has_its_name_again()
    {
        _person.Type("fi");
        var (name, value) = (Lab.Bench.Filter.Name, Lab.Bench.Filter.Values[4]);
        _person.Type("+");
        Assert.Equal("Own filter", Lab.Bench.Filter.Name);
        _person.Type("-");
        Assert.Equal((name, value, 0), (Lab.Bench.Filter.Name, Lab.Bench.Filter.Values[4], Lab.Bench.Preset));
    }

    [Fact]
    public void Buttons_do_what_their_keys_do()
    {
        _person.Type("f");
        foreach (var group in Lab.Groups.SkipLast(1).ToArray())
        {
            foreach (var choice in group.Choices)
            {
                App.Handle(new PointerMoved(_person.Tick(), Lab.Layout!.Choices[choice].Centre));
                App.Handle(new PointerPressed(_person.Tick(), PointerButton.Left));
                App.Handle(new PointerReleased(_person.Tick(), PointerButton.Left));
                Assert.Equal([choice], group.Choices.Where(c => c.IsOn()));
            }
        }
        for (var i = 0; i < Lab.Bench.Presets.Count; i++)
        {
            App.Handle(new PointerMoved(_person.Tick(), Lab.Layout!.Presets[i].Centre));
            App.Handle(new PointerPressed(_person.Tick(), PointerButton.Left));
            Assert.Equal(i, Lab.Bench.Preset);
        }
    }

    [Fact]
    public void The_window_slides_over_every_cell_and_only_meanwhile_frames_are_wanted()
    {
        _person.Type("f");
        var list = new DrawList(Font.Default);
        App.Settle();
        App.Draw(list, 0);
        Assert.False(App.NeedsFrame);
        _person.Type("g");
        HashSet<LabSpot> seen = [];
        var time = 0.0;
        for (App.Draw(list, time); App.NeedsFrame; App.Draw(list, time += 0.015))
            seen.Add(Lab.Spot);
        Assert.Equal(Lab.Bench.Result.Values.Length, seen.Count);
        Assert.InRange(time, 5, 20);
        _person.Type("gf");
        App.Settle();
        Assert.False(App.IsMoving);
    }

    [Fact]
    public void The_drawing_is_filtered_live_and_a_photograph_beside_it()
    {
        _person.Type("f");
        Assert.Equal(LabPictures.TestCard, Lab.Bench.Picture);
        Assert.True(Lab.WaitsForDrawing);
        _person.Draw(7);
        Assert.Equal(App.View.Preview!.Select(level => level / 255f), Lab.Bench.Picture.Values);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        Png.Save(file, new Image(192, 96, 1, [.. Enumerable.Range(0, 192 * 96).Select(i => (byte)(i % 192 < 96 ? 51 : 255))]));
        try
        {
            App.OpenLab(LabPictures.Load(file));
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Equal((48, 96, "Photograph"), (Lab.Bench.Picture.Height, Lab.Bench.Picture.Width, Lab.PictureName));
        Assert.Equal((0.2f, 1f), (Lab.Bench.Picture.Values[47], Lab.Bench.Picture.Values[48]));
        Assert.Throws<ImageException>(() => LabPictures.Load(file));
    }

    private void Until(string key, Func<bool> isSo)
    {
        for (var i = 0; i < 4 && !isSo(); i++)
            _person.Type(key);
        Assert.True(isSo(), key);
    }

    /// <summary>Window by window: Σ value · weight over the places that lie in the picture, in double; Keras' padding.</summary>
    private static float[] Plain(GreyPicture picture, Filter filter, int stride, bool same, bool average)
    {
        var (n, f) = (picture.Height, filter.Size);
        var rows = same ? (n + stride - 1) / stride : (n - f) / stride + 1;
        var before = same ? Math.Max(0, (rows - 1) * stride + f - n) / 2 : 0;
        List<float> results = [];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < rows; x++)
            {
                var sum = 0.0;
                for (var i = 0; i < f * f; i++)
                {
                    var (row, column) = (y * stride - before + i / f, x * stride - before + i % f);
                    if (row >= 0 && row < n && column >= 0 && column < n)
                        sum += (double)picture.Values[row * n + column] * filter.Values[i];
                }
                results.Add((float)(average ? sum / (f * f) : sum));
            }
        }
        return [.. results];
    }
}
