using System.Numerics;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lens;

/// <summary>What the outputs of a network stand for.</summary>
/// <param name="Kind">A single one of them, in a word.</param>
/// <param name="Labels">The sign of each output.</param>
internal sealed record LensClasses(string Kind, string Labels)
{
    public static readonly LensClasses Digits = new("digit", "0123456789"), Symbols = new("symbol", Alphabet.Shapes.Replace('-', '−'));

    /// <summary>The sign of an output, or its number if it has none.</summary>
    public string Of(int output) => output < Labels.Length ? Labels[output].ToString() : $"{output}";
}

/// <summary>
/// The output of every layer for one picture, and the computation of each number: the pointer or the arrow keys select a cell.
/// </summary>
/// <param name="classes">The names of the network's outputs.</param>
internal sealed class LensView(LensClasses classes)
{
    private const float NotchUnits = 60;

    private IReadOnlyList<LensStage> _stages = [];
    private float _scroll;

    public LensClasses Classes => classes;

    /// <summary>The values shown; null until there are any.</summary>
    public Activations? Activations { get; private set; }

    /// <summary>The places of everything; null if there is nothing to show.</summary>
    public LensLayout? Layout { get; private set; }

    /// <summary>The cell whose arithmetic is shown.</summary>
    public Spot Spot { get; private set; }

    /// <summary>True: values in two colours around zero; false: in grey from the lowest to the highest.</summary>
    public bool IsSigned { get; private set; }

    /// <summary>The values for the GPU.</summary>
    public LensTiles? Tiles { get; private set; }

    /// <summary>The contribution of each pixel to the selected value of a vector, gradient × input [784]; null for other values.</summary>
    public float[]? Heat { get; private set; }

    /// <summary>Handles the pointer, the wheel and the keys. Returns whether the event was handled.</summary>
    public bool Handle(InputEvent input)
    {
        switch (input)
        {
            case PointerMoved move when Layout?.SpotAt(move.At) is { } spot:
                Choose(spot);
                return false;
            case Scrolled wheel when Layout is not null:
                _scroll = Layout.Scroll - wheel.Notches.Y * NotchUnits * Layout.Unit;
                return true;
            case Typed { Character: 'c' }:
                IsSigned = !IsSigned;
                return true;
            case KeyPressed { Key: App.Key.Left or App.Key.Right or App.Key.Up or App.Key.Down or App.Key.PageUp or App.Key.PageDown } key:
                Step(key.Key);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Gives the view its place, in pixels.</summary>
    public void Place(Box area, float unit)
    {
        Layout = Activations is null ? null : new(_stages, area, unit, _scroll);
        _scroll = Layout?.Scroll ?? 0;
    }

    public void Draw(DrawList list, Theme theme) => LensScene.Draw(list, this, theme);

    /// <summary>Shows other values; the selected cell stays if they are of the same network.</summary>
    public void Show(Activations activations)
    {
        var isFirst = Activations?.Model != activations.Model;
        Activations = activations;
        if (isFirst)
        {
            _stages = LensStage.Of(activations.Model);
            Tiles = new(_stages);
            Spot = Brightest(1);
        }
        Tiles!.Fill(activations);
        Follow();
    }

    private void Choose(Spot spot)
    {
        if (spot == Spot || Activations is null)
            return;
        Spot = spot;
        Follow();
    }

    /// <summary>The cell with the largest value in the first stage, from a given one on, that shows cells.</summary>
    private Spot Brightest(int from)
    {
        var stage = _stages.Skip(from).First(stage => stage.Kind != StageKind.Filters);
        var tensor = Activations!.Of(stage.Layer);
        return new(stage.Layer, tensor.CellAt(Array.IndexOf(tensor.Values, tensor.Values.Max())));
    }

    /// <summary>
    /// Finds what belongs to the selected cell: the filters for the input map with the largest part in it, or the heat map.
    /// </summary>
    private void Follow()
    {
        Heat = null;
        if (Spot.Layer >= 0 && Activations!.Model.Layers[Spot.Layer].Layer is Conv2D)
            Tiles!.SetInputMap(Spot.Layer, ConvolutionArithmetic.Of(Activations, Spot.Layer, Spot.Cell).MainChannel);
        var layer = Math.Min(Spot.Layer, Activations!.LogitsLayer);
        if (layer < 0 || Activations.Of(layer).Shape.Rank != 1)
            return;
        try
        {
            Heat = Attribution.Of(Activations, layer, Spot.Cell.Channel);
        }
        catch (ModelException)
        {
            // A layer without a known gradient has no heat map.
        }
        Tiles!.SetHeat(Heat);
    }

    private void Step(App.Key key)
    {
        if (Layout is null || Activations is null)
            return;
        if (key is App.Key.PageUp or App.Key.PageDown)
        {
            var next = Layout.StageOf(Spot.Layer);
            do
                next += key == App.Key.PageDown ? 1 : -1;
            while (next > 0 && next < _stages.Count && _stages[next].Kind == StageKind.Filters);
            if (next < 0 || next >= _stages.Count)
                return;
            Choose(Brightest(next));
            _scroll = Layout.ScrollTo(next);
            return;
        }
        if (Layout.TileOf(Spot) is not { } tile)
            return;
        var box = tile.BoxOf(Spot.Cell);
        var step = new Vector2(
            key == App.Key.Left ? -1 : key == App.Key.Right ? 1 : 0, key == App.Key.Up ? -1 : key == App.Key.Down ? 1 : 0);
        // Cross the edge of a tile into the next one: the gap between tiles is narrower than three such steps.
        for (var i = 1; i <= 3; i++)
        {
            var at = box.Centre + i * step * new Vector2(box.Width, box.Height);
            if (i > 1)
                at += step * (tile.Box.Width * 0.05f + 3);
            if (Layout.SpotAt(at, Spot.Layer) is { } spot)
            {
                Choose(spot);
                _scroll = Layout.ScrollTo(Layout.TileOf(spot)!.Value);
                return;
            }
        }
    }
}
