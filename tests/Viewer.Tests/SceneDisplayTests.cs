using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>The card with the tape, the expression and the number.</summary>
public sealed class SceneDisplayTests
{
    private static readonly Theme Colours = Theme.Dark;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_calculation_of_the_tape_stands_in_its_row_with_its_result_at_the_right(int unit)
    {
        var state = SeenFrame.Window(unit, tape: 3);
        Assert.Equal(3, state.Layout.TapeRows);
        var frame = new SeenFrame(state);
        for (var i = 0; i < 3; i++)
        {
            var row = state.Layout[Widgets.Tape(i)];
            var (result, expression) = (frame.Text($"{111 * (i + 1)}"), frame.Text($"{i + 1} × 111 ="));
            Assert.Equal((15f * unit, 15f * unit), (result.Size, expression.Size));
            Assert.Equal(row.Centre.Y, result.Place.Centre.Y, 0.1f);
            Assert.Equal(row.Centre.Y, expression.Place.Centre.Y, 0.1f);
            Assert.Equal(10 * unit, row.Right - result.Place.Right, 0.1f);
            Assert.Equal(10 * unit, result.Room.X - row.X, 0.1f);
            Assert.Equal(8 * unit, result.Place.X - expression.Place.Right, 0.1f);
            Assert.Equal(10 * unit, expression.Room.X - row.X, 0.1f);
            Assert.Equal((Colours.Text, Colours.DimText), (frame.ColourOf(result.Text), frame.ColourOf(expression.Text)));
        }
    }

    [Fact]
    public void Before_anything_is_written_it_shows_a_zero_and_no_expression()
    {
        var state = SeenFrame.Window();
        var shown = new SeenFrame(state).Texts.Where(text => state.Layout.Display.Contains(text.Place.Centre) && text.Text.Length > 0);
        Assert.Equal(["Calculations stay here", "0"], shown.Select(text => text.Text));
    }

    /// <summary>Digits stand below each other.</summary>
    [Fact]
    public void Small_and_large_digits_are_equally_wide_on_the_tape_and_in_the_expression()
    {
        Assert.NotEqual(Font.Default.Measure("1", 15), Font.Default.Measure("8", 15));
        var (ones, eights) = (With('1'), With('8'));
        foreach (var text in (string[])["#####", "# + # =", "### −"])
            Assert.Equal(ones.Text(text.Replace('#', '1')).Place.Width, eights.Text(text.Replace('#', '8')).Place.Width, 0.01f);

        static SeenFrame With(char digit)
        {
            var state = SeenFrame.Window(1, tape: 1);
            state.Tape = [new($"{digit} + {digit}", new(digit, 5))];
            state.Expression = new string(digit, 3) + " −";
            return new(state);
        }
    }

    [Fact]
    public void Of_a_calculation_that_is_too_long_the_end_is_seen()
    {
        var middle = string.Concat(Enumerable.Repeat("4567 + ", 20));
        var (usual, otherStart, otherEnd) = (With("1", "9"), With("2", "9"), With("1", "8"));
        Assert.Equal(usual.Quads, otherStart.Quads);
        Assert.NotEqual(usual.Quads, otherEnd.Quads);
        Assert.Equal(2, usual.Texts.Count(text => text.IsCut));

        SeenFrame With(string start, string end)
        {
            var state = SeenFrame.Window(1, tape: 1);
            state.Tape = [new(start + middle + end, "7")];
            state.Expression = start + middle + end;
            return new(state);
        }
    }

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(1, "", false)]
    [InlineData(0, "7 +", false)]
    [InlineData(1, "7 +", false)]
    public void An_empty_display_says_what_will_stand_there(int tape, string expression, bool isSaid)
    {
        foreach (var unit in (int[])[1, 2])
        {
            var state = SeenFrame.Window(unit, tape);
            state.Expression = expression;
            var frame = new SeenFrame(state);
            Assert.Equal(isSaid, frame.Says("Calculations stay here"));
            if (!isSaid)
                continue;
            var text = frame.Text("Calculations stay here");
            Assert.Equal((state.Layout.Tape, 14f * unit), (text.Room, text.Size));
            Assert.Equal(state.Layout.Tape.Right, text.Place.Right, 0.1f);
            Assert.Equal(Colours.DimText, frame.ColourOf(text.Text));
        }
    }

    [Fact]
    public void Where_there_is_no_tape_nothing_is_promised_about_it() =>
        Assert.False(new SeenFrame(SeenFrame.Lying()).Says("Calculations stay here"));

    [Theory]
    [InlineData("42", false, 0.85f)]
    [InlineData("Cannot divide by zero", true, 0.39f)]
    public void The_number_fills_its_line_and_an_error_is_smaller(string number, bool isError, float share)
    {
        var state = SeenFrame.Window();
        (state.Number, state.NumberIsError, state.Expression) = (number, isError, "6 ÷ 0");
        var frame = new SeenFrame(state);
        var text = frame.Text(number);
        Assert.Equal(state.Layout.Number, text.Room);
        Assert.Equal(share * state.Layout.Number.Height, text.Size, 0.01f);
        Assert.Equal(state.Layout.Number.Right, text.Place.Right, 0.1f);
        Assert.Equal(isError ? Colours.Error : Colours.Text, frame.ColourOf(number));
        var expression = frame.Text("6 ÷ 0");
        Assert.Equal((state.Layout.Expression, 18f, Colours.DimText), (expression.Room, expression.Size, frame.ColourOf("6 ÷ 0")));
        Assert.Equal(state.Layout.Expression.Right, expression.Place.Right, 0.1f);
    }

    [Fact]
    public void A_number_that_is_long_becomes_smaller_until_it_has_its_room()
    {
        var state = SeenFrame.Window();
        state.Number = "−1234567890.12345";
        var text = new SeenFrame(state).Text(state.Number);
        Assert.False(text.IsCut);
        Assert.Equal(state.Layout.Number.Width, text.Place.Width, 0.5f);
        Assert.InRange(text.Size, 0.4f * state.Layout.Number.Height, 0.8f * state.Layout.Number.Height);
    }

    [Fact]
    public void A_digit_that_arrives_rises_to_its_place_and_becomes_bright()
    {
        foreach (var unit in (int[])[1, 2])
        {
            var state = SeenFrame.Window(unit);
            foreach (var (arrival, below) in ((float, float)[])[(0, 8), (0.5f, 4), (1, 0)])
            {
                (state.Number, state.NumberArrival) = ("42", arrival);
                var frame = new SeenFrame(state);
                Assert.Equal(below * unit, frame.Text("42").Room.Y - state.Layout.Number.Y, 0.01f);
                Assert.Equal(state.Layout.Number.Height, frame.Text("42").Room.Height);
                Assert.Equal(Rgba.Mix(Colours.Card, Colours.Text, 0.35f + 0.65f * arrival), frame.ColourOf("42"));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_row_of_the_tape_lights_up_under_the_pointer(int unit)
    {
        var state = SeenFrame.Window(unit, tape: 2);
        var row = state.Layout[Widgets.Tape(1)];
        Assert.Empty(new SeenFrame(state).BoxesAt(row));
        state.Hover[(int)Widgets.Tape(1)] = 0.5f;
        var half = Assert.Single(new SeenFrame(state).BoxesAt(row));
        Assert.Equal(Rgba.Mix(Colours.Card, Colours.Key.Hover, 0.5f).WithAlpha(0.5f), half.Fill);
        Assert.Equal(8 * unit, half.Traits.X);
        state.Hover[(int)Widgets.Tape(1)] = 1;
        Assert.Equal(Colours.Key.Hover, Assert.Single(new SeenFrame(state).BoxesAt(row)).Fill);
    }
}
