using System.Numerics;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Buttons and tabs: their faces, what is written on them, and what they do under the pointer.</summary>
public sealed class SceneButtonTests
{
    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public void A_face_says_whether_a_button_can_be_pressed_is_pointed_at_or_pressed(string theme)
    {
        var colours = theme == "dark" ? Theme.Dark : Theme.Light;
        foreach (var unit in (int[])[1, 2])
        {
            foreach (var widget in (Widget[])[Widget.SaveDigit, Widget.Plus, Widget.Reset, Widget.Undo])
            {
                var look = colours[Widgets.RoleOf(widget)];
                Assert.Equal(look.Normal, Face(1, 0, 0).Fill);
                Assert.Equal(look.Hover, Face(1, 1, 0).Fill);
                Assert.Equal(look.Pressed, Face(1, 1, 1).Fill);
                Assert.Equal(look.Disabled, Face(0, 1, 1).Fill);
                Assert.Equal(Rgba.Mix(look.Normal, look.Hover, 0.5f), Face(1, 0.5f, 0).Fill);
                var face = Face(1, 0, 0);
                Assert.Equal((widget == Widget.Undo ? 12 : 14) * unit, face.Traits.X);
                Assert.Equal((look.Edge, look.Edge.A > 0 ? unit : 0), (face.Edge, face.Traits.Y));

                Quad Face(int enabled, float hover, float press)
                {
                    var state = SeenFrame.Window(unit);
                    state.Theme = colours;
                    (state.Enabled[(int)widget], state.Hover[(int)widget], state.Press[(int)widget]) = (enabled == 1, hover, press);
                    return Assert.Single(new SeenFrame(state).BoxesAt(state.Layout[widget]));
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_written_on_a_button_sinks_while_it_is_pressed(int unit)
    {
        var state = SeenFrame.Window(unit);
        var (text, icon) = (Written(state), Drawn(state));
        Assert.Equal(state.Layout[Widget.Reset].Centre.Y, text.Place.Centre.Y, 0.1f);
        Assert.Equal(state.Layout[Widget.Reset].Centre.X, text.Place.Centre.X, 0.1f);
        (state.Press[(int)Widget.Reset], state.Press[(int)Widget.Undo]) = (1, 1);
        Assert.Equal(text.Place with { Y = text.Place.Y + unit }, Written(state).Place);
        Assert.Equal(icon.Select(quad => quad.Shape + new Vector4(0, unit, 0, unit)), Drawn(state).Select(quad => quad.Shape));

        static WrittenText Written(ViewState state) => new SeenFrame(state).Text("Reset");

        static Quad[] Drawn(ViewState state) => [.. new SeenFrame(state).Quads.Where(quad =>
            SeenFrame.IsA(quad, QuadKind.Capsule) && state.Layout[Widget.Undo].Contains(quad.Bounds.Centre))];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_button_has_a_label_or_a_picture_and_it_is_dim_where_it_cannot_be_pressed(bool isEnabled)
    {
        foreach (var arrangement in (Arrangement[])[Arrangement.Calculator, Arrangement.Alone])
        {
            var state = SeenFrame.Window(1, 0, arrangement);
            Array.Fill(state.Enabled, isEnabled);
            var frame = new SeenFrame(state);
            for (var widget = Widget.SaveDigit; widget < Widget.Tab; widget++)
            {
                if (!state.Layout.Shows(widget) || widget is Widget.FirstAlternative or Widget.SecondAlternative)
                    continue;
                var (box, look) = (state.Layout[widget], state.Theme[Widgets.RoleOf(widget)]);
                var colour = isEnabled ? look.Text : look.DisabledText;
                if (Widgets.Label(widget) is { Length: > 0 } label)
                {
                    Assert.Equal((box, colour), (frame.Text(label).Room, frame.ColourOf(label)));
                    Assert.Equal(Scene.LabelSize(widget), frame.Text(label).Size);
                }
                else
                {
                    Assert.Contains(frame.Quads, quad => quad.Fill == colour && quad.Bounds.LiesIn(box));
                }
            }
        }
    }

    [Fact]
    public void Signs_are_larger_the_less_there_is_of_them() => Assert.Equal(
        [32, 26, 26, 20, 16, 16],
        new[] { Widget.Point, Widget.Plus, Widget.Negate, Widget.Percent, Widget.SaveDigit, Widget.Reset }.Select(Scene.LabelSize));

    [Fact]
    public void Save_names_the_digit_unless_there_is_a_number()
    {
        var state = SeenFrame.Window();
        Assert.True(new SeenFrame(state).Says("Save digit"));
        state.ReadNumber = "13";
        var frame = new SeenFrame(state);
        Assert.False(frame.Says("Save digit"));
        Assert.Equal(state.Layout[Widget.SaveDigit], frame.Text("Save").Room);
        Assert.True(frame.Says("Wrong digit"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void There_are_as_many_keys_with_other_digits_as_there_are_such_digits(int count)
    {
        var state = SeenFrame.Window();
        state.Alternatives = [.. new[] { 8, 5 }.Take(count).Select(digit => new DigitReading(digit, 0.25f))];
        var frame = new SeenFrame(state);
        foreach (var (widget, index) in ((Widget, int)[])[(Widget.FirstAlternative, 0), (Widget.SecondAlternative, 1)])
        {
            Assert.Equal(index < count ? 1 : 0, frame.BoxesAt(state.Layout[widget]).Length);
            if (index < count)
                Assert.Equal(state.Layout[widget], frame.Text(index == 0 ? "8?" : "5?").Room);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_open_tab_is_marked_below_its_name_and_at_the_side_of_a_low_window(int ratio)
    {
        foreach (var state in (ViewState[])[SeenFrame.Window(ratio), SeenFrame.Lying(ratio)])
        {
            state.OpenTab = 1;
            var (frame, unit, isLow) = (new SeenFrame(state), state.Layout.Unit, state.Layout.IsLow);
            for (var i = 0; i < state.Tabs.Count; i++)
            {
                var box = state.Layout[Widgets.TabOf(i)];
                var text = frame.Text(state.Tabs[i]);
                Assert.Equal(i == 1 ? state.Theme.Accent : state.Theme.Quiet.Text, frame.ColourOf(text.Text));
                Assert.Equal(box.Centre.Y, text.Place.Centre.Y, 0.1f);
                Assert.Equal(isLow ? box.X + 14 * unit : box.Centre.X, isLow ? text.Place.X : text.Place.Centre.X, 0.1f);
                Assert.Equal(box.Right - (isLow ? 14 * unit : 0), text.Room.Right, 0.1f);
                Quad[] marks = [.. frame.Boxes.Where(quad => quad.Fill == state.Theme.Accent && box.Contains(quad.Bounds.Centre))];
                Assert.Equal(i == 1 ? 1 : 0, marks.Length);
                // Nothing else fills a tab that nobody points at.
                Assert.Empty(frame.BoxesAt(box));
                if (i != 1)
                    continue;
                var mark = SeenFrame.PlaceOf(marks[0]);
                var thin = MathF.Round(2 * unit);
                Assert.Equal(isLow ? (box.X, thin) : (box.Bottom - thin, thin), isLow ? (mark.X, mark.Width) : (mark.Y, mark.Height));
                Assert.Equal(14 * unit, isLow ? mark.Y - box.Y : mark.X - box.X, 0.1f);
                Assert.Equal(14 * unit, isLow ? box.Bottom - mark.Bottom : box.Right - mark.Right, 0.1f);
            }
        }
    }

    [Fact]
    public void A_tab_lights_up_under_the_pointer_and_has_the_frame_of_the_focus()
    {
        foreach (var unit in (int[])[1, 2])
        {
            var state = SeenFrame.Window(unit);
            var box = state.Layout[Widgets.TabOf(2)];
            state.Hover[(int)Widgets.TabOf(2)] = 0.5f;
            var light = Assert.Single(new SeenFrame(state).BoxesAt(box));
            Assert.Equal((state.Theme.Quiet.Hover.WithAlpha(0.5f), 10f * unit), (light.Fill, light.Traits.X));
            state.Focused = Widgets.TabOf(2);
            var frame = Assert.Single(new SeenFrame(state).BoxesAt(box.Grown(3 * unit)));
            Assert.Equal((state.Theme.Focus, 13f * unit), (frame.Edge, frame.Traits.X));
        }
    }

    /// <summary>Where the panel is all, the rest of the window has the colour of the window, not of its paper.</summary>
    [Fact]
    public void Tabs_and_tools_beside_a_panel_alone_stand_on_the_ground_of_the_window()
    {
        foreach (var state in (ViewState[])
            [SeenFrame.Window(1, 0, Arrangement.Alone), SeenFrame.Lying(1, Arrangement.Alone)])
        {
            var ground = SeenFrame.PlaceOf(new SeenFrame(state).Boxes.First(quad => quad.Fill == state.Theme.Background));
            var (panel, window) = (state.Layout.Panel, state.Layout.Size);
            Assert.Equal(state.Layout.IsLow ? new(0, 0, panel.X, window.Y) : new(0, 0, window.X, panel.Y), ground);
            for (var widget = Widget.SaveDigit; widget < Widget.TapeRow; widget++)
                if (state.Layout.Shows(widget))
                    Assert.True(state.Layout[widget].LiesIn(ground), $"{widget} is not on it");
        }
    }

    [Fact]
    public void Display_reading_and_answers_are_there_only_where_they_have_their_place()
    {
        foreach (var (arrangement, hasDisplay, hasAnswers) in ((Arrangement, bool, bool)[])
            [(Arrangement.Calculator, true, true), (Arrangement.Beside, true, false), (Arrangement.Full, false, false),
                (Arrangement.Alone, false, false)])
        {
            var state = SeenFrame.Window(1, 0, arrangement);
            state.Number = "42";
            state.ReadingNote = "No network";
            var frame = new SeenFrame(state);
            Assert.Equal((hasDisplay, hasDisplay), (frame.Says("42"), frame.Says("No network")));
            Assert.Equal(hasAnswers, frame.Says("What the network sees, and reads"));
            Assert.Equal(arrangement != Arrangement.Alone, frame.Says("Write a digit"));
            Assert.Equal(arrangement == Arrangement.Calculator ? 0 : 1, frame.Texts.Count(text => text.Text == SeenFrame.PanelText));
        }
    }
}
