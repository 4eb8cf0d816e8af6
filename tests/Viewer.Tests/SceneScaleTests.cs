using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>On a screen with more pixels nothing looks different.</summary>
public sealed class SceneScaleTests
{
    private const int Ratio = 3;

    /// <summary>What is lost when both windows round their edges to whole pixels.</summary>
    private const float Rounding = 5;

    private static readonly Dictionary<string, Func<int, ViewState>> States = new()
    {
        ["empty"] = ratio => SeenFrame.Window(ratio),
        ["empty, lying"] = ratio => SeenFrame.Lying(ratio),
        ["full"] = ratio => Full(SeenFrame.Window(ratio, tape: 4)),
        ["full, lying"] = ratio => Full(SeenFrame.Lying(ratio)),
        ["a panel alone"] = ratio => Full(SeenFrame.Window(ratio, 0, Arrangement.Alone)),
        ["a panel alone, lying"] = ratio => Full(SeenFrame.Lying(ratio, Arrangement.Alone)),
        ["unsure"] = ratio =>
        {
            var state = Full(SeenFrame.Window(ratio));
            (state.IsUnsure, state.ReadNumber, state.Number, state.NumberIsError) = (true, "13", "Cannot divide by zero", true);
            return state;
        },
        ["help"] = ratio =>
        {
            var state = SeenFrame.Window(ratio);
            state.Help = 0.5f;
            return state;
        },
    };

    public static TheoryData<string> Names => new(States.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_window_of_more_pixels_shows_the_same_larger(string name)
    {
        var (small, large) = (new SeenFrame(States[name](1)), new SeenFrame(States[name](Ratio)));
        Assert.Equal(small.Texts.Select(text => text.Text), large.Texts.Select(text => text.Text));
        foreach (var (one, other) in small.Texts.Zip(large.Texts).Where(pair => pair.First.Text != SeenFrame.PanelText))
        {
            Assert.InRange(other.Size, one.Size * Ratio * 0.96f, one.Size * Ratio * 1.04f);
            AssertScaled(one.Text, Corners(one.Room), Corners(other.Room));
        }

        var (fewer, more) = (Shapes(small), Shapes(large));
        Assert.Equal(fewer.Select(quad => (quad.Fill, quad.Edge)), more.Select(quad => (quad.Fill, quad.Edge)));
        foreach (var (one, other) in fewer.Zip(more))
        {
            var isBox = SeenFrame.IsA(one, QuadKind.Box);
            var (place, larger) = isBox
                ? (Corners(SeenFrame.PlaceOf(one)), Corners(SeenFrame.PlaceOf(other)))
                : (one.Shape, other.Shape);
            AssertScaled($"{one}", place, larger);
            // Radius, border and softness; of a line its radii.
            Assert.True(Math.Abs(one.Traits.X * Ratio - other.Traits.X) <= 1.5f, $"{one} has other corners");
            Assert.True(Math.Abs(one.Traits.Y * Ratio - other.Traits.Y) <= 1, $"{one} has another border");
            Assert.True(Math.Abs(one.Traits.Z * Ratio - other.Traits.Z) <= 1, $"{one} has another softness");
        }
    }

    private static void AssertScaled(string what, Vector4 one, Vector4 other)
    {
        var apart = Vector4.Abs(one * Ratio - other);
        Assert.True(MathF.Max(MathF.Max(apart.X, apart.Y), MathF.Max(apart.Z, apart.W)) <= Rounding,
            $"{what} from {one} to {other}");
    }

    private static Vector4 Corners(Box box) => new(box.X, box.Y, box.Right, box.Bottom);

    /// <summary>Boxes and lines; how finely ink is cut into lines depends on its pixels.</summary>
    private static Quad[] Shapes(SeenFrame frame) => [.. frame.Quads.Where(quad =>
        SeenFrame.IsA(quad, QuadKind.Box) || (SeenFrame.IsA(quad, QuadKind.Capsule) && quad.Fill != Theme.Dark.Ink))];

    private static ViewState Full(ViewState state)
    {
        var pad = state.Layout.Pad;
        state.Expression = "123 ×";
        state.Number = "45";
        state.NumberArrival = 0.5f;
        state.Ink = [new Stroke([new(200, 200, 0), new(300, 300, 100)])];
        state.Eraser = pad.Centre;
        state.Preview = new byte[28 * 28];
        state.Read = new(4, 0.9f);
        state.Bars[4] = 0.9f;
        state.Bars[0] = 0.3f;
        state.ReadingNote = "Loading the network…";
        (state.Saved, state.Alternatives) = (new(3, 0.75f), [new(8, 0.2f), new(5, 0.05f)]);
        state.Hint = string.Join(' ', Enumerable.Repeat("a notice that is far too long for the line between the tools", 3));
        (state.HintMayCoverPad, state.HintIsError) = (true, true);
        state.Focused = Widget.Plus;
        state.OpenTab = 1;
        foreach (var widget in (Widget[])[Widget.Plus, Widget.Undo, Widget.Tab, Widgets.Tape(0)])
            (state.Hover[(int)widget], state.Press[(int)widget]) = (1, 1);
        return state;
    }
}
