using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>The card with what the network sees and reads, and what is asked about it.</summary>
public sealed class SceneReadingTests
{
    private static readonly Theme Colours = Theme.Dark;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_picture_has_a_frame_and_each_digit_a_bar_in_a_track(int unit)
    {
        var state = Read(SeenFrame.Window(unit), 7, 0.75f);
        state.Bars[2] = 0.25f;
        var (frame, bars, preview) = (new SeenFrame(state), state.Layout.Bars, state.Layout.Preview);
        Assert.Equal(8 * unit, Assert.Single(frame.BoxesAt(preview.Grown(3 * unit)), quad => quad.Fill == Colours.BarTrack).Traits.X);
        Quad[] tracks = [.. frame.Boxes.Where(quad => quad.Fill == Colours.BarTrack && bars.Contains(SeenFrame.PlaceOf(quad).Centre))];
        Assert.Equal(10, tracks.Length);
        for (var digit = 0; digit < 10; digit++)
        {
            var track = SeenFrame.PlaceOf(tracks[digit]);
            Assert.Equal(bars.X + (digit + 0.5f) * bars.Width / 10, track.Centre.X, 1f);
            Assert.Equal(0.6f * bars.Width / 10, track.Width, 0.6f);
            // Room for the share above it, and for the digit below it.
            Assert.Equal(20 * unit, track.Y - bars.Y, 0.1f);
            Assert.Equal(20 * unit, bars.Bottom - track.Bottom, 0.1f);
            Assert.Equal(5 * unit, tracks[digit].Traits.X);
            var high = state.Bars[digit] * track.Height;
            Quad[] fillings = [.. frame.Boxes.Where(quad => quad.Clip == track)];
            if (high == 0)
            {
                Assert.Empty(fillings);
                continue;
            }
            var bar = Assert.Single(fillings);
            Assert.Equal(digit == 7 ? Colours.Accent : Colours.Bar, bar.Fill);
            Assert.Equal((track.X, track.Width), (SeenFrame.PlaceOf(bar).X, SeenFrame.PlaceOf(bar).Width));
            Assert.Equal(high, track.Bottom - SeenFrame.PlaceOf(bar).Y, 0.1f);
            Assert.Equal(5 * unit, SeenFrame.PlaceOf(bar).Bottom - track.Bottom, 0.1f);
            Assert.Equal(5 * unit, bar.Traits.X);
        }
    }

    [Fact]
    public void The_picture_is_shown_where_there_is_one()
    {
        var state = SeenFrame.Window();
        Assert.DoesNotContain(new SeenFrame(state).Quads, quad => SeenFrame.IsA(quad, QuadKind.Picture));
        state.Preview = new byte[28 * 28];
        var picture = Assert.Single(new SeenFrame(state).Quads, quad => SeenFrame.IsA(quad, QuadKind.Picture));
        Assert.Equal((state.Layout.Preview, Colours.Ink, Colours.BarTrack), (picture.Bounds, picture.Fill, picture.Edge));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    public void The_share_of_the_best_digit_stands_over_its_bar_within_the_card(int digit)
    {
        foreach (var isUnsure in (bool[])[false, true])
        {
            foreach (var unit in (int[])[1, 2])
            {
                var state = Read(SeenFrame.Window(unit), digit, 0.987f);
                (state.IsUnsure, state.Alternatives) = (isUnsure, []);
                var (frame, bars) = (new SeenFrame(state), state.Layout.Bars);
                var share = frame.Text("98.7 %");
                var bar = frame.Texts.First(text => text.Text == $"{digit}" && bars.Contains(text.Place.Centre));
                Assert.Equal(13 * unit, share.Size);
                Assert.InRange(share.Place.X, bars.X - 0.1f, bars.Right);
                Assert.InRange(share.Place.Right, bars.X, bars.Right + 0.1f);
                if (digit == 5)
                    Assert.Equal(bar.Place.Centre.X, share.Place.Centre.X, 1f);
                Assert.Equal(bars.Y + 6 * unit, share.Place.Centre.Y, 0.1f);
                var colour = isUnsure ? Colours.Unsure : Colours.Accent;
                Assert.Equal(colour, frame.ColourOf("98.7 %"));
                Assert.Equal(colour, frame.Quads[bar.Quads].Fill);
                var other = frame.Texts.First(text => text.Text == $"{digit ^ 1}" && bars.Contains(text.Place.Centre));
                Assert.Equal(Colours.DimText, frame.Quads[other.Quads].Fill);
            }
        }
    }

    /// <summary>All digits have one width, so that the share does not tremble.</summary>
    [Fact]
    public void The_share_is_equally_wide_whatever_its_digits() => Assert.Equal(
        new SeenFrame(Read(SeenFrame.Window(), 5, 0.111f)).Text("11.1 %").Place.Width,
        new SeenFrame(Read(SeenFrame.Window(), 5, 0.888f)).Text("88.8 %").Place.Width, 0.01f);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Over_the_bars_stands_why_nothing_is_read(int unit)
    {
        var state = SeenFrame.Window(unit);
        var bars = state.Layout.Bars;
        Assert.DoesNotContain(new SeenFrame(state).Texts, text => text.Text == "" && bars.Contains(text.Room.Centre));
        state.ReadingNote = "No network";
        var frame = new SeenFrame(state);
        var note = frame.Text("No network");
        Assert.Equal((13f * unit, Colours.DimText), (note.Size, frame.ColourOf("No network")));
        Assert.Equal(bars.Centre.X, note.Place.Centre.X, 0.1f);
        Assert.Equal(bars.Y + 8 * unit, note.Place.Centre.Y, 0.1f);
    }

    /// <summary>On the lowest phones.</summary>
    [Fact]
    public void Where_the_card_has_no_room_nothing_of_it_is_drawn()
    {
        var state = Read(new ViewState { Layout = new(740, 300, 1, false, 0, isTouched: true) }, 3, 0.75f);
        state.Preview = new byte[28 * 28];
        Assert.Equal(0, state.Layout.Reading.Width);
        var frame = new SeenFrame(state);
        Assert.DoesNotContain(frame.Quads, quad => SeenFrame.IsA(quad, QuadKind.Picture) || quad.Fill == Colours.BarTrack);
        Assert.False(frame.Says("75.0 %"));
        Assert.DoesNotContain(frame.Texts, text => text.Text == "8");
        // Then its caption says it.
        Assert.True(frame.Says("Reads 3, 75.0 % sure"));
        state.Read = null;
        Assert.DoesNotContain(new SeenFrame(state).Texts, text => text.Text.StartsWith("Reads", StringComparison.Ordinal));
        Assert.DoesNotContain(
            new SeenFrame(state).Texts, text => text.Text.Length > 0 && state.Layout.Correction.Contains(text.Place.Centre));
        state.ReadNumber = "13";
        state.Read = new(3, 0.5f);
        Assert.True(new SeenFrame(state).Says("Reads 13, least sure of the 3"));
    }

    [Theory]
    [InlineData(false, "", false, "What the network sees, and reads")]
    [InlineData(false, "13", false, "Reads 13, least sure of the 3")]
    [InlineData(true, "", false, "Not sure. Is it")]
    [InlineData(true, "13", false, "Is it 13? Its 3 is")]
    [InlineData(true, "", true, "Not sure. Is it")]
    [InlineData(false, "", true, "Read 4, 50.0 % sure. Was it")]
    [InlineData(false, "13", true, "Read 4, 50.0 % sure. Was it")]
    public void Beside_the_two_answers_stands_what_was_read_or_is_asked(bool isUnsure, string number, bool isSaved, string said)
    {
        var state = Read(SeenFrame.Window(), 3, 0.75f);
        (state.IsUnsure, state.ReadNumber, state.Saved) = (isUnsure, number, isSaved ? new(4, 0.5f) : null);
        if (isUnsure || isSaved)
            state.Alternatives = [new(8, 0.25f), new(5, 0.125f)];
        var (frame, place) = (new SeenFrame(state), state.Layout.Correction);
        Assert.True(frame.Says(said));
        Assert.Equal(isUnsure ? Colours.Unsure : Colours.DimText, frame.ColourOf(said));
        var text = frame.Text(said);
        Assert.Equal(place.Centre.Y, text.Place.Centre.Y, 0.5f);
        if (said.EndsWith("it", StringComparison.Ordinal) || said.EndsWith("is", StringComparison.Ordinal))
            Assert.Equal((place.Right, 15f), (MathF.Round(text.Place.Right), text.Size));
        else
            Assert.Equal((place.X + 4, 14f), (MathF.Round(text.Place.X), text.Size));
    }

    [Fact]
    public void A_digit_without_other_readings_is_not_asked_about()
    {
        var state = SeenFrame.Window();
        (state.Saved, state.Alternatives) = (new(4, 1), []);
        Assert.True(new SeenFrame(state).Says("What the network sees, and reads"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_question_that_is_too_long_for_a_line_has_several_around_its_middle(int ratio)
    {
        var state = Read(SeenFrame.Lying(ratio), 3, 0.75f);
        (state.IsUnsure, state.ReadNumber, state.Alternatives) = (true, "12345678901234567890", [new(8, 0.25f), new(5, 0.125f)]);
        var (frame, place, unit) = (new SeenFrame(state), state.Layout.Correction, state.Layout.Unit);
        var lines = frame.Texts.Where(text => place.Contains(text.Place.Centre)).ToArray();
        Assert.Equal("Isit12345678901234567890?Its3is", string.Concat(lines.Select(line => line.Text)).Replace(" ", ""));
        Assert.True(lines.Length > 1);
        for (var i = 1; i < lines.Length; i++)
            Assert.Equal(20 * unit, lines[i].Place.Centre.Y - lines[i - 1].Place.Centre.Y, 0.1f);
        Assert.Equal(place.Centre.Y, lines.Average(line => line.Place.Centre.Y), 0.1f);
        Assert.All(lines, line => Assert.Equal(place.Right, line.Place.Right, 0.1f));
    }

    /// <summary>No answers stand beside it then.</summary>
    [Fact]
    public void A_caption_that_is_long_goes_on_to_the_end_of_the_row()
    {
        var state = Read(SeenFrame.Lying(), 3, 0.75f);
        foreach (var number in (string[])["13", "123456789012345"])
        {
            state.ReadNumber = number;
            var text = new SeenFrame(state).Text($"Reads {number}, least sure of the 3");
            Assert.False(text.IsCut);
            var end = number.Length > 2 ? state.Layout[Widget.SecondAlternative].Right : state.Layout.Correction.Right;
            Assert.Equal(end, text.Room.Right - 4 * state.Layout.Unit, 1f);
        }
    }

    [Theory]
    [InlineData(1, "99.9 %")]
    [InlineData(0.99999f, "99.9 %")]
    [InlineData(0.9985f, "99.8 %")]
    [InlineData(0.5f, "50.0 %")]
    [InlineData(0.1239f, "12.3 %")]
    [InlineData(0, "0.0 %")]
    public void A_share_is_rounded_down_and_never_all(float probability, string shown) =>
        Assert.Equal(shown, Scene.Percent(probability));

    private static ViewState Read(ViewState state, int digit, float probability)
    {
        state.Read = new(digit, probability);
        state.Bars[digit] = probability;
        return state;
    }
}
