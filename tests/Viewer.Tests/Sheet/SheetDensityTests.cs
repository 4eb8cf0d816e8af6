using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>The sheet on a screen whose pixels are half as large.</summary>
public sealed class SheetDensityTests
{
    public static TheoryData<string> Scenes() =>
    [
        .. SheetScenes.All, "reading-line", "reading-other", "reading-long", "reading-tree", "erasing", "looping", "linked",
    ];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Everything_is_twice_as_many_pixels_and_stands_at_the_same_place(string scene)
    {
        using var folder = new HandTests.Folder();
        using var person = new SheetPerson(sheetFolder: folder.Path);
        person.App.Handle(new Resized(0, 1100, 700, 1));
        Show(person, scene);
        var usual = new SheetFrame(person);
        Assert.Equal("", TextRoomTests.Wrong(usual.List, usual.Layout.Size));
        var pointer = person.Panel.Pointer;
        person.App.Handle(new Resized(person.Person.Tick(), 2200, 1400, 2));
        // A loop would have one place more.
        if (scene != "looping")
            person.App.Handle(new PointerMoved(person.Person.Tick(), 2 * pointer));
        var dense = new SheetFrame(person);
        Assert.Equal((1, 2), (usual.Unit, dense.Unit));
        // A curve has more pieces where it is larger.
        Quad[] small = [.. usual.Quads.Where(quad => !IsInk(usual, quad))], large = [.. dense.Quads.Where(quad => !IsInk(dense, quad))];
        Assert.Equal(small.Length, large.Length);
        foreach (var (one, two) in small.Zip(large))
        {
            Assert.Equal((one.Traits.W, one.Fill, one.Edge), (two.Traits.W, two.Fill, two.Edge));
            // Texts stand on whole pixels, and each of several keys is as wide as whole ones.
            var most = scene == "sheet-selection" ? 10 : 3.5f;
            Assert.True(Vector4.Distance(2 * Corners(one), Corners(two)) < most, $"{one} and {two}");
            if (one.Traits.W == (int)QuadKind.Box)
                Assert.True(Vector3.Distance(2 * Traits(one), Traits(two)) < 1.1f, $"{one} and {two}");
        }

        foreach (var (one, two) in usual.Texts.Zip(dense.Texts))
        {
            Assert.Equal(one.Text, two.Text);
            Assert.Equal(2 * one.Size, two.Size, 0.4f);
        }
    }

    private static Vector4 Corners(Quad quad) =>
        quad.Traits.W is (int)QuadKind.Box or (int)QuadKind.Capsule
            ? quad.Shape
            : new(quad.Bounds.X, quad.Bounds.Y, quad.Bounds.Width, quad.Bounds.Height);

    private static Vector3 Traits(Quad quad) => new(quad.Traits.X, quad.Traits.Y, quad.Traits.Z);

    private static bool IsInk(SheetFrame frame, Quad quad) => quad.Traits.W == (int)QuadKind.Capsule
        && (quad.Fill == frame.Theme.Ink || quad.Fill == Rgba.Mix(frame.Theme.Pad, frame.Theme.Ink, 0.3f));

    private static void Show(SheetPerson person, string scene)
    {
        if (scene is not ("erasing" or "looping" or "linked"))
        {
            SheetScenes.Show(person, scene, 1);
            return;
        }

        person.Type("1/3");
        person.Press(Key.Enter);
        if (scene == "linked")
        {
            person.Paper.PlaceAnswer(person.Last.Id, new(300, 300));
            return;
        }

        person.Type(scene == "erasing" ? "e" : "o");
        var pen = person.Person;
        pen.Do(new PointerMoved(pen.Tick(), new(500, 400)));
        pen.Do(new PointerPressed(pen.Tick(), PointerButton.Left));
        foreach (var at in (Vector2[])[new(600, 420), new(560, 500)])
            pen.Do(new PointerMoved(pen.Tick(), at));
    }
}
