using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Ink;

public class DrawingTests
{
    [Fact]
    public void A_stroke_is_one_change_and_every_change_can_be_undone_and_redone()
    {
        var drawing = new Drawing();
        Line(drawing, 0, 0, 10, 0);
        Line(drawing, 0, 50, 10, 50);
        drawing.EraseAlong(new Vector2(5, 51), new Vector2(5, 51), 2);
        drawing.Clear();
        int[] counts = [0, 1, 2, 1, 0];
        for (var i = counts.Length - 1; i >= 0; i--)
        {
            Assert.Equal(counts[i], drawing.Snapshot().Length);
            Assert.Equal(i > 0, drawing.Undo());
        }

        foreach (var count in counts[1..])
        {
            Assert.True(drawing.Redo());
            Assert.Equal(count, drawing.Snapshot().Length);
        }

        Assert.False(drawing.Redo());
    }

    [Fact]
    public void A_new_change_forgets_what_was_undone()
    {
        var drawing = new Drawing();
        Line(drawing, 0, 0, 10, 0);
        drawing.Undo();
        Line(drawing, 0, 5, 10, 5);
        Assert.False(drawing.Redo());
        Assert.Equal(5, Assert.Single(drawing.Snapshot()).Points[0].Y);
    }

    [Fact]
    public void The_open_stroke_is_ink_that_undo_takes_away()
    {
        var drawing = new Drawing();
        Line(drawing, 0, 0, 10, 0);
        drawing.Begin(1, 2, 3);
        drawing.Extend(4, 5, 6);
        var seen = drawing.Snapshot();
        drawing.Extend(7, 8, 9);
        Assert.Equal(2, seen.Length);
        Assert.Equal([new InkPoint(1, 2, 3), new InkPoint(4, 5, 6)], seen[1].Points.ToArray());
        Assert.True(drawing.PenIsDown);
        Assert.True(drawing.Undo());
        Assert.False(drawing.PenIsDown);
        Assert.Single(drawing.Snapshot());
    }

    /// <summary>The open stroke becomes a change of its own, before the one that takes it away.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Clearing_and_erasing_end_the_open_stroke_first(bool clears)
    {
        var drawing = new Drawing();
        drawing.Begin(0, 0, 0);
        drawing.Extend(10, 0, 8);
        if (clears)
            drawing.Clear();
        else
            Assert.Equal(1, drawing.EraseAlong(new(5, 0), new(5, 0), 1));
        Assert.False(drawing.PenIsDown);
        Assert.True(drawing.IsEmpty);
        Assert.True(drawing.Undo());
        Assert.Equal(2, Assert.Single(drawing.Snapshot()).Points.Length);
        Assert.True(drawing.Undo());
        Assert.True(drawing.IsEmpty);
        Assert.False(drawing.Undo());
    }

    [Fact]
    public void A_click_without_moving_is_a_dot()
    {
        var drawing = new Drawing();
        drawing.Begin(4, 5, 0);
        drawing.Extend(4, 5, 8);
        drawing.End();
        Assert.Single(Assert.Single(drawing.Snapshot()).Points);
        Assert.False(drawing.IsEmpty);
    }

    [Fact]
    public void The_version_increases_exactly_when_the_ink_changes()
    {
        var drawing = new Drawing();
        Changes(true, () => drawing.Begin(0, 0, 0));
        Changes(false, () => drawing.Extend(0, 0, 8));
        Changes(true, () => drawing.Extend(10, 0, 16));
        Changes(true, drawing.End);
        Changes(false, drawing.End);
        Changes(false, () => drawing.Extend(20, 0, 24));
        Changes(false, () => drawing.EraseAlong(new Vector2(50, 50), new Vector2(50, 50), 3));
        Changes(true, () => drawing.EraseAlong(new Vector2(5, 2), new Vector2(5, 2), 3));
        Changes(false, drawing.Clear);
        Changes(true, () => drawing.Undo());
        Changes(true, drawing.Clear);
        Changes(false, () => drawing.Redo());

        void Changes(bool expected, Action action)
        {
            var before = drawing.Version;
            action();
            Assert.Equal(expected ? 1 : 0, drawing.Version.CompareTo(before));
        }
    }

    [Theory]
    [InlineData(5, 3, 5, 3, 3.01f, 1)] // near a line's middle
    [InlineData(5, 3, 5, 3, 2.99f, 0)]
    [InlineData(13, 4, 13, 4, 5.01f, 1)] // beyond its end
    [InlineData(13, 4, 13, 4, 4.99f, 0)]
    [InlineData(5, -8, 5, 8, 0.1f, 1)] // a fast eraser that crosses it between two positions
    [InlineData(-5, 10, -5, 90, 0.1f, 0)]
    [InlineData(-5, 20, 15, 90, 0.1f, 1)] // the dot beside the eraser's way
    [InlineData(4, -5, 4, 105, 6f, 3)]
    public void The_eraser_takes_strokes_within_its_radius(float x0, float y0, float x1, float y1, float radius, int erased)
    {
        var drawing = new Drawing();
        Line(drawing, 0, 0, 10, 0);
        drawing.Begin(5, 55, 0);
        drawing.End();
        Line(drawing, 9, 100, 30, 100);
        Assert.Equal(erased, drawing.EraseAlong(new Vector2(x0, y0), new Vector2(x1, y1), radius));
        Assert.Equal(3 - erased, drawing.Snapshot().Length);
    }

    [Theory]
    [InlineData(float.NaN, 0, 0)]
    [InlineData(0, float.PositiveInfinity, 0)]
    [InlineData(0, 0, double.NaN)]
    public void Positions_must_be_finite(float x, float y, double time)
    {
        var drawing = new Drawing();
        var message = Assert.Throws<ArgumentException>(() => drawing.Begin(x, y, time)).Message;
        Assert.StartsWith("A pen position must be a number up to ±", message, StringComparison.Ordinal);
        Assert.True(drawing.IsEmpty);
        drawing.Begin(1, 1, 1);
        Assert.Throws<ArgumentException>(() => drawing.Extend(x, y, time));
        Assert.Single(drawing.Snapshot()[0].Points);
    }

    private static void Line(Drawing drawing, float x0, float y0, float x1, float y1)
    {
        drawing.Begin(x0, y0, 0);
        drawing.Extend(x1, y1, 8);
        drawing.End();
    }
}
