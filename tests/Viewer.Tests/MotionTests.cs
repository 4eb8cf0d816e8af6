using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>What moves in the window, for how long, and until when it asks for pictures.</summary>
public sealed class MotionTests : IDisposable
{
    private readonly Person _person = new();
    private readonly DrawList _list = new(Font.Default);

    private ViewerApp App => _person.App;

    private ViewState View => _person.App.View;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void A_motion_is_slow_at_both_ends_and_over_in_its_time()
    {
        var motion = default(Motion);
        foreach (var (quarter, value) in new[] { 0.15625f, 0.5f, 0.84375f, 1 }.Index())
        {
            Assert.Equal(quarter < 3, motion.Advance(true, Motion.Seconds / 4));
            Assert.Equal(value, motion.Value, 1e-5f);
        }
        Assert.False(motion.Advance(true, 1));
        Assert.Equal(1, motion.Value);
        Assert.True(motion.Advance(false, Motion.Seconds / 4));
        Assert.Equal(0.84375f, motion.Value, 1e-5f);
        Assert.False(motion.Advance(false, 1));
        Assert.Equal(0, motion.Value);
        motion.Jump(1);
        Assert.Equal(1, motion.Value);
    }

    public static TheoryData<string> Others => ["press", "ink that leaves", "a digit that arrives", "the list of keys", "bars"];

    /// <summary>Each of them while a button lights up. The window needs pictures as long as one of the two moves.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void Two_things_that_move_at_once_both_come_to_their_end(string other)
    {
        if (other == "ink that leaves")
            _person.Trace(View.Layout.Pad.Centre);
        if (other == "bars")
            _person.Draw(4);
        App.Settle();
        _person.Do(new PointerMoved(_person.Tick(), View.Layout[Widget.Plus].Centre));
        switch (other)
        {
            case "press":
                _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
                break;
            case "ink that leaves" or "bars":
                _person.Press(Key.Delete);
                break;
            case "a digit that arrives":
                _person.Type("7");
                break;
            default:
                _person.Press(Key.Help);
                break;
        }
        var time = 100.0;
        App.Draw(_list, time);
        Assert.True(App.IsMoving);
        while (App.IsMoving)
            App.Draw(_list, time += 0.01);
        Assert.Equal((1f, other == "press" ? 1f : 0), (View.Hover[(int)Widget.Plus], View.Press[(int)Widget.Plus]));
        Assert.Equal((0f, 1f, other == "the list of keys" ? 1f : 0), (View.LeavingAmount, View.NumberArrival, View.Help));
        Assert.All(View.Bars, bar => Assert.Equal(0, bar));
    }

    [Fact]
    public void Bars_move_to_what_is_read_the_larger_part_of_the_way_first()
    {
        _person.Draw(4);
        var best = View.Read!.Value.Probability;
        App.Draw(_list, 100);
        // The first step after a pause is that of one picture.
        Assert.Equal(best * (1 - MathF.Exp(-1 / 60f / 0.04f)), View.Bars[4], 1e-3f);
        var before = View.Bars[4];
        App.Draw(_list, 100.04);
        Assert.Equal(before + (best - before) * (1 - MathF.Exp(-1)), View.Bars[4], 1e-3f);
        for (var time = 100.05; App.IsMoving; time += 0.01)
            App.Draw(_list, time);
        Assert.Equal(_person.Probabilities, View.Bars);
    }

    [Fact]
    public void A_motion_goes_on_by_the_time_that_has_passed_and_not_more_than_a_tenth_of_a_second()
    {
        App.Settle();
        _person.Do(new PointerMoved(_person.Tick(), View.Layout[Widget.Plus].Centre));
        // The value at a time since its beginning.
        App.Draw(_list, 100);
        Assert.Equal(At(1 / 60.0), View.Hover[(int)Widget.Plus], 1e-4f);
        App.Draw(_list, 100.03);
        Assert.Equal(At(1 / 60.0 + 0.03), View.Hover[(int)Widget.Plus], 1e-4f);
        // A clock that was set back takes nothing away.
        App.Draw(_list, 90);
        Assert.Equal(At(1 / 60.0 + 0.03), View.Hover[(int)Widget.Plus], 1e-4f);

        _person.Do(new PointerMoved(_person.Tick(), View.Layout[Widget.Minus].Centre));
        App.Draw(_list, 95);
        Assert.Equal(At(0.1), View.Hover[(int)Widget.Minus], 1e-4f);

        static float At(double seconds)
        {
            var motion = default(Motion);
            motion.Advance(true, seconds);
            return motion.Value;
        }
    }

    [Fact]
    public void A_digit_arrives_and_an_operation_does_not()
    {
        Assert.Equal(1, View.NumberArrival);
        foreach (var (typed, arrives) in ((string, bool)[])
            [("7", true), ("+", false), ("8", true), (".", true), (".", false), ("n", false)])
        {
            App.Settle();
            Assert.Equal(1, View.NumberArrival);
            _person.Type(typed);
            App.Draw(_list, 100);
            Assert.Equal(arrives, View.NumberArrival < 1);
        }
        App.Settle();
        _person.Do(new Pasted(_person.Tick(), "5"));
        _person.Press(Key.Escape);
        _person.Do(new Pasted(_person.Tick(), "5"));
        App.Draw(_list, 100);
        Assert.True(View.NumberArrival < 1);
    }

    [Fact]
    public void A_digit_that_takes_the_place_of_another_arrives_too()
    {
        _person.Draw(3);
        _person.Press(Key.Enter);
        App.Settle();
        _person.Click(Widget.FirstAlternative);
        App.Draw(_list, 100);
        Assert.True(View.NumberArrival < 1);
    }

    [Fact]
    public void Every_event_asks_for_a_picture()
    {
        App.Settle();
        App.Draw(_list, 1);
        Assert.False(App.NeedsFrame);
        _person.Do(new PointerMoved(_person.Tick(), new(2, 2)));
        Assert.True(App.NeedsFrame);
        App.Draw(_list, 2);
        Assert.False(App.NeedsFrame);
        App.TakeReading();
        Assert.True(App.NeedsFrame);
    }
}
