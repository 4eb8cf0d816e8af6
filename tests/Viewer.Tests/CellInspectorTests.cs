using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Viewer.Tests;

/// <summary>The computation of one number, as the lens writes it out.</summary>
public sealed class CellInspectorTests
{
    [Fact]
    public void A_window_of_negative_values_is_drawn_on_the_scale_of_its_map()
    {
        Sequential model = new(new(28, 28, 1), new Conv2D(1, 3), new Conv2D(1, 3), new Flatten(), new Dense(10), new Softmax());
        var weights = model.Initialise(7);
        weights[model.Parameters[1].Offset] = -10;
        using var person = new Person(() => new(new VectorDevice(), model, weights));
        person.App.Handle(new Resized(0, 1900, 1400, 1));
        var lens = LensTests.OpenOnA3(person);
        var values = lens.Activations!.Of(0);
        var at = values.CellAt(Array.IndexOf(values.Values, values.Values.Max()));
        var cell = new Cell(Math.Min(at.Y, 23), Math.Min(at.X, 23), 0);
        person.App.Handle(new PointerMoved(person.Tick(), lens.Layout!.TileOf(new(1, cell))!.Value.BoxOf(cell).Centre));
        Assert.Equal((new Spot(1, cell), true), (lens.Spot, values.Values.Max() < 0));
        var list = new DrawList(GpuDigits.Pictures.Font.Default);
        CellInspector.Draw(list, lens, person.App.View.Theme);
        // Boxes have no traits; the first nine are the window.
        var window = list.Quads.ToArray().Where(quad => quad.Traits == default).Take(9).Select(quad => quad.Fill).ToArray();
        Assert.Equal(9, window.Length);
        Assert.Contains(person.App.View.Theme.Highest, window);
        Assert.True(window.Distinct().Count() > 1);
    }
}
