using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Where the sheet draws its paper, its texts and its tools.</summary>
public sealed class SheetDrawingTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private PaperSpace Space => _person.Panel.Space;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-8, 1)]
    [InlineData(-40, 1)]
    [InlineData(12, 1)]
    [InlineData(40, 2)]
    public void Dots_of_the_paper_are_never_close_together_and_everywhere(float notches, float ratio)
    {
        _person.Paper.Write(SheetInk.Line(5000, 5000, 5050, 5050));
        _person.App.Handle(new Resized(_person.Person.Tick(), (int)(1280 * ratio), (int)(800 * ratio), ratio));
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(2, -3)));
        _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
        var frame = new SheetFrame(_person);
        Vector2[] dots = [.. frame.Lines(frame.Theme.Grid).Select(dot => dot.From)];
        var place = Space.Place;
        float[] columns = [.. dots.Select(dot => dot.X).Distinct().Order()], rows = [.. dots.Select(dot => dot.Y).Distinct().Order()];
        Assert.Equal(dots.Length, columns.Length * rows.Length);
        var step = columns[1] - columns[0];
        Assert.InRange(step, 23.9f * ratio, MathF.Max(48, 40.1f * Space.Zoom) * ratio);
        foreach (var (places, from, to) in ((float[], float, float)[])[(columns, place.X, place.Right), (rows, place.Y, place.Bottom)])
        {
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.Equal(step, pair.Second - pair.First, 0.1f));
            Assert.InRange(places[0], from, from + step);
            Assert.InRange(places[^1], to - step - 0.1f, to);
        }

        // They stay where they are on the paper.
        var units = step / Space.Scale;
        Assert.Equal(0, (units / 40) - MathF.Round(units / 40), 0.001f);
        foreach (var dot in dots.Take(40).Select(Space.ToInk))
            Assert.True(Vector2.Distance(dot / units, new(MathF.Round(dot.X / units), MathF.Round(dot.Y / units))) < 0.01f, $"{dot}");
    }

    [Fact]
    public void Paper_has_an_edge_where_it_meets_the_tools()
    {
        foreach (var (width, height) in ((int, int)[])[(2560, 1600), (1700, 780)])
        {
            _person.App.Handle(new Resized(_person.Person.Tick(), width, height, 2));
            var (place, frame) = (Space.Place, new SheetFrame(_person));
            var edge = Assert.Single(frame.Boxes(frame.Theme.CardEdge));
            Assert.Equal(frame.Layout.IsLow ? place with { Width = 2 } : place with { Height = 2 }, edge);
        }
    }

    [Fact]
    public void Invitation_stands_in_the_middle_until_something_is_begun()
    {
        var frame = new SheetFrame(_person);
        var (first, second) = (frame["Write a calculation:  13 × 14 ="], frame["The answer appears behind the equals sign"]);
        var third = Assert.Single(frame.Texts, text => text.Text.Contains("13 × ? = 182", StringComparison.Ordinal));
        var middle = frame.Layout.Panel.Centre;
        Assert.All((WrittenText[])[first, second, third], text => Assert.Equal(middle.X, text.Place.Centre.X, 0.1f));
        Assert.InRange(middle.Y, first.Place.Bottom, second.Place.Centre.Y);
        Assert.True(first.Size > second.Size && second.Size == third.Size);
        Assert.InRange(third.Place.Y - second.Place.Bottom, 0.3f * third.Size, second.Place.Y - first.Place.Bottom);
        foreach (var begin in (Action[])[() => _person.Type("1"), () => _person.Write("1"), PressPen])
        {
            begin();
            Assert.DoesNotContain(new SheetFrame(_person).Texts, text => text.Text == first.Text);
            if (_person.Panel.Entry is not null)
                _person.Press(Key.Escape);
            _person.App.Handle(new PointerReleased(_person.Person.Tick(), PointerButton.Left));
            _person.Paper.Clear();
        }

        Assert.Contains(new SheetFrame(_person).Texts, text => text.Text == first.Text);

        void PressPen()
        {
            _person.App.Handle(new PointerMoved(_person.Person.Tick(), new(500, 500)));
            _person.App.Handle(new PointerPressed(_person.Person.Tick(), PointerButton.Left));
        }
    }

    [Fact]
    public void Eraser_is_a_circle_around_the_pointer_as_large_at_any_zoom_as_what_it_takes()
    {
        Assert.Null(_person.Panel.EraserAt);
        _person.Type("e");
        foreach (var notches in (float[])[0, 8])
        {
            _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
            Point(new(420, 330));
            var frame = new SheetFrame(_person);
            var circle = Assert.Single(frame.Boxes(frame.Theme.Accent.WithAlpha(0.15f)));
            Assert.Equal((new Vector2(420, 330), 24f), (circle.Centre, MathF.Round(circle.Width, 2)));
            Assert.Equal(circle.Width, circle.Height, 0.01f);
            // A stroke beside it stays, one under it goes.
            var (from, to) = (Space.ToInk(new(420 + 14, 300)), Space.ToInk(new(420 + 10, 360)));
            _person.Paper.Write(SheetInk.Line(from.X, from.Y, from.X, to.Y));
            _person.Paper.Write(SheetInk.Line(to.X, from.Y, to.X, to.Y));
            _person.Tap(new(420, 330));
            Assert.Equal(from.X, Assert.Single(_person.Paper.Strokes).Ink.Bounds.Min.X, 0.01f);
            _person.Paper.Clear();
        }

        Point(new(420, 3));
        Assert.Null(_person.Panel.EraserAt);
    }

    [Fact]
    public void Typed_text_stands_on_its_line_and_the_cursor_behind_it()
    {
        _person.Type("12");
        var frame = new SheetFrame(_person);
        var entry = _person.Panel.Entry!;
        var text = Space.ToPixels(new TypedText(entry.Text, entry.At, entry.Height).Bounds);
        var cursor = Assert.Single(frame.Boxes(frame.Theme.Accent));
        Assert.InRange(cursor.X, text.Right + 1, text.Right + 5);
        Assert.Equal((text.Centre.Y, 1.3f * text.Height), (cursor.Centre.Y, cursor.Height), (a, b) =>
            MathF.Abs(a.Item1 - b.Item1) < 0.1f && MathF.Abs(a.Item2 - b.Item2) < 0.1f);
        Close(text, frame.Glyphs(frame.Theme.Ink));
        _person.Press(Key.Enter);
        // The sign of equality is put behind it, and the place stays.
        Close(Space.ToPixels(_person.Last.Bounds), new SheetFrame(_person).Glyphs(frame.Theme.Ink));
        _person.Tap(_person.PixelOf(_person.Last.Bounds));
        // While it is changed it is there once, and its answer is not.
        _person.Press(Key.Backspace);
        _person.Press(Key.Backspace);
        frame = new(_person);
        Close(Space.ToPixels(new TypedText("1", entry.At, entry.Height).Bounds), frame.Glyphs(frame.Theme.Ink));
        Assert.DoesNotContain(frame.Quads, quad => SheetFrame.Is(quad, QuadKind.Glyph) && quad.Fill == frame.Theme.Accent);
    }

    [Fact]
    public void Dragged_answer_stands_in_its_box_and_becomes_smaller_where_it_has_grown()
    {
        _person.Type("6+9");
        _person.Press(Key.Enter);
        Assert.True(_person.Paper.PlaceAnswer(_person.Last.Id, new(400, 400)));
        var first = Glyphs();
        Assert.True(first.LiesIn(Place()), $"{first} in {Place()}");
        Assert.Equal(Place().Centre.X, first.Centre.X, 3f);
        Assert.InRange(first.Width, 0.75f * Place().Width, Place().Width + 2);
        _person.Paper.Retype(_person.Paper.Calculations[0].Id, "1234567+1=");
        var second = Glyphs();
        Assert.True(second.Height < 0.6f * first.Height && second.LiesIn(Place().Grown(1)), $"{second} in {Place()}");
        Assert.Equal(Place().Centre.X, second.Centre.X, 3f);
        // A frame lies around it.
        Assert.Contains(new SheetFrame(_person).Boxes(Theme.Dark.Accent.WithAlpha(0.10f)), box => box == Place().Grown(6));

        Box Place() => Space.ToPixels(_person.Paper.Links[0].Bounds);

        Box Glyphs()
        {
            var frame = new SheetFrame(_person);
            var place = Place().Grown(20);
            Box[] all =
            [
                .. frame.Quads.Where(quad => SheetFrame.Is(quad, QuadKind.Glyph) && place.Contains(quad.Bounds.Centre))
                    .Select(quad => quad.Bounds.Grown(-quad.Bounds.Height * 0.15f)),
            ];
            return Box.Between(
                new(all.Min(box => box.X), all.Min(box => box.Y)), new(all.Max(box => box.Right), all.Max(box => box.Bottom)));
        }
    }

    [Fact]
    public void What_is_carried_is_seen_where_it_goes_and_faintly_where_it_was()
    {
        _person.Paper.Write(SheetInk.Line(200, 200, 300, 260));
        _person.Paper.Write(SheetInk.Line(700, 200, 720, 260));
        _person.Type("o");
        _person.Person.Trace([.. PaperHand.Around(_person.Paper.Strokes[0].Ink.Bounds, 40).Select(Space.ToPixel)]);
        var (theme, from) = (_person.App.View.Theme, Space.ToPixel(new(250, 230)));
        var selected = Assert.Single(new SheetFrame(_person).Outlines(theme.Accent), box => box.Width < 200);
        Assert.Equal(Space.ToPixels(_person.Panel.Selection!.Bounds).Grown(10), selected);
        Point(from);
        _person.App.Handle(new PointerPressed(_person.Person.Tick(), PointerButton.Left));
        Point(from + new Vector2(100, 70));
        var frame = new SheetFrame(_person);
        var moved = Assert.Single(frame.Outlines(theme.Accent), box => box.Width < 200);
        Assert.Equal(selected with { X = selected.X + 100, Y = selected.Y + 70 }, moved);
        Near(Space.ToPixel(new(200, 200)), Ends(Rgba.Mix(theme.Pad, theme.Ink, 0.3f)).First);
        Near(Space.ToPixel(new(300, 260)), Ends(Rgba.Mix(theme.Pad, theme.Ink, 0.3f)).Last);
        var ink = frame.Lines(theme.Ink);
        Assert.Contains(ink, line => Vector2.Distance(line.From, Space.ToPixel(new(300, 270))) < 1);
        Assert.Contains(ink, line => Vector2.Distance(line.To, Space.ToPixel(new(400, 330))) < 1);
        Assert.Contains(ink, line => Vector2.Distance(line.From, Space.ToPixel(new(700, 200))) < 1);
        Assert.DoesNotContain(ink, line => Vector2.Distance(line.From, Space.ToPixel(new(200, 200))) < 1);

        (Vector2 First, Vector2 Last) Ends(Rgba fill) => (frame.Lines(fill)[0].From, frame.Lines(fill)[^1].To);

        static void Near(Vector2 expected, Vector2 actual) => Assert.True(Vector2.Distance(expected, actual) < 1, $"{actual}");
    }

    [Fact]
    public void Carried_answer_is_seen_under_the_pointer()
    {
        _person.Type("6+9");
        _person.Press(Key.Enter);
        var at = _person.PixelOfAnswer;
        var frame = new SheetFrame(_person);
        var before = frame.Glyphs(frame.Theme.Accent);
        Point(at);
        _person.Person.Wait(1);
        _person.App.Handle(new PointerPressed(_person.Person.Tick(), PointerButton.Left));
        Point(at + new Vector2(5, 0));
        var carried = frame.Theme.Accent.WithAlpha(0.75f);
        Assert.DoesNotContain(new SheetFrame(_person).Quads, quad => quad.Fill == carried);
        Point(at + new Vector2(120, -40));
        var after = new SheetFrame(_person).Glyphs(carried);
        Assert.True(Vector2.Distance(new(120, -40), after.Centre - before.Centre) < 0.1f, $"{before} and {after}");
        _person.App.Handle(new PointerReleased(_person.Person.Tick(), PointerButton.Left));
        var link = Assert.Single(_person.Paper.Links).Bounds;
        Assert.True(Vector2.Distance(Space.ToPixels(link).Centre, after.Centre) < 12);
    }

    [Fact]
    public void Loop_is_drawn_from_place_to_place()
    {
        _person.Type("o");
        Vector2[] way = [new(400, 300), new(500, 320), new(480, 420)];
        Point(way[0]);
        _person.App.Handle(new PointerPressed(_person.Person.Tick(), PointerButton.Left));
        foreach (var at in way.Skip(1))
            Point(at);
        var frame = new SheetFrame(_person);
        Assert.Equal([(way[0], way[1]), (way[1], way[2])], frame.Lines(frame.Theme.Accent).Where(line => line.From != line.To));
    }

    private void Point(Vector2 at) => _person.App.Handle(new PointerMoved(_person.Person.Tick(), at));

    /// <summary>Whether characters fill a box; around a glyph there is some air.</summary>
    private static void Close(Box box, Box glyphs)
    {
        var air = 0.22f * box.Height;
        Assert.True(glyphs.X >= box.X - air && glyphs.Right <= box.Right + air, $"{glyphs} in {box}");
        Assert.True(glyphs.Y >= box.Y - air && glyphs.Bottom <= box.Bottom + air, $"{glyphs} in {box}");
        Assert.True(glyphs.Width > 0.85f * box.Width && glyphs.Height > box.Height, $"{glyphs} in {box}");
    }
}
