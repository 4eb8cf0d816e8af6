using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>States of the sheet for its pictures.</summary>
internal static class SheetScenes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "sheet-empty", "sheet-page", "sheet-readings", "sheet-doubtful", "sheet-selection", "sheet-carried", "sheet-typing", "sheet-faults",
        "sheet-menu", "sheet-files", "sheet-replace",
    ];

    public static void Show(SheetPerson person, string scene, float scale, int pages = 0)
    {
        switch (scene)
        {
            case "sheet-page":
                Write("13×14=", 90, 170);
                WriteFractions(362);
                Write("84÷7=", 680, 170);
                Write("6+9=", 680, 370);
                var answer = person.PixelOfAnswer;
                person.Drag(answer, answer + new Vector2(-230, 150) * scale);
                var link = person.Panel.Space.ToPixels(person.Paper.Links[0].Bounds);
                person.Draw(new PaperHand(68 * scale).Write("+2=", new(link.Right + 20 * scale, link.Bottom)));
                break;
            case "sheet-readings":
                Write("13×14=", 90, 230);
                Write("25+17=", 90, 430);
                person.Tap(OnInk(2));
                break;
            case "sheet-selection":
                Write("13×14=", 90, 170);
                Write("25+17=", 90, 400);
                person.Type("o");
                person.Person.Trace([.. PaperHand.Around(person.Last.Bounds, 20).Select(person.Panel.Space.ToPixel)]);
                break;
            case "symbol-lens":
                Write("13×14=", 90, 230);
                person.Tap(OnInk(4));
                person.Type("l");
                for (var i = 0; i < pages; i++)
                    person.Press(Key.PageDown);
                break;
            case "reading-line":
                Write("13×14=", 90, 230);
                person.Tap(OnInk(4));
                person.Type("i");
                break;
            case "reading-other":
                Write("13×14=", 90, 230);
                person.Tap(OnInk(4));
                person.Type("i");
                person.Press(Key.Down);
                break;
            case "reading-long":
                person.Write("12345+67890=80235÷(1+2)", 40 * scale, 300 * scale, 34 * scale);
                person.Tap(OnInk(8));
                person.Type("i");
                break;
            case "reading-tree":
                WriteFractions(300);
                person.Tap(OnInk(0));
                person.Type("i");
                break;
            case "sheet-typing":
                Write("13×14=", 90, 170);
                person.Type("3/4+1/2=");
                person.Press(Key.Enter);
                person.Type("(2+3)*4");
                break;
            case "sheet-doubtful":
                Write("13×14=", 90, 230);
                person.Draw(Doubtful(new(90 * scale, 430 * scale)));
                break;
            case "sheet-carried":
                Write("13×14=", 90, 170);
                Write("25+17=", 90, 400);
                person.Person.Wait(1);
                var from = person.PixelOfAnswer;
                person.Person.Do(new PointerMoved(person.Person.Tick(), from));
                person.Person.Do(new PointerPressed(person.Person.Tick(), PointerButton.Left));
                person.Person.Do(new PointerMoved(person.Person.Tick(), from + new Vector2(120, 60) * scale));
                return;
            case "sheet-menu":
                Write("13×14=", 90, 170);
                Write("84÷7=", 680, 170);
                person.Tap(person.App.View.Layout[Widget.Menu].Centre);
                person.App.Handle(new PointerMoved(person.Person.Tick(), person.CardButton("Save as PDF…")));
                return;
            case "sheet-files" or "sheet-replace":
                Write("13×14=", 90, 170);
                foreach (var (i, name) in ((string[])["taxes", "homework 12", "kitchen"]).Index())
                {
                    var file = Path.Combine(person.App.SheetFolder!, name + ".digits");
                    PaperFile.Save(file, person.Paper.Content);
                    File.SetLastWriteTime(file, new(2026, 3, 4 + i, 17, 30 + i, 0));
                }
                person.Press(scene == "sheet-files" ? Key.Open : Key.Save);
                if (scene == "sheet-files")
                {
                    person.Press(Key.Down);
                    break;
                }
                person.Type("taxes");
                person.Press(Key.Enter);
                break;
            case "sheet-faults":
                Write("7÷0=", 90, 170);
                Write("22÷7=", 90, 360);
                person.Type("1/0=");
                person.Press(Key.Enter);
                person.Type("13*?=182");
                person.Press(Key.Enter);
                break;
        }
        person.App.Handle(new PointerMoved(person.Person.Tick(), new(-1)));
        person.App.Settle();

        // Half a 1 and half a 7.
        List<Vector2[]> Doubtful(Vector2 at)
        {
            var hand = new PaperHand(68 * scale);
            var corner = new Vector2(person.App.View.Layout.Panel.X, person.App.View.Layout.Panel.Y) + at;
            List<Vector2[]> sevenOrOne =
            [[.. Enumerable.Range(0, 30).Select(i => corner + 68 * scale * (i < 10
                ? new Vector2(0.03f * i, -0.98f - 0.002f * i)
                : new Vector2(0.3f - 0.006f * (i - 10), -1 + 0.05f * (i - 10))))]];
            return [.. sevenOrOne, .. hand.Write("+14=", new(PaperHand.RightOf(sevenOrOne) + 30 * scale, corner.Y))];
        }

        void Write(string text, float x, float y) => person.Write(text, x * scale, y * scale, 68 * scale);

        Vector2 OnInk(int symbol)
        {
            var id = person.Last.Symbols[symbol].StrokeIds[0];
            var points = person.Paper.Strokes.First(one => one.Id == id).Ink.Points;
            return person.Panel.Space.ToPixel(points[points.Length / 2].Position);
        }

        void WriteFractions(float y)
        {
            person.Draw(new PaperHand(56 * scale, 3).SumOfFractions(new(100 * scale, person.App.View.Layout.Panel.Y + y * scale)));
        }
    }
}
