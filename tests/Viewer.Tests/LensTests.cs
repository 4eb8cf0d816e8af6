using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;
using Xunit.Abstractions;
using Padding = GpuDigits.Engine.Layers.Padding;

namespace GpuDigits.Viewer.Tests;

/// <summary>What the lens shows against what the engine computed, and what lies under the pointer.</summary>
public sealed class LensTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Sequential> Models = new()
    {
        ["tutorial"] = Presets.Tutorial(),
        ["deep"] = new(
            new(28, 28, 1), new Conv2D(20, 5, 5, 1, 1, Padding.Same), new Relu(), new Conv2D(33, 3), new Relu(), new MaxPool2D(2),
            new Conv2D(8, 3, 3, 2, 2, Padding.Same), new AveragePool2D(2), new Dropout(0.3f), new Flatten(), new Dense(70), new Relu(),
            new Dense(10), new Softmax()),
        ["symbols"] = new(new(28, 28, 1), new Conv2D(6, 3), new Relu(), new MaxPool2D(2), new Flatten(), new Dense(23), new Softmax()),
        ["dense"] = new(new(784), new Dense(40), new Relu(), new Dense(10)),
        ["global"] = new(
            new(28, 28, 1), new Conv2D(6, 5), new Relu(), new MaxPool2D(2), new AveragePool2D(12), new Flatten(), new Dense(10),
            new Softmax()),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    /// <summary>The tutorial network with its initial weights.</summary>
    public static NetworkProbe Probe() => ProbeOf(Models["tutorial"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_tile_shows_the_engines_own_values(string name)
    {
        var (activations, stages) = Run(name);
        var tiles = new LensTiles(stages);
        tiles.Fill(activations);
        var layout = new LensLayout(stages, new(10, 20, 700, 600), 1, 0);
        Assert.Equal(layout.Tiles.Count, tiles.Sheet.Count);
        var banks = FilterBank.Of(activations.Model, activations.Weights);
        foreach (var (i, tile) in layout.Tiles.Index())
        {
            var stage = stages[tile.Stage];
            var shown = Values(tiles.Sheet, i);
            if (stage.Kind == StageKind.Filters)
                Assert.Equal(banks[Convolutions().IndexOf(stage.Layer)].Filter(tile.First), shown);
            else if (tile.IsFlat)
                Assert.Equal<float>([.. activations.Of(stage.Layer).Values.AsSpan(tile.First, tile.Width * tile.Height)], shown);
            else
                Assert.Equal(activations.Of(stage.Layer).Channel(tile.First), shown);
        }
        // Every layer but those that change nothing has a stage, with all its values.
        foreach (var (i, placed) in activations.Model.Layers.Index().Where(l => l.Item.Layer is not (Flatten or Dropout)))
            Assert.Equal(placed.Output.Size,
                layout.Tiles.Where(t => stages[t.Stage].Layer == i && stages[t.Stage].Kind != StageKind.Filters)
                    .Sum(t => t.Width * t.Height));

        List<int> Convolutions() => [.. activations.Model.Layers.Index().Where(l => l.Item.Layer is Conv2D).Select(l => l.Index)];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_cell_is_hit_where_it_is_drawn_and_its_field_lies_over_the_cells_it_reads(string name)
    {
        var (activations, stages) = Run(name);
        // High enough for all stages, so that none scrolls away.
        var layout = new LensLayout(stages, new(10, 20, 1900, 9000), 1.5f, 0);
        Assert.Equal(0, layout.Overflow);
        for (var layer = -1; layer < activations.Model.Layers.Count; layer++)
        {
            if (layer >= 0 && activations.Model.Layers[layer].Layer is Flatten or Dropout)
                continue;
            var tensor = activations.Of(layer);
            for (var index = 0; index < tensor.Values.Length; index++)
            {
                var spot = new Spot(layer, tensor.CellAt(index));
                var tile = layout.TileOf(spot)!.Value;
                Assert.Equal(spot, layout.SpotAt(tile.BoxOf(spot.Cell).Centre));
                if (layer >= 0 && activations.Model.Layers[layer].Layer is Conv2D or Pool2D)
                    FieldIsRight(activations, layout, spot);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keys_reach_every_stage(string name)
    {
        using var person = new Person(() => ProbeOf(Models[name]));
        var lens = OpenOnA3(person);
        for (var i = 0; i < 40; i++)
            person.Press(Key.PageUp);
        Assert.Equal(-1, lens.Spot.Layer);
        var seen = new HashSet<int>();
        for (var i = 0; i < 40; i++)
        {
            person.Press(Key.PageDown);
            seen.Add(lens.Spot.Layer);
            Assert.NotNull(lens.Layout!.TileOf(lens.Spot));
            var before = lens.Spot;
            person.Press(Key.Right);
            person.Press(Key.Left);
            Assert.Equal(before.Layer, lens.Spot.Layer);
            person.App.Settle();
            person.App.Draw(new DrawList(GpuDigits.Pictures.Font.Default), 0);
        }
        Assert.Equal(lens.Layout!.Stages.Where(s => s.Kind != StageKind.Filters).Skip(1).Select(s => s.Layer), seen.Order());
    }

    /// <summary>A cell can be chosen, and the stages then scrolled away from it with the wheel.</summary>
    [Fact]
    public void Arrow_keys_bring_a_cell_back_that_was_scrolled_out_of_sight()
    {
        using var person = new Person(() => ProbeOf(Models["deep"]));
        person.App.Handle(new Resized(0, 1000, 700, 1));
        var lens = OpenOnA3(person);
        for (var i = 0; i < 4; i++)
            person.Press(Key.Right);
        var (chosen, viewport) = (lens.Spot, lens.Layout!.Viewport);
        Assert.Equal(0, chosen.Layer);
        foreach (var (notches, key) in ((float, Key)[])[(-200, Key.Right), (-200, Key.Left), (200, Key.Down)])
        {
            person.App.Handle(new Scrolled(person.Tick(), new(0, notches)));
            person.App.Draw(new DrawList(GpuDigits.Pictures.Font.Default), 0);
            var before = lens.Spot;
            person.Press(key);
            person.App.Draw(new DrawList(GpuDigits.Pictures.Font.Default), 0);
            Assert.NotEqual(before, lens.Spot);
            Assert.Equal(0, lens.Spot.Layer);
            Assert.True(viewport.Contains(lens.Layout.TileOf(lens.Spot)!.Value.BoxOf(lens.Spot.Cell).Centre), $"{notches}: {lens.Spot}");
        }
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(720, 900)]
    public void All_numbers_of_a_pooling_over_a_whole_map_stand_in_the_place_of_the_arithmetic(int width, int height)
    {
        using var person = new Person(() => ProbeOf(Models["global"]));
        person.App.Handle(new Resized(0, width, height, 1));
        var lens = OpenOnA3(person);
        for (var i = 0; i < 9 && lens.Activations!.Model.Layers[lens.Spot.Layer].Layer is not AveragePool2D; i++)
            person.Press(Key.PageDown);
        var list = new DrawList(GpuDigits.Pictures.Font.Default) { Written = [] };
        CellInspector.Draw(list, lens, person.App.View.Theme);
        Assert.Contains(list.Written!, text => text.Text.StartsWith("the mean of 144", StringComparison.Ordinal));
        Assert.True(list.Quads.Length > 144);
        foreach (var quad in list.Quads)
            Assert.True(quad.Bounds.Intersected(quad.Clip).LiesIn(lens.Layout!.Inspector.Grown(2)), $"{quad.Bounds}");
    }

    [Fact]
    public void The_parts_of_a_logit_that_come_straight_from_the_picture_are_named_by_their_place()
    {
        Sequential flat = new(new(28, 28, 1), new Flatten(), new Dense(10), new Softmax());
        using var person = new Person(() => ProbeOf(flat));
        OpenOnA3(person);
        var list = new DrawList(GpuDigits.Pictures.Font.Default) { Written = [] };
        person.App.Draw(list, person.Tick());
        Assert.Contains(list.Written!, text => text.Text.StartsWith("map 0, row ", StringComparison.Ordinal));
        Assert.DoesNotContain(list.Written!, text => text.Text.StartsWith("value ", StringComparison.Ordinal));
    }

    /// <summary>A calibration divides the logits by a temperature, which sharpens or flattens what the network says.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_probabilities_inside_are_those_of_the_reading(double temperature)
    {
        var model = Models["tutorial"];
        var trained = new TrainedModel(model, model.Initialise(7)) { Calibration = new() { Temperature = temperature } };
        using var network = new ReadingNetwork(trained);
        var picture = Enumerable.Range(0, 784).Select(i => MathF.Abs(MathF.Sin(i * 0.37f))).ToArray();
        var (read, seen) = (network.Read(picture).Probabilities, network.Probe.Run(picture));
        Assert.True(read.Max() - read.Min() > 1e-3);
        foreach (var (expected, shown) in read.Zip(seen.Probabilities))
            Assert.Equal(expected, shown, 1e-5);
        Assert.Equal(seen.Probabilities, seen.Of(model.Layers.Count - 1).Values);
    }

    [Theory]
    [InlineData("l")]
    [InlineData("")]
    public void Another_network_shows_itself_although_the_drawing_was_taken(string closed)
    {
        using var person = new Person(Probe);
        person.Type("l");
        person.Draw(3);
        person.Press(Key.Enter);
        person.App.FinishReading();
        var lens = ((LensPanel)person.App.View.Panel!).View;
        var old = lens.Activations!;
        if (closed.Length > 0)
            person.Press(Key.Escape);
        person.Use(new PrototypeNetwork(() => ProbeOf(Models["dense"])));
        person.Type(closed);
        person.App.FinishReading();
        Assert.NotSame(old.Weights, lens.Activations!.Weights);
        Assert.Same(Models["dense"], lens.Activations.Model);
    }

    [Fact]
    public void A_network_that_cannot_be_loaded_is_said_in_the_lens_too()
    {
        using var reader = new DigitReader(() => throw new ModelFileException("m.safetensors: is no model"));
        reader.WaitUntilReady();
        var app = new ViewerApp(reader, new());
        app.Handle(new Typed(0, 'l'));
        var list = new DrawList(GpuDigits.Pictures.Font.Default) { Written = [] };
        app.Draw(list, 1);
        Assert.DoesNotContain(list.Written!, text => text.Text.StartsWith("Loading", StringComparison.Ordinal));
        Assert.True(list.Written!.Count(text => text.Text.Contains("is no model", StringComparison.Ordinal)) > 1);
    }

    [Fact]
    public void Filters_of_a_deeper_convolution_are_those_for_the_input_map_that_counts_most()
    {
        using var person = new Person(() => ProbeOf(Models["deep"]));
        person.App.Handle(new Resized(0, 1900, 1400, 1));
        var lens = OpenOnA3(person);
        var activations = lens.Activations!;
        const int layer = 2;
        var bank = FilterBank.Of(activations.Model, activations.Weights)[1];
        var (before, seen) = (activations.Before(layer), new HashSet<int>());
        foreach (var cell in (Cell[])[new(3, 4, 0), new(12, 12, 7), new(13, 12, 7), new(9, 15, 32), new(12, 10, 20)])
        {
            person.App.Handle(new PointerMoved(person.Tick(), lens.Layout!.TileOf(new(layer, cell))!.Value.BoxOf(cell).Centre));
            Assert.Equal(new Spot(layer, cell), lens.Spot);
            double Part(int map) => Enumerable.Range(0, 9)
                .Sum(i => (double)before[new(cell.Y + i / 3, cell.X + i % 3, map)] * bank.Filter(cell.Channel, map)[i]);
            var most = Enumerable.Range(0, before.Channels).MaxBy(map => Math.Abs(Part(map)));
            Assert.Equal(most, lens.Tiles!.InputMapOf(layer));
            seen.Add(most);
            foreach (var (i, tile) in lens.Layout.Tiles.Index()
                .Where(t => lens.Layout.Stages[t.Item.Stage] is { Kind: StageKind.Filters, Layer: layer }))
                Assert.Equal(bank.Filter(tile.First, most), Values(lens.Tiles.Sheet, i));
            person.App.Draw(new DrawList(GpuDigits.Pictures.Font.Default), 0);
        }
        Assert.True(seen.Count > 1);
    }

    [Fact]
    public void Costs_are_measured_once_for_each_network_and_not_by_who_draws()
    {
        List<string?> measured = [];
        IReadOnlyList<LayerCost> Measure(NetworkProbe probe)
        {
            measured.Add(Thread.CurrentThread.Name);
            return probe.MeasureCosts();
        }
        using var reader = new DigitReader(() => new PrototypeNetwork(Probe), Measure);
        Assert.True(reader.WaitUntilReady());
        reader.Read(1, []);
        Assert.Empty(measured);
        reader.LooksInside = true;
        var costs = reader.Read(2, []).Costs;
        Assert.Same(costs, reader.Read(3, []).Costs);
        Assert.Equal(["digit reader"], measured);
        Assert.All(costs, cost => Assert.Equal(cost.Layer.Layer is not Flatten, cost.Microseconds > 0));
        reader.Use(new PrototypeNetwork(() => ProbeOf(Models["dense"])));
        Assert.Equal(3, reader.Read(4, []).Costs.Count);
        Assert.Equal(2, measured.Count);
    }

    [Fact]
    public void Heat_map_adds_up_to_the_logit_without_the_biases()
    {
        using var person = new Person(Probe);
        var lens = OpenOnA3(person);
        for (var i = 0; i < 10; i++)
            person.Press(Key.PageDown);
        // Initial biases are all zero, and then the contributions add up to the logit.
        Assert.Equal(lens.Activations!.Logits[lens.Spot.Cell.Channel], lens.Heat!.Sum(), 1e-4);
    }

    [Fact]
    public void Values_stay_after_the_digit_is_taken_and_nothing_is_read_for_a_closed_lens()
    {
        using var person = new Person(Probe);
        person.Type("l");
        person.Draw(3);
        var lens = ((LensPanel)person.App.View.Panel!).View;
        var seen = lens.Activations;
        Assert.Contains(seen!.Input.Values, value => value > 0);
        person.Press(Key.Enter);
        person.App.FinishReading();
        Assert.Same(seen, lens.Activations);
        person.Press(Key.Escape);
        person.Draw(5);
        Assert.Same(seen, lens.Activations);
        person.Type("l");
        person.App.FinishReading();
        Assert.NotSame(seen, lens.Activations);
    }

    /// <summary>
    /// Without a card a processor shades every pixel of every quad. Another value each time, as while drawing: the heat map and all tiles
    /// go to the card anew.
    /// </summary>
    [Fact]
    public void A_frame_with_the_lens_open_is_little_to_send_and_to_shade()
    {
        var screen = new Box(0, 0, 1280, 800);
        using var person = new Person(Probe);
        person.App.Handle(new Resized(0, (int)screen.Width, (int)screen.Height, 1));
        person.Draw(4);
        person.Type("ll");
        person.App.FinishReading();
        var list = new DrawList(GpuDigits.Pictures.Font.Default);
        for (var i = 0; i < 4; i++)
        {
            person.Press(i % 2 == 0 ? Key.PageDown : Key.PageUp);
            person.App.Draw(list, i);

            double shaded = 0;
            foreach (var quad in list.Quads)
            {
                var seen = quad.Bounds.Intersected(quad.Clip).Intersected(screen);
                shaded += seen.Width * seen.Height;
            }
            shaded /= screen.Width * screen.Height;
            int quads = list.Quads.Length * Quad.Size, tiles = list.Sheet!.Values.Length * sizeof(float);
            output.WriteLine($"{quads} bytes of quads, {tiles} of tiles; each pixel is shaded {shaded:0.00} times");
            Assert.InRange(quads, 1, 100_000);
            Assert.InRange(tiles, 1, 700_000);
            Assert.InRange(shaded, 0.5, 1.5);
        }

        var version = list.Sheet!.Version;
        person.App.Draw(list, 5);
        Assert.Equal(version, list.Sheet!.Version);
    }

    /// <summary>Draws a 3, and opens the lens on it.</summary>
    internal static LensView OpenOnA3(Person person)
    {
        person.Draw(3);
        person.Type("l");
        person.App.FinishReading();
        return ((LensPanel)person.App.View.Panel!).View;
    }

    private static void FieldIsRight(Activations activations, LensLayout layout, Spot spot)
    {
        var (cells, field) = activations.Model.Layers[spot.Layer].Layer is Conv2D
            ? (ConvolutionArithmetic.Of(activations, spot.Layer, spot.Cell) is var c
                ? c.Products.Where(p => p.Inside).Select(p => p.From)
                : null!, c.Window)
            : (PoolArithmetic.Of(activations, spot.Layer, spot.Cell) is var p ? p.Candidates.Select(x => x.From) : null!, p.Window);
        var stage = layout.StageOf(spot.Layer - 1);
        var region = field.Within(activations.Before(spot.Layer).Shape);
        foreach (var first in cells.GroupBy(cell => cell.Channel).Take(2))
        {
            var tile = layout.TileOf(new(layout.Stages[stage].Layer, first.First()))!.Value;
            var box = LensScene.FieldIn(tile, region).Grown(0.01f);
            foreach (var cell in first)
                Assert.True(box.Contains(tile.BoxOf(cell).Centre), $"{spot}: {cell}");
            Assert.Equal(first.Count() * tile.BoxOf(first.First()).Width * tile.BoxOf(first.First()).Height,
                (box.Width - 0.02f) * (box.Height - 0.02f), 0.5);
        }
    }

    private static float[] Values(TileSheet sheet, int tile)
    {
        var (page, x, y, width, height) = sheet.Place(tile);
        return [.. Enumerable.Range(0, width * height).Select(i =>
            sheet.Values[(page * sheet.PageSide + y + i / width) * sheet.PageSide + x + i % width])];
    }

    private static (Activations Activations, IReadOnlyList<LensStage> Stages) Run(string name)
    {
        using var probe = ProbeOf(Models[name]);
        var picture = Enumerable.Range(0, 784).Select(i => MathF.Abs(MathF.Sin(i * 0.37f))).ToArray();
        return (probe.Run(picture), LensStage.Of(probe.Model));
    }

    private static NetworkProbe ProbeOf(Sequential model) => new(new VectorDevice(), model, model.Initialise(7));
}
