using System.Numerics;
using GpuDigits.Viewer.App;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>States of the sheet for its pictures.</summary>
internal static class SheetScenes
{
    public static void Show(SheetPerson person, string scene, float scale, int pages = 0)
    {
        switch (scene)
        {
            case "sheet-page":
                Write("13×14=", 90, 170);
                WriteFractions(420);
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
            case "sheet-faults":
                Write("7÷0=", 90, 170);
                Write("22÷7=", 90, 360);
                person.Type("1/0=");
                person.Press(Key.Enter);
                break;
        }
        person.App.Handle(new PointerMoved(person.Person.Tick(), new(-1)));
        person.App.Settle();

        void Write(string text, float x, float y) => person.Write(text, x * scale, y * scale, 68 * scale);

        Vector2 OnInk(int symbol)
        {
            var id = person.Last.Symbols[symbol].StrokeIds[0];
            var points = person.Paper.Strokes.First(one => one.Id == id).Ink.Points;
            return person.Panel.Space.ToPixel(points[points.Length / 2].Position);
        }

        void WriteFractions(float y)
        {
            person.Draw(new PaperHand(56 * scale, 3).SumOfFractions(new(100 * scale, y * scale)));
        }
    }
}
