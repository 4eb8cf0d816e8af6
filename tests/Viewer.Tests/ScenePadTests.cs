using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>What lies on the pad: the invitation to write, ink and the eraser. And the card below all that.</summary>
public sealed class ScenePadTests
{
    private static readonly Theme Colours = Theme.Dark;

    private static readonly Stroke Across = new([new(-200, 200, 0), new(800, 200, 400)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_card_casts_its_shadow_downwards(int unit)
    {
        var state = SeenFrame.Window(unit);
        var frame = new SeenFrame(state);
        foreach (var (place, fill) in ((Box, Rgba)[])
            [(state.Layout.Pad, Colours.Pad), (state.Layout.Display, Colours.Card), (state.Layout.Reading, Colours.Card)])
        {
            var card = Assert.Single(frame.BoxesAt(place), quad => quad.Fill == fill);
            Assert.Equal(Colours.CardEdge, card.Edge);
            Assert.Equal(unit, card.Traits.Y);
            Assert.Equal(18 * unit, card.Traits.X);
            var shadow = Assert.Single(frame.Shadows, quad => SeenFrame.PlaceOf(quad) == place with { Y = place.Y + 4 * unit });
            Assert.Equal(Colours.Shadow, shadow.Fill);
            Assert.Equal((card.Traits.X, 12 * unit), (shadow.Traits.X, shadow.Traits.Z));
        }
    }

    /// <summary>On a small window the edge is still a pixel wide.</summary>
    [Fact]
    public void An_edge_is_never_thinner_than_a_pixel()
    {
        var state = new ViewState { Layout = new(360, 200, 1, false, 0) };
        Assert.True(state.Layout.Unit < 0.5f);
        Assert.Equal(1, Assert.Single(new SeenFrame(state).BoxesAt(state.Layout.Pad)).Traits.Y);
    }

    [Theory]
    [InlineData(false, true, false, "Write a digit", "Enter saves it", "Whole calculations go on the sheet: S")]
    [InlineData(true, true, false, "Write a number", "Enter saves it", "Whole calculations go on the sheet: S")]
    [InlineData(false, false, false, "Write a digit", "Save digit takes it", "Whole calculations go on the sheet")]
    [InlineData(true, false, true, "Write a number", "Save digit takes it", null)]
    [InlineData(false, true, true, "Write a digit", "Enter saves it", null)]
    public void An_empty_pad_invites_to_write(
        bool readsNumbers, bool hasKeys, bool knowsSheet, string first, string second, string? third)
    {
        foreach (var unit in (int[])[1, 2])
        {
            var state = SeenFrame.Window(unit);
            (state.ReadsNumbers, state.HasKeys, state.KnowsSheet) = (readsNumbers, hasKeys, knowsSheet);
            var (frame, pad) = (new SeenFrame(state), state.Layout.Pad);
            Assert.Equal(third is not null, frame.Texts.Any(text => text.Text.StartsWith("Whole", StringComparison.Ordinal)));
            string[] lines = third is null ? [first, second] : [first, second, third];
            var heights = lines.Select(line => frame.Text(line).Place.Centre.Y - pad.Centre.Y).ToArray();
            // The first two stand on either side of the middle, the third apart from them.
            Assert.Equal(28 * unit, heights[1] - heights[0], 0.1f);
            Assert.InRange(-heights[0], 12 * unit, heights[1]);
            Assert.Equal(third is null ? heights[1] : 40 * unit, heights[^1], 0.1f);
            foreach (var line in lines)
                Assert.Equal(pad.Centre.X, frame.Text(line).Place.Centre.X, 0.1f);
            Assert.Equal(Colours.DimText, frame.ColourOf(first));
            Assert.Equal(Colours.DimText, frame.ColourOf(second));
            Assert.Equal((20f * unit, 14f * unit), (frame.Text(first).Size, frame.Text(second).Size));
            if (third is null)
                continue;
            Assert.Equal(Colours.Accent, frame.ColourOf(third));
            Assert.Equal(14 * unit, frame.Text(third).Size);
            Assert.Equal(12 * unit, frame.Text(third).Room.X - pad.X, 0.1f);
            Assert.Equal(12 * unit, pad.Right - frame.Text(third).Room.Right, 0.1f);
        }
    }

    [Fact]
    public void Nobody_is_invited_while_ink_is_there_or_leaves()
    {
        foreach (var isLeaving in (bool[])[true, false])
        {
            var state = SeenFrame.Window();
            state.LeavingInk = isLeaving ? [Across] : [];
            state.Ink = isLeaving ? [] : [Across];
            state.LeavingAmount = isLeaving ? 0.5f : 0;
            var frame = new SeenFrame(state);
            Assert.False(frame.Says("Write a digit"));
            var colour = isLeaving ? Rgba.Mix(Colours.Pad, Colours.Ink, 0.5f) : Colours.Ink;
            Assert.Contains(frame.Quads, quad => SeenFrame.IsA(quad, QuadKind.Capsule) && quad.Fill == colour);
        }
    }

    [Fact]
    public void Nothing_is_left_of_ink_that_has_left()
    {
        var (empty, left) = (SeenFrame.Window(), SeenFrame.Window());
        (left.LeavingInk, left.LeavingAmount) = ([Across], 0);
        Assert.Equal(new SeenFrame(empty).Quads, new SeenFrame(left).Quads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ink_and_eraser_stay_inside_the_edge_of_the_pad(int unit)
    {
        var state = SeenFrame.Window(unit);
        var pad = state.Layout.Pad;
        (state.Ink, state.Eraser) = ([Across], new(pad.X, pad.Centre.Y));
        var on = new SeenFrame(state).Quads.Where(quad => quad.Fill == Colours.Ink || IsEraser(quad)).ToArray();
        Assert.Contains(on, quad => SeenFrame.IsA(quad, QuadKind.Box));
        Assert.Contains(on, quad => SeenFrame.IsA(quad, QuadKind.Capsule));
        Assert.All(on, quad => Assert.Equal(pad.Grown(-unit), quad.Clip));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_eraser_is_a_circle_around_the_pointer(int unit)
    {
        var state = SeenFrame.Window(unit);
        var at = state.Layout.Pad.Centre;
        state.Eraser = at;
        var circle = Assert.Single(new SeenFrame(state).Boxes, IsEraser);
        var place = SeenFrame.PlaceOf(circle);
        Assert.Equal((at.X, at.Y, place.Width), (place.Centre.X, place.Centre.Y, place.Height));
        Assert.Equal(place.Width / 2, circle.Traits.X);
        Assert.Equal(1.5f * unit, circle.Traits.Y);
        Assert.Equal(Colours.Accent, circle.Edge);
        Assert.Equal(Scene.EraserRadius, circle.Traits.X / new PadSpace(state.Layout.Pad).Scale, 0.01f);

        state.Eraser = null;
        Assert.DoesNotContain(new SeenFrame(state).Boxes, IsEraser);
    }

    [Fact]
    public void The_eraser_takes_what_its_circle_touches_and_nothing_beside_it()
    {
        using var person = new Person();
        var pad = person.App.View.Layout.Pad;
        var radius = Scene.EraserRadius * new PadSpace(pad).Scale;
        foreach (var (distance, left) in ((float, int)[])[(radius + 2, 1), (radius - 2, 0)])
        {
            person.Press(Key.Delete);
            person.Trace(pad.Centre, pad.Centre with { Y = pad.Centre.Y + 100 });
            person.Trace(PointerButton.Right, pad.Centre with { X = pad.Centre.X + distance });
            Assert.Equal(left, person.App.View.Ink.Length);
        }
    }

    private static bool IsEraser(Quad quad) => quad.Fill == Colours.Accent.WithAlpha(0.15f);
}
