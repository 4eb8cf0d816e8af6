using GpuDigits.Engine.Insight;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Lens;

/// <summary>The values of all stages on one sheet, in the order of <see cref="LensLayout.Tiles"/>, and the heat map after them.</summary>
internal sealed class LensTiles
{
    private const int LeastSide = 32;

    private readonly IReadOnlyList<LensStage> _stages;
    private readonly IReadOnlyList<LensTile> _tiles;
    private readonly Dictionary<int, int> _inputMaps = [];
    private Activations? _activations;

    public LensTiles(IReadOnlyList<LensStage> stages)
    {
        _stages = stages;
        // The tiles do not depend on the place.
        _tiles = new LensLayout(stages, new(0, 0, 1000, 1000), 1, 0).Tiles;
        Sheet = new(_tiles.Append(new(0, default, 0, LeastSide, 1, true)).Max(tile => Math.Max(tile.Width, tile.Height)));
        Scales = new ValueScale[stages.Count];
    }

    public TileSheet Sheet { get; }

    /// <summary>The lowest and highest value of each stage.</summary>
    public ValueScale[] Scales { get; }

    /// <summary>The index of the heat map's tile; null if there is none.</summary>
    public int? HeatTile { get; private set; }

    /// <summary>The input map that a convolution's filters are shown for: each filter has a picture for each of them.</summary>
    public int InputMapOf(int layer) => _inputMaps.GetValueOrDefault(layer);

    /// <summary>
    /// Shows a convolution's filters for one of its input maps. Removes the heat map if they differ from the previous ones.
    /// </summary>
    public void SetInputMap(int layer, int map)
    {
        if (InputMapOf(layer) == map)
            return;
        _inputMaps[layer] = map;
        SetHeat(null);
    }

    public void Fill(Activations activations)
    {
        _activations = activations;
        SetHeat(null);
    }

    /// <summary>Adds a heat map to the values, or removes it.</summary>
    public void SetHeat(float[]? heat)
    {
        if (_activations is not { } activations)
            return;
        HeatTile = null;
        Sheet.Clear();
        for (var i = 0; i < _stages.Count; i++)
            Scales[i] = _stages[i].ScaleOf(activations);
        foreach (var tile in _tiles)
        {
            var stage = _stages[tile.Stage];
            if (stage.Kind == StageKind.Filters)
            {
                var filters = activations.Model.Layers[stage.Layer].Parameters[0].Spec.Shape;
                Sheet.Add(tile.Width, tile.Height, activations.ParameterOf(stage.Layer, 0),
                    InputMapOf(stage.Layer) * filters[3] + tile.First, filters[2] * filters[3]);
            }
            else
            {
                var tensor = activations.Of(stage.Layer);
                Sheet.Add(tile.Width, tile.Height, tensor.Values, tile.First, tile.IsFlat ? 1 : tensor.Channels);
            }
        }
        if (heat is not null)
            HeatTile = Sheet.Add(_tiles[0].Width, _tiles[0].Height, heat);
    }
}
