using GpuDigits.Engine.Insight;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lens;

/// <summary>The lens on the drawing, live. After the drawing is taken, its values stay until the next one begins.</summary>
internal sealed class LensPanel(IDigitReader reader) : Panel
{
    private bool _isOfDrawing;

    public override string Name => "Lens";

    public override char Key => 'l';

    public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Beside, Arrangement.Full];

    public override string Hint => View.IsSigned ? "Grey again · C" : "Point, or arrows and page keys · C: colour";

    public LensView View { get; } = new(LensClasses.Digits);

    /// <summary>The cost of each layer; without times if they are not measured.</summary>
    public IReadOnlyList<LayerCost> Costs { get; private set; } = [];

    public override void Opened() => reader.LooksInside = true;

    public override void Closed() => reader.LooksInside = false;

    public override bool Handle(InputEvent input) => View.Handle(input);

    public override void Refresh(ViewState state, Reading reading)
    {
        // What another network computed replaces the drawing that was taken: its filters are the ones in use.
        if (reading.Activations is { } activations && activations != View.Activations
            && (reading.Picture is not null || !_isOfDrawing || activations.Weights != View.Activations?.Weights))
        {
            View.Show(activations);
            (_isOfDrawing, Costs) = (reading.Picture is not null, reading.Costs);
        }
        View.Place(state.Layout.Panel, state.Layout.Unit);
    }

    public override void Draw(DrawList list, ViewState state)
    {
        if (View.Activations is not { } activations)
        {
            var note = reader.Problem ?? (reader.CanLookInside ? "Loading the network…" : "Nobody can look into this network");
            list.TextIn(state.Layout.Panel, note, 16 * state.Layout.Unit, state.Theme.DimText);
            return;
        }
        View.Draw(list, state.Theme);
        if (state.Layout.Side.Width > 0)
            ArchitectureList.Draw(list, activations.Model, Costs, View.Spot.Layer, state);
    }
}
