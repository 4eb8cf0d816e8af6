using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>A frame for tests that ask where something stands, and in which colour.</summary>
internal sealed class SeenFrame
{
    /// <summary>What the panel of these windows says.</summary>
    public const string PanelText = "This is a panel";

    private readonly DrawList _list = new(Font.Default) { Written = [] };

    public SeenFrame(ViewState state)
    {
        Scene.Draw(_list, state);
        Quads = _list.Quads.ToArray();
    }

    public IReadOnlyList<Quad> Quads { get; }

    public IReadOnlyList<WrittenText> Texts => _list.Written!;

    /// <summary>Boxes with a clear outline, in painting order.</summary>
    public IEnumerable<Quad> Boxes => Quads.Where(quad => IsA(quad, QuadKind.Box) && quad.Traits.Z == 0);

    public IEnumerable<Quad> Shadows => Quads.Where(quad => IsA(quad, QuadKind.Box) && quad.Traits.Z > 0);

    /// <summary>The only text that reads like this.</summary>
    public WrittenText Text(string text) => Assert.Single(Texts, one => one.Text == text);

    public bool Says(string text) => Texts.Any(one => one.Text == text);

    public Rgba ColourOf(string text) => Quads[Text(text).Quads].Fill;

    /// <summary>The boxes that fill exactly this place.</summary>
    public Quad[] BoxesAt(Box place) => [.. Boxes.Where(quad => PlaceOf(quad) == place)];

    public static bool IsA(Quad quad, QuadKind kind) => quad.Traits.W == (int)kind;

    /// <summary>The place of a box without its soft edge.</summary>
    public static Box PlaceOf(Quad quad) => new(quad.Shape.X, quad.Shape.Y, quad.Shape.Z, quad.Shape.W);

    /// <summary>A window of usual proportions in which a unit of the layout has so many pixels.</summary>
    public static ViewState Window(int unit = 1, int tape = 0, Arrangement arrangement = Arrangement.Calculator) =>
        Sized(1100 * unit, 700 * unit, unit, tape, arrangement);

    /// <summary>A phone that lies on its side, with fingers.</summary>
    public static ViewState Lying(int ratio = 1, Arrangement arrangement = Arrangement.Calculator) =>
        Sized(844 * ratio, 390 * ratio, ratio, 0, arrangement, isTouched: true);

    private static ViewState Sized(int width, int height, int ratio, int tape, Arrangement arrangement, bool isTouched = false)
    {
        var state = new ViewState
        {
            Layout = new(width, height, ratio, false, tape, arrangement, isTouched),
            Tape = [.. Enumerable.Range(1, tape).Select(i => new TapeLine($"{i} × 111", $"{i * 111}"))],
            Tabs = ["Calculator", "Sheet", "Lens", "Filter lab", "Learning", "Your hand"],
            Panel = arrangement == Arrangement.Calculator ? null : new EmptyPanel(),
        };
        Array.Fill(state.Enabled, true);
        return state;
    }

    private sealed class EmptyPanel : Panel
    {
        public override string Name => "Empty";

        public override char Key => '#';

        public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Alone];

        public override void Draw(DrawList list, ViewState state) => list.TextIn(state.Layout.Panel, PanelText, 14, state.Theme.Text);
    }
}
