using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Opening and closing panels, and that pad and calculator go on beside them.</summary>
public sealed class PanelTests : IDisposable
{
    /// <summary>The smallest window that a person can make; how far shadows and soft edges may reach beyond a window.</summary>
    private const int SmallestWidth = 720, SmallestHeight = 480, Shade = 64;

    private readonly Person _person = new(LensTests.Probe);

    private ViewerApp App => _person.App;

    private Arrangement Arrangement => App.View.Layout.Arrangement;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void Its_letter_opens_enlarges_and_closes_a_panel()
    {
        Arrangement[] seen = [.. Enumerable.Range(0, 4).Select(_ => { _person.Type("l"); return Arrangement; })];
        Assert.Equal([Arrangement.Beside, Arrangement.Full, Arrangement.Calculator, Arrangement.Beside], seen);
        Assert.Equal("Lens", App.View.Panel?.Name);
    }

    [Fact]
    public void Escape_closes_the_panel_and_only_then_resets()
    {
        _person.Type("7L");
        _person.Press(Key.Escape);
        Assert.Equal((Arrangement.Calculator, "7"), (Arrangement, _person.Display));
        _person.Press(Key.Escape);
        Assert.Equal("0", _person.Display);
    }

    [Theory]
    [InlineData("l")]
    [InlineData("f")]
    [InlineData("w")]
    [InlineData("s")]
    public void Windows_of_any_size_are_drawn_with_a_panel_open_and_nothing_leaves_a_usual_one(string letter)
    {
        var list = new DrawList(Font.Default) { Written = [] };
        _person.Draw(4);
        _person.Type(letter);
        Assert.NotNull(App.View.Panel);
        for (; App.View.Panel is not null; _person.Type(letter))
        {
            for (var width = 1; width < 1200; width += 37)
            {
                for (var height = 1; height < 900; height += 53)
                {
                    App.Handle(new Resized(_person.Tick(), width, height, 1));
                    App.Draw(list, _person.Tick());
                    Assert.NotEmpty(list.Written);
                    if (width < SmallestWidth || height < SmallestHeight)
                        continue;
                    foreach (var quad in list.Quads)
                        AssertInside(quad.Bounds.Intersected(quad.Clip), Shade, width, height);
                    foreach (var text in list.Written)
                        AssertInside(text.Place.Intersected(text.Clip), 0, width, height);
                }
            }
        }
    }

    private static void AssertInside(Box box, float beyond, int width, int height)
    {
        if (box.X < -beyond || box.Y < -beyond || box.Right > width + beyond || box.Bottom > height + beyond)
            Assert.Fail($"{box} leaves the window of {width}×{height}");
    }

    [Fact]
    public void Tabs_are_in_sight_from_the_start_and_do_it_by_hand()
    {
        for (var tab = Widgets.Tabs - 1; tab >= 0; tab--)
        {
            _person.Click(Widgets.TabOf(tab));
            Assert.Equal((tab, App.View.Tabs[tab]), (App.View.OpenTab, App.View.Panel?.Name ?? "Calculator"));
        }
        Assert.Null(App.View.Panel);
    }

    [Fact]
    public void One_goes_on_calculating_beside_a_panel()
    {
        _person.Type("l");
        _person.Draw(4);
        Assert.Equal(4, App.View.Read?.Digit);
        _person.Type("*l");
        _person.Draw(2);
        _person.Type("=");
        Assert.Equal("8", _person.Display);
    }

    [Fact]
    public void Tab_key_stays_with_what_can_be_seen()
    {
        _person.Type("l");
        for (var i = 0; i < Widgets.Count; i++)
        {
            _person.Press(Key.NextWidget);
            Assert.True(App.View.Layout.Shows(App.View.Focused));
        }
    }

    [Fact]
    public void Nothing_moves_while_nothing_happens()
    {
        _person.Draw(5);
        _person.Type("l");
        App.Settle();
        App.Draw(new DrawList(Font.Default), 0);
        Assert.False(App.NeedsFrame);
    }

    [Fact]
    public void Only_the_open_panel_is_told()
    {
        var (first, second) = (new Told('a'), new Told('b'));
        var panels = new PanelSwitch(first, second);
        Assert.False(panels.Press('x'));
        panels.Press('a');
        panels.Choose(2);
        panels.Choose(2);
        panels.Press('b');
        Assert.Null(panels.Open);
        Assert.Equal("opened closed", first.Log);
        Assert.Equal("opened closed", second.Log);
    }

    private sealed class Told(char key) : Panel
    {
        public string Log { get; private set; } = "";

        public override string Name => "Told";

        public override char Key => key;

        public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Full];

        public override void Opened() => Log += "opened";

        public override void Closed() => Log += " closed";

        public override void Draw(DrawList list, ViewState state)
        {
        }
    }
}
