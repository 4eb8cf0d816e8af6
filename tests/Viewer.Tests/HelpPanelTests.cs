using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>The list of keys over everything else.</summary>
public sealed class HelpPanelTests
{
    private static readonly Theme Colours = Theme.Dark;

    [Theory]
    [InlineData(1100, 700)]
    [InlineData(1000, 1200)]
    [InlineData(500, 900)]
    [InlineData(2200, 1400)]
    public void The_list_of_keys_is_a_card_in_the_middle_with_a_key_and_its_meaning_in_each_row(int width, int height)
    {
        var state = Shown(width, height, 1);
        var frame = new SeenFrame(state);
        var title = frame.Text("Keys");
        WrittenText[] rows = [.. frame.Texts.SkipWhile(text => text.Text != "Keys").Skip(1)];
        WrittenText[] keys = [.. rows.Where((_, i) => i % 2 == 0)], meanings = [.. rows.Where((_, i) => i % 2 == 1)];
        Assert.True(keys.Length == meanings.Length && keys.Length > 20);
        Assert.All(rows, text => Assert.False(string.IsNullOrWhiteSpace(text.Text) || text.IsCut));
        Assert.Equal(rows.Length, rows.Select(text => text.Text).Distinct().Count());

        var unit = keys[0].Size / 15;
        Assert.All(rows, text => Assert.Equal(15 * unit, text.Size, 0.01f));
        Assert.Equal(20 * unit, title.Size, 0.01f);
        Assert.True(unit <= state.Layout.Unit + 1e-3f);
        var card = SeenFrame.PlaceOf(frame.Boxes.Last(quad => quad.Fill == Colours.Card && quad.Traits.X > 19 * unit));
        Assert.Equal(width / 2f, card.Centre.X, 1f);
        Assert.Equal(height / 2f, card.Centre.Y, 1f);
        // It is as large as elsewhere where the window has room for it; if not, it leaves a margin.
        if (unit < state.Layout.Unit - 1e-3f)
            Assert.Equal(12 * unit, MathF.Min(card.X, card.Y), 1.5f);

        Assert.All(keys, text => Assert.Equal(card.X + 32 * unit, text.Place.X, 0.1f));
        Assert.Equal(card.X + 32 * unit, title.Place.X, 0.1f);
        Assert.InRange(meanings[0].Place.X - keys.Max(text => text.Place.Right), 23.9f * unit, 25.1f * unit);
        Assert.All(meanings, text => Assert.Equal(meanings[0].Place.X, text.Place.X, 0.1f));
        Assert.Equal(card.Right - 32 * unit, meanings.Max(text => text.Place.Right), 1.5f + unit);
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal(keys[i].Place.Centre.Y, meanings[i].Place.Centre.Y, 0.1f);
            var before = i == 0 ? title.Place.Centre.Y + 12 * unit : keys[i - 1].Place.Centre.Y;
            Assert.Equal(30 * unit, keys[i].Place.Centre.Y - before, 0.1f);
        }
        Assert.Equal(28 * unit, title.Room.Y - card.Y, 0.1f);
        Assert.Equal(32 * unit, card.Bottom - keys[^1].Room.Bottom, 1.5f);
        Assert.Equal(30 * unit, keys[0].Room.Height, 0.1f);
    }

    [Fact]
    public void The_window_behind_is_dim_and_the_card_stands_out()
    {
        var state = Shown(1100, 700, 1);
        var frame = new SeenFrame(state);
        var title = frame.Text("Keys");
        Assert.Equal((Colours.Text, Colours.Accent, Colours.Text),
            (frame.ColourOf("Keys"), frame.ColourOf("Backspace"), frame.ColourOf("Undo, redo")));
        Assert.Equal(Colours.Background.WithAlpha(0.72f), Assert.Single(frame.BoxesAt(new(0, 0, 1100, 700))).Fill);
        var unit = title.Size / 20;
        var card = frame.Boxes.Last(quad => quad.Fill == Colours.Card);
        Assert.Equal((Colours.CardEdge, 1), (card.Edge, card.Traits.Y));
        var shadow = frame.Shadows.Last();
        Assert.Equal(Colours.Shadow.Faded(1), shadow.Fill);
        Assert.Equal(SeenFrame.PlaceOf(card).Y + 8 * unit, SeenFrame.PlaceOf(shadow).Y, 0.01f);
        Assert.Equal((20 * unit, 28 * unit), (shadow.Traits.X, shadow.Traits.Z));
        Assert.Equal(20 * unit, card.Traits.X);
    }

    /// <summary>It rises a little while it appears.</summary>
    [Fact]
    public void It_comes_from_below_and_is_gone_when_it_is_closed()
    {
        SeenFrame whole = new(Shown(1100, 700, 1)), half = new(Shown(1100, 700, 0.5f)), gone = new(Shown(1100, 700, 0));
        var unit = whole.Text("Keys").Size / 20;
        Assert.Equal(6 * unit, half.Text("Keys").Place.Y - whole.Text("Keys").Place.Y, 1f);
        foreach (var text in (string[])["Keys", "Backspace", "Undo, redo"])
            Assert.Equal(whole.ColourOf(text).WithAlpha(0.5f), half.ColourOf(text));
        Assert.Equal(Colours.Background.WithAlpha(0.36f), Assert.Single(half.BoxesAt(new(0, 0, 1100, 700))).Fill);
        var card = half.Boxes.Last(quad => quad.Edge == Colours.CardEdge.WithAlpha(0.5f));
        Assert.Equal(Colours.Card.WithAlpha(0.5f), card.Fill);
        Assert.Equal(Colours.Shadow.Faded(0.5f), half.Shadows.Last().Fill);
        Assert.False(gone.Says("Keys"));
        Assert.Empty(gone.BoxesAt(new(0, 0, 1100, 700)));
    }

    private static ViewState Shown(int width, int height, float help) => new() { Layout = new(width, height, 1, false, 0), Help = help };
}
