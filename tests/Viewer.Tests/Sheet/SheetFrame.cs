using System.Numerics;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What the sheet draws in a frame, without the tools around it.</summary>
internal sealed class SheetFrame
{
    public SheetFrame(SheetPerson person)
    {
        person.Frame();
        (Theme, Layout) = (person.App.View.Theme, person.App.View.Layout);
        List = new(Font.Default) { Written = [] };
        person.Panel.Draw(List, person.App.View);
        (Quads, Texts) = (List.Quads.ToArray(), [.. List.Written!]);
    }

    public DrawList List { get; }

    public Theme Theme { get; }

    public Layout Layout { get; }

    public float Unit => Layout.Unit;

    public Quad[] Quads { get; }

    public WrittenText[] Texts { get; }

    /// <summary>The card of the menu or of the files.</summary>
    public Box Card => Of(Assert.Single(Quads, quad => Is(quad, QuadKind.Box) && quad.Fill == Theme.Card && quad.Edge == Theme.CardEdge));

    /// <summary>The only text that reads so.</summary>
    public WrittenText this[string text] => Assert.Single(Texts, one => one.Text == text);

    public static Box Of(Quad quad) => new(quad.Shape.X, quad.Shape.Y, quad.Shape.Z, quad.Shape.W);

    /// <summary>The boxes with a colour, without shadows.</summary>
    public Box[] Boxes(Rgba fill) => [.. Quads.Where(quad => Is(quad, QuadKind.Box) && quad.Traits.Z == 0 && quad.Fill == fill).Select(Of)];

    /// <summary>The boxes with a coloured outline.</summary>
    public Box[] Outlines(Rgba edge) =>
        [.. Quads.Where(quad => Is(quad, QuadKind.Box) && quad.Traits.Y > 0 && quad.Edge == edge).Select(Of)];

    /// <summary>The lines and dots with a colour.</summary>
    public (Vector2 From, Vector2 To)[] Lines(Rgba fill) =>
    [
        .. Quads.Where(quad => Is(quad, QuadKind.Capsule) && quad.Fill == fill)
            .Select(quad => (new Vector2(quad.Shape.X, quad.Shape.Y), new Vector2(quad.Shape.Z, quad.Shape.W))),
    ];

    /// <summary>The box around the characters of a colour.</summary>
    public Box Glyphs(Rgba fill)
    {
        Box[] all = [.. Quads.Where(quad => Is(quad, QuadKind.Glyph) && quad.Fill == fill).Select(quad => quad.Bounds)];
        Assert.NotEmpty(all);
        return Box.Between(new(all.Min(box => box.X), all.Min(box => box.Y)), new(all.Max(box => box.Right), all.Max(box => box.Bottom)));
    }

    public static bool Is(Quad quad, QuadKind kind) => (int)quad.Traits.W == (int)kind;
}
