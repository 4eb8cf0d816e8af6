using System.Numerics;
using System.Text;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Hand;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Viewer.Tests;

/// <summary>
/// Measures every text of every view against its room, as it is drawn: whatever is written anywhere is looked at, so that new buttons and
/// rows are, too.
/// </summary>
public class TextRoomTests
{
    private static readonly (int Width, int Height)[] Sizes = [(720, 480), (960, 600), (1280, 800), (1920, 1080), (720, 1100)];
    private static readonly float[] Scales = [1, 1.5f, 2];

    /// <summary>Phones that lie on their side. The list of keys is not for them, and the numbers of lens and lab are small there.</summary>
    private static readonly (int Width, int Height)[] Lying = [(844, 390), (667, 375)];

    /// <summary>Pixels an em at a scale of 1 below which nobody reads a text.</summary>
    private const float Smallest = 7;

    /// <summary>The least space between two texts on a line, in em.</summary>
    private const float LeastSpace = 0.2f;

    private static readonly Dictionary<string, Action<Person>> Views = new()
    {
        ["calculator"] = _ => { },
        ["drawing"] = person =>
        {
            person.Type("13*1");
            person.Draw(4);
        },
        ["unsure, with a notice"] = person =>
        {
            person.DrawDoubtful();
            person.Press(Key.Enter);
        },
        ["correction"] = person =>
        {
            person.Draw(4);
            person.Press(Key.Enter);
        },
        ["tape"] = person =>
        {
            for (var i = 0; i < 7; i++)
                person.Type($"{i}*8=123456789012345*987654321098765=100/3=");
            person.Type("123456789012345*987654321098765");
        },
        ["decimals"] = person => person.Type("50%0.1234567*9.99=200+10%=0.00000123456789012345"),
        ["a number"] = person => person.DrawNumber("13.5"),
        ["a long number"] = person => person.DrawNumber("111111111111111", gap: 0.4f),
        ["a number, unsure"] = person =>
        {
            person.DrawNumber("13", gap: 5);
            person.Press(Key.Enter);
        },
        ["a refused paste"] = person => person.App.Handle(new Pasted(person.Tick(), "a text that is much longer than a number")),
        ["error"] = person => person.Type("123456789012345/0="),
        ["keys"] = person => person.Press(Key.Help),
        ["eraser"] = person => person.Type("e"),
        ["a notice with a long path"] = person =>
            person.App.Notify("Picture kept: /home/somebody/Pictures/of the calculator/2026/gpudigits-20261128-120000.png"),
        ["a notice of a problem"] = person =>
            person.App.Notify("No picture kept: /mnt/gpudigits.png: no permission to write in /mnt; change the permissions", isError: true),
        ["lens"] = person => ShowLens(person, "l", 0),
        ["lens in two colours"] = person => ShowLens(person, "lc", 0),
        ["lens, pooling"] = person => ShowLens(person, "l", 1),
        ["lens, second convolution"] = person => ShowLens(person, "l", 2),
        ["lens, second pooling"] = person => ShowLens(person, "l", 3),
        ["lens, flat values"] = person => ShowLens(person, "l", 4),
        ["lens, logits"] = person => ShowLens(person, "l", 5),
        ["lens, probabilities"] = person => ShowLens(person, "l", 6),
        ["full lens"] = person => ShowLens(person, "ll", 0),
        ["full lens, shipped"] = person => ShowLens(person, "ll", 0),
        ["lens 0, shipped"] = person => ShowLens(person, "l", 0),
        ["lens 1, shipped"] = person => ShowLens(person, "l", 1),
        ["lens 2, shipped"] = person => ShowLens(person, "l", 2),
        ["lens 3, shipped"] = person => ShowLens(person, "l", 3),
        ["lens 4, shipped"] = person => ShowLens(person, "l", 4),
        ["lens 5, shipped"] = person => ShowLens(person, "l", 5),
        ["lens 6, shipped"] = person => ShowLens(person, "l", 6),
        ["lab with the card"] = person => person.Type("f"),
        ["lab with the drawing"] = person => ShowLab(person, "f", 0),
        ["lab, average"] = person => ShowLab(person, "fvac", 2),
        ["lab, five"] = person => ShowLab(person, "fks", 0),
        ["lab, a cell is typed"] = person => ShowLab(person, "fi12.75-", 0),
        ["lab, max-pool"] = person => ShowLab(person, "f", 1, LabMap.MaxPool),
        ["lab, average-pool"] = person => ShowLab(person, "fo", 1, LabMap.AveragePool),
        ["full lab"] = person => ShowLab(person, "ff", 0),
        ["full lab, sharpen"] = person => ShowLab(person, "ff", 5),
        ["learning"] = person => person.Type("w"),
        ["watch"] = person => Watch(person, WatchTests.Example),
        ["watch, at its end"] = person => Watch(person, WatchTests.Example with
        {
            IsRunning = false,
            Status = "Reads 98.76 % of 10,000 held-out digits, the one before 97.65 %: the new one is in use now",
        }),
        ["watch, with an error"] = person => Watch(person, new()
        {
            HasFailed = true,
            Status = "/home/somebody/a long folder/models/digits.safetensors: its network makes 12 of 28×28, not 10 digits of 28×28; name "
                + "a model with --model FILE",
        }),
        ["sheet"] = person => person.Type("s"),
        ["sheet, eraser"] = person => person.Type("se"),
        ["sheet, loop"] = person => person.Type("so"),
        ["sheet, typing"] = person => person.Type("s13*14="),
        ["sheet, menu"] = person =>
        {
            Sheet(person);
            person.Click(Widget.Menu);
        },
        ["sheet, save"] = person =>
        {
            Sheet(person);
            person.Press(Key.Save);
        },
        ["sheet, save under a long name"] = person =>
        {
            Sheet(person);
            person.Press(Key.Save);
            person.Type("All that we spent in the kitchen in the year 2026, with the oven and the new lamp over the table");
        },
        ["sheet, replace"] = person =>
        {
            Sheet(person);
            person.Press(Key.Save);
            person.Type("a");
            person.Press(Key.Enter);
            person.Press(Key.SaveAs);
            person.Type("a");
            person.Press(Key.Enter);
        },
        ["sheet, open"] = person =>
        {
            Sheet(person);
            person.Press(Key.Open);
        },
        ["hand"] = person => person.Type("h"),
        ["hand, deletes"] = person => person.Type("hd"),
        ["hand, has learned"] = person =>
        {
            person.Type("ha");
            ((HandPanel)person.App.View.Panel!).Finish();
        },
    };

    public static TheoryData<string> Names => new(Views.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_has_its_room(string name)
    {
        using var folder = new HandTests.Folder();
        folder.Correct(3);
        using var shipped = name.Contains("shipped") ? NetworkLoader.Load(null) : null;
        using var person = folder.Person(kept: true, shipped is null ? LensTests.Probe : () => shipped.Probe,
            name.Contains("number") ? NumberReader.Load : null);
        person.App.Handle(new Resized(0, 1280, 800, 1));
        Views[name](person);
        person.App.FinishReading();
        person.App.Handle(new PointerMoved(person.Tick(), new(-1)));
        Look(person, name, Wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("l")]
    [InlineData("f")]
    [InlineData("w")]
    [InlineData("h")]
    public void Every_hint_has_its_room(string panel)
    {
        using var folder = new HandTests.Folder();
        using var person = folder.Person(kept: true, LensTests.Probe);
        person.Draw(4);
        person.Type(panel);
        person.App.FinishReading();
        Look(person, $"panel {panel}", (list, window) =>
        {
            var wrong = new StringBuilder();
            for (var widget = Widget.SaveDigit; (int)widget < Widgets.Count; widget++)
            {
                if (!person.App.View.Layout.Shows(widget))
                    continue;
                person.App.Handle(new PointerMoved(person.Tick(), person.App.View.Layout[widget].Centre));
                person.App.Settle();
                person.App.Draw(list, 0);
                if (person.App.PointerIsOnButton && Widgets.Hint(widget) is { Length: > 0 } hint
                    && !list.Written!.Any(text => text.Text == hint))
                    wrong.AppendLine($"the hint of {widget} is not shown");
                wrong.Append(Wrong(list, window));
            }
            return wrong.ToString();
        });
    }

    [Theory]
    [InlineData(40)]
    [InlineData(75)]
    [InlineData(300)]
    public void A_text_never_leaves_its_room(float width)
    {
        var list = new DrawList(Font.Default) { Written = [] };
        foreach (var align in Enum.GetValues<Align>())
            foreach (var keepsEnd in (bool[])[false, true])
                list.TextIn(new(10, 10, width, 20), "123456789 × 987654321", 14, Rgba.Hex(0), align, true, keepsEnd);
        Assert.All(list.Written!, text => Assert.InRange(text.Place.X, 10 - 1e-2f, 10 + width - text.Place.Width + 1e-2f));
        Assert.All(list.Written!, text => Assert.Equal(width < 150, text.IsCut));
    }

    [Fact]
    public void Lines_hold_the_whole_text_and_break_paths_behind_their_folders()
    {
        const string Notice = "Picture kept: /home/somebody/a folder with a long name/gpudigits-20261128-120000.png";
        var lines = TextFit.Lines(Font.Default, Notice, 14, 200);
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(Font.Default.Measure(line, 14) <= 200));
        Assert.Equal(Notice.Replace(" ", ""), string.Concat(lines).Replace(" ", ""));
        Assert.Single(TextFit.Lines(Font.Default, "short", 14, 200));
        Assert.Equal("wwwwwwwwww", string.Concat(TextFit.Lines(Font.Default, "wwwwwwwwww", 14, 5)));
    }

    /// <summary>A sheet with something on it.</summary>
    private static void Sheet(Person person)
    {
        person.Type("s7*8=");
        person.Press(Key.Enter);
    }

    internal static void Look(Person person, string name, Func<DrawList, Vector2, string> wrong)
    {
        var list = new DrawList(Font.Default) { Written = [] };
        var all = new StringBuilder();
        foreach (var (width, height) in IsOfLying(name) ? [.. Sizes, .. Lying] : Sizes)
        {
            foreach (var scale in Scales)
            {
                person.App.View.HasKeys = !Lying.Contains((width, height));
                person.App.Handle(new Resized(person.Tick(), (int)(width * scale), (int)(height * scale), scale));
                person.App.Settle();
                person.App.Draw(list, 0);
                foreach (var line in wrong(list, person.App.View.Layout.Size).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    all.AppendLine($"{name}, {width}×{height} at {scale}: {line.TrimEnd()}");
                foreach (var text in list.Written!.Where(text => text.Size < Smallest * scale))
                    all.AppendLine($"{name}, {width}×{height} at {scale}: \"{text.Text}\" has {text.Size / scale:0.0} pixels an em");
            }
        }
        Assert.True(all.Length == 0, all.ToString());
    }

    private static bool IsOfLying(string view) =>
        !((string[])["keys", "lens", "lab", "panel"]).Any(part => view.Contains(part, StringComparison.Ordinal));

    internal static string Wrong(DrawList list, Vector2 window)
    {
        var wrong = new StringBuilder();
        var shown = list.Written!.Where(text => text.Place.Overlaps(text.Clip) && !IsUnderCurtain(list, text)).ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            var (text, place) = (shown[i], shown[i].Place);
            // Of a number that is being typed the end is what matters.
            if (text.IsCut && !text.Text.EndsWith('|'))
                wrong.AppendLine($"\"{text.Text}\" is cut in a room {text.Room.Width:0} wide");
            if (Outside(place, text.Clip) is var clipped and > 0.5f && text.Clip.Width > 0)
                wrong.AppendLine($"\"{text.Text}\" is clipped by {clipped:0.0}");
            if (place.X < -0.5f || place.Right > window.X + 0.5f || place.Y < -0.5f || place.Bottom > window.Y + 0.5f)
                wrong.AppendLine($"\"{text.Text}\" leaves the window");
            if (Ground(list, text) is { } ground && Outside(place, ground) is var outside and > 0.5f)
                wrong.AppendLine($"\"{text.Text}\" leaves what it stands on by {outside:0.0}");
            if (place.Y < text.Room.Y - 1 || place.Bottom > text.Room.Bottom + 1)
                wrong.AppendLine($"\"{text.Text}\" is higher than its room of {text.Room.Height:0}");
            for (var quad = 0; quad < list.Quads.Length; quad++)
            {
                var (box, kind) = Surface(list.Quads[quad]);
                if (quad >= text.Quads && kind == QuadKind.Box && box.Overlaps(place.Grown(-0.5f)))
                    wrong.AppendLine($"\"{text.Text}\" is covered");
                else if (kind is QuadKind.Tile or QuadKind.SignedTile or QuadKind.Picture && box.Overlaps(place.Grown(-0.5f)))
                    wrong.AppendLine($"\"{text.Text}\" lies on a picture");
            }
            for (var j = 0; j < i; j++)
            {
                var space = LeastSpace * MathF.Min(text.Size, shown[j].Size);
                if (place.Overlaps(shown[j].Place with { X = shown[j].Place.X - space, Width = shown[j].Place.Width + 2 * space }))
                    wrong.AppendLine($"\"{text.Text}\" touches \"{shown[j].Text}\"");
            }
        }
        return wrong.ToString();
    }

    /// <summary>The topmost opaque box under a text.</summary>
    private static Box? Ground(DrawList list, WrittenText text)
    {
        for (var quad = text.Quads - 1; quad >= 0; quad--)
            if (Surface(list.Quads[quad]) is (var box, QuadKind.Box) && box.Contains(text.Place.Centre))
                return box;
        return null;
    }

    /// <summary>How far a place reaches out of a box to the sides.</summary>
    private static float Outside(Box place, Box box) => MathF.Max(box.X - place.X, place.Right - box.Right);

    /// <summary>Whether the whole window was covered later, or this text was, to be written anew.</summary>
    private static bool IsUnderCurtain(DrawList list, WrittenText text)
    {
        foreach (var quad in list.Quads[text.Quads..])
            if (quad.Traits.W == (int)QuadKind.Box && quad.Fill.A > 128 && quad.Traits.Z == 0
                && Outside(text.Place, quad.Bounds.Intersected(quad.Clip)) <= 0 && quad.Bounds.Y <= text.Place.Y
                && quad.Bounds.Bottom >= text.Place.Bottom)
                return true;
        return false;
    }

    /// <summary>What shows of an opaque box or of a picture.</summary>
    private static (Box Box, QuadKind Kind) Surface(Quad quad)
    {
        var kind = (QuadKind)(int)quad.Traits.W;
        if (kind != QuadKind.Box)
            return (quad.Bounds.Intersected(quad.Clip), kind);
        var box = new Box(quad.Shape.X, quad.Shape.Y, quad.Shape.Z, quad.Shape.W).Intersected(quad.Clip);
        return quad.Fill.A == 255 && quad.Traits.Z == 0 ? (box, kind) : (default, kind);
    }

    private static void ShowLens(Person person, string keys, int pages)
    {
        person.Draw(4);
        person.Type(keys);
        person.App.FinishReading();
        for (var i = 0; i < pages; i++)
            person.Press(Key.PageDown);
    }

    private static void ShowLab(Person person, string keys, int pages, LabMap? map = null)
    {
        person.Draw(4);
        person.Type(keys);
        for (var i = 0; i < pages; i++)
            person.Press(Key.PageDown);
        if (map is { } shown)
            person.App.Handle(new PointerMoved(person.Tick(), ((LabPanel)person.App.View.Panel!).Layout![shown].BoxOf(5, 6).Centre));
    }

    private static void Watch(Person person, GpuDigits.Engine.Train.LearningState state)
    {
        person.Type("w");
        ((WatchPanel)person.App.View.Panel!).Show(state);
        person.App.TakeReading();
    }
}
