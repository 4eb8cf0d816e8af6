using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What the pointer and the wheel mean on the sheet, just on either side of each limit.</summary>
public sealed class SheetGestureTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private PaperSpace Space => _person.Panel.Space;

    private Paper Paper => _person.Paper;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData(1, 5, 0.1, true)]
    [InlineData(1, 7, 0.1, false)]
    [InlineData(2, 11, 0.1, true)]
    [InlineData(2, 13, 0.1, false)]
    [InlineData(1, 2, 0.47, true)]
    [InlineData(1, 2, 0.53, false)]
    public void Tap_is_short_and_stays_in_its_place(float ratio, float way, double seconds, bool isTap)
    {
        Typed("6+9");
        _person.App.Handle(new Resized(_person.Person.Tick(), (int)(1280 * ratio), (int)(800 * ratio), ratio));
        Press(_person.PixelOf(_person.Last.Bounds));
        Point(_person.PixelOf(_person.Last.Bounds) + new Vector2(way, 0));
        // The pen may come back.
        Point(_person.PixelOf(_person.Last.Bounds));
        _person.Person.Wait(seconds);
        Release();
        Assert.Equal((isTap, isTap ? 0 : 1), (_person.Panel.Entry is not null, Paper.Strokes.Length));
    }

    [Theory]
    [InlineData(0.3, false)]
    [InlineData(0.45, true)]
    public void Who_goes_on_writing_soon_does_not_tap(double pause, bool isTap)
    {
        Typed("6+9");
        _person.Draw([[new(800, 600), new(850, 650)]]);
        _person.Tap(_person.PixelOf(Paper.Calculations[0].Bounds), pause);
        Assert.Equal(isTap, _person.Panel.Entry is not null);
    }

    [Theory]
    [InlineData(0.7, false)]
    [InlineData(0.9, true)]
    public void Answer_is_pressed_a_little_while_after_the_last_stroke(double pause, bool isPressed)
    {
        Typed("1/4");
        _person.Draw([[new(800, 600), new(850, 650)]]);
        var answer = CalculationLook.Of(Paper.Calculations[0]).AnswerBox(Space)!.Value.Centre;
        _person.Tap(answer, pause);
        Assert.Equal(isPressed ? "0.25" : "1/4", Paper.Calculations[0].Answer!.Shown);
        Assert.Equal(isPressed ? 1 : 2, Paper.Strokes.Length);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 6)]
    public void Things_are_hit_a_little_beside_them_as_far_at_any_zoom(float ratio, int notches)
    {
        Typed("6+9");
        _person.App.Handle(new Resized(_person.Person.Tick(), (int)(1280 * ratio), (int)(800 * ratio), ratio));
        _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
        var answer = CalculationLook.Of(_person.Last).AnswerBox(Space)!.Value;
        foreach (var (aside, meaning) in new[] { (3f, PointerMeaning.Press), (5f, PointerMeaning.Write) })
        {
            Assert.Equal(meaning, _person.Panel.MeaningAt(new(answer.Right + (aside * ratio), answer.Centre.Y)));
            Assert.Equal(meaning, _person.Panel.MeaningAt(new(answer.Centre.X, answer.Y - (aside * ratio))));
        }

        var typed = Space.ToPixels(_person.Last.Bounds);
        _person.Tap(new(typed.Centre.X, typed.Bottom + (5 * ratio)));
        Assert.Equal((false, 1), (_person.Panel.Entry is not null, Paper.Strokes.Length));
        Paper.Undo();
        _person.Tap(new(typed.Centre.X, typed.Bottom + (3 * ratio)));
        Assert.Equal((true, 0), (_person.Panel.Entry is not null, Paper.Strokes.Length));
    }

    [Fact]
    public void Selection_is_dragged_from_close_by_and_dropped_by_a_press()
    {
        Paper.Write(SheetInk.Line(300, 300, 360, 340));
        _person.Type("o");
        foreach (var (aside, isMoved) in new[] { (9f, true), (13f, false) })
        {
            _person.Person.Trace([.. PaperHand.Around(Paper.Strokes[0].Ink.Bounds, 40).Select(Space.ToPixel)]);
            var selection = _person.Panel.Selection;
            Assert.NotNull(selection);
            var box = Space.ToPixels(selection.Bounds);
            _person.Drag(new(box.Right + aside, box.Centre.Y), new(box.Right + aside + 50, box.Centre.Y));
            Assert.Equal(isMoved ? box.X + 50 : box.X, Space.ToPixels(Paper.Strokes[0].Ink.Bounds).X, 0.1f);
            Assert.Equal(isMoved, _person.Panel.Selection is not null);
        }

        _person.Person.Trace([.. PaperHand.Around(Paper.Strokes[0].Ink.Bounds, 40).Select(Space.ToPixel)]);
        _person.Tap(_person.PixelOf(Paper.Strokes[0].Ink.Bounds));
        Assert.Null(_person.Panel.Selection);
    }

    [Fact]
    public void Right_button_erases_with_every_tool()
    {
        foreach (var tool in (Widget[])[Widget.None, Widget.Loop, Widget.Eraser])
        {
            Paper.Write(SheetInk.Line(300, 300, 360, 340));
            if (_person.Panel.Tool != tool)
                _person.Panel.Activate(tool);
            var at = Space.ToPixel(new(330, 320));
            _person.Person.Trace(PointerButton.Right, at - new Vector2(80, 0), at + new Vector2(80, 0));
            Assert.Empty(Paper.Strokes);
            _person.Press(Key.Undo);
            Assert.Single(Paper.Strokes);
            Paper.Clear();
        }
    }

    [Fact]
    public void Other_button_does_not_end_what_the_first_one_does()
    {
        Press(new(400, 400));
        Point(new(450, 450));
        _person.App.Handle(new PointerPressed(_person.Person.Tick(), PointerButton.Right));
        _person.App.Handle(new PointerReleased(_person.Person.Tick(), PointerButton.Right));
        Assert.True(_person.Panel.IsDragging);
        Point(new(500, 400));
        Release();
        Assert.Equal(3, Assert.Single(Paper.Strokes).Ink.Points.Length);
        Assert.False(_person.Panel.IsDragging);
    }

    [Fact]
    public void What_was_not_meant_leaves_no_ink_but_what_is_erased_is_a_step()
    {
        _person.Panel.Files.Folder = Path.GetTempPath();
        Press(new(400, 400));
        Point(new(450, 450));
        _person.Panel.PutPhotograph("a.jpg", () => [SheetInk.Line(0, 0, 0, 100)]);
        Assert.Empty(Paper.Strokes);
        _person.App.Handle(new PointerCancelled(_person.Person.Tick()));
        // What has waited comes now.
        Assert.Equal(new Vector2(60, 120), Assert.Single(Paper.Strokes).Ink.Bounds.Min);
        Assert.False(_person.Panel.IsDragging);
        _person.Type("e");
        Press(Space.ToPixel(new(50, 150)));
        Point(Space.ToPixel(new(70, 150)));
        _person.App.Handle(new PointerCancelled(_person.Person.Tick()));
        Assert.Empty(Paper.Strokes);
        _person.Press(Key.Undo);
        Assert.Single(Paper.Strokes);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 5)]
    public void Wheel_and_keys_scroll_by_ways_on_the_screen(float ratio, int notches)
    {
        Paper.Write(SheetInk.Line(5000, 5000, 5050, 5050));
        _person.App.Handle(new Resized(_person.Person.Tick(), (int)(1280 * ratio), (int)(800 * ratio), ratio));
        _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
        Assert.Equal(notches == 0 ? 1 : 1.61051f, Space.Zoom, 0.001f);
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(20, -30)));
        var page = 0.85f * Space.Place.Height / ratio;
        foreach (var (key, x, y) in ((Key, float, float)[])
        [
            (Key.Down, 0, 60), (Key.Up, 0, -60), (Key.Right, 60, 0), (Key.Left, -60, 0), (Key.PageDown, 0, page), (Key.PageUp, 0, -page),
        ])
            Moves(() => _person.Press(key), x, y);
        Moves(() => _person.App.Handle(new Scrolled(_person.Person.Tick(), new(1, 0))), 60, 0);
        Moves(() => _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, 1))), 0, -60);
        // Not under the pen.
        Press(Space.Place.Centre);
        Moves(() => _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, 1))), 0, 0);
        Release();

        void Moves(Action act, float x, float y)
        {
            var before = Space.Corner;
            act();
            Assert.True(Vector2.Distance(new Vector2(x, y) / Space.Zoom, Space.Corner - before) < 0.05f, $"{before} to {Space.Corner}");
        }
    }

    [Fact]
    public void Pen_draws_only_on_the_paper_and_a_move_alone_draws_nothing()
    {
        var place = Space.Place;
        Assert.False(_person.Panel.Handle(new PointerMoved(1, new(300, 300))));
        Assert.True(_person.Panel.Handle(new PointerPressed(1, PointerButton.Left)));
        Assert.True(_person.Panel.Handle(new PointerMoved(1.1, new(320, 330))));
        _person.Panel.Handle(new PointerReleased(1.2, PointerButton.Left));
        Assert.False(_person.Panel.Handle(new PointerMoved(1.3, new(300, place.Y - 5))));
        Assert.False(_person.Panel.Handle(new PointerPressed(1.4, PointerButton.Left)));
        Assert.Single(Paper.Strokes);
        Assert.Equal(2, Paper.Strokes[0].Ink.Points.Length);
        Assert.Equal((1000.0, 1100.0), (Paper.Strokes[0].Ink.Points[0].Time, Paper.Strokes[0].Ink.Points[1].Time));
        Assert.False(_person.Panel.Handle(new Resized(2, 100, 100, 1)));
    }

    [Fact]
    public void Zoom_comes_to_rest_at_the_usual_size_and_keeps_what_is_under_the_pointer()
    {
        var (ink, at) = (new InkBounds(default, new(5000)), new Vector2(300, 250));
        var space = new PaperSpace(new(100, 50, 400, 300), new(1000), 2, 0.97f);
        Assert.Equal(1, space.Zoomed(at, 1.02f, ink).Zoom);
        Assert.Equal(1, (space with { Zoom = 1.05f }).Zoomed(at, 0.97f, ink).Zoom);
        Assert.Equal(1.02f, (space with { Zoom = 1 }).Zoomed(at, 1.02f, ink).Zoom, 0.001f);
        Assert.Equal(0.97f * 1.09f, space.Zoomed(at, 1.09f, ink).Zoom, 0.001f);
        Assert.Equal(PaperSpace.SmallestZoom, space.Zoomed(at, 0.01f, ink).Zoom);
        Assert.Equal(PaperSpace.LargestZoom, space.Zoomed(at, 99, ink).Zoom);
        foreach (var factor in (float[])[0.5f, 1.02f, 3])
            Assert.True(Vector2.Distance(space.ToInk(at), space.Zoomed(at, factor, ink).ToInk(at)) < 0.01f);
    }

    [Fact]
    public void Some_ink_stays_in_sight_and_the_paper_begins_at_its_corner()
    {
        var (ink, space) = (new InkBounds(default, new(2000, 3000)), new PaperSpace(new(100, 50, 400, 300), new(1000), 2, 0.5f));
        Assert.Equal(new(1940, 2940), space.Scrolled(new(1e6f), ink).Corner);
        Assert.Equal(default, space.Scrolled(new(-1e6f), ink).Corner);
        Assert.Equal(new(1010, 1020), space.Scrolled(new(10, 20), ink).Corner);
        Assert.Equal(default, space.Within(new(default, new(50))).Corner);
        Assert.Equal(new InkBounds(new(1000), new(1400, 1300)), space.Sight);
        // What is close to the edge is drawn too: ink is broad.
        foreach (var (away, isShown) in new[] { (78f, true), (82f, false) })
        {
            Assert.Equal(isShown, space.Shows(new(new(1400 + away, 1100), new(1500 + away, 1100))));
            Assert.Equal(isShown, space.Shows(new(new(1100, 900 - away), new(1100, 1000 - away))));
        }
    }

    [Fact]
    public void Ink_is_drawn_anew_where_zoom_pen_or_theme_are_others()
    {
        Paper.Write(SheetInk.Line(300, 300, 380, 340));
        Check();
        _person.App.Handle(new Zoomed(_person.Person.Tick(), 4));
        Check();
        _person.Type("t");
        Check();
        var thin = new SheetFrame(_person);
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, -1)));
        Check();
        _person.Person.Click(Widget.Pen);
        Check();
        Assert.NotEqual(Widths(thin), Widths(new(_person)));
        Paper.Put([.. Enumerable.Range(0, 300).Select(i =>
            SheetInk.Line(300 + (i % 20 * 9), 300 + (i / 20 * 9), 304 + (i % 20 * 9), 306 + (i / 20 * 9)))]);
        Check();
        Assert.Equal(301, _person.Panel.Ink.Kept);
        Paper.Delete([.. Paper.Strokes.Skip(1).Select(one => one.Id)]);
        Check();
        Assert.Equal(1, _person.Panel.Ink.Kept);

        void Check()
        {
            var frame = new SheetFrame(_person);
            var lines = frame.Lines(frame.Theme.Ink);
            Assert.Contains(lines, line => Vector2.Distance(line.From, Space.ToPixel(new(300, 300))) < 0.6f);
            Assert.Contains(lines, line => Vector2.Distance(line.To, Space.ToPixel(new(380, 340))) < 0.6f);
        }

        static float Widths(SheetFrame frame) => frame.Quads.Last(quad => quad.Fill == frame.Theme.Ink).Traits.X;
    }

    private void Typed(string text)
    {
        _person.Type(text);
        _person.Press(Key.Enter);
        _person.Person.Wait(2);
    }

    private void Press(Vector2 at)
    {
        _person.Person.Wait(2);
        Point(at);
        _person.App.Handle(new PointerPressed(_person.Person.Tick(), PointerButton.Left));
    }

    private void Point(Vector2 at) => _person.App.Handle(new PointerMoved(_person.Person.Tick(), at));

    private void Release() => _person.App.Handle(new PointerReleased(_person.Person.Tick(), PointerButton.Left));
}
