using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Does at the sheet what a person does: with the pointer, the wheel and the keys, and nothing else.</summary>
internal sealed class SheetPerson : IDisposable
{
    private readonly PaperReader _reader;

    /// <param name="settings">The usual ones where null.</param>
    /// <param name="load">Reads symbols; null for the shipped networks.</param>
    /// <param name="pace">Seconds from one event to the next.</param>
    /// <param name="corrections">Where corrected drawings are kept; null for nowhere.</param>
    /// <param name="sheetFolder">Where sheets are saved; null for nowhere.</param>
    /// <param name="recorder">Receives every event; null for none.</param>
    public SheetPerson(Settings? settings = null, Func<Engine.Reading.ISymbolClassifier>? load = null, double pace = 0.008,
        Action<InputEvent>? recorder = null, string? corrections = null, string? sheetFolder = null)
    {
        _reader = new(load ?? SymbolReader.Load);
        _reader.WaitUntilReady();
        Person = new(settings: settings, paperReader: _reader, corrections: corrections, sheetFolder: sheetFolder) { Pace = pace };
        App.Handle(recorder is null ? new Resized(0, 1280, 800, 1) : new(0, 1100, 700, 1));
        Person.Recorder = recorder;
        Person.Type("s");
    }

    public Person Person { get; }

    public ViewerApp App => Person.App;

    public Paper Paper => App.Paper;

    public SheetPanel Panel => (SheetPanel)App.View.Panel!;

    /// <summary>The newest calculation.</summary>
    public PaperCalculation Last => Paper.Calculations[^1];

    public string? Answer => Last.Answer?.Shown;

    public string Text => SheetSelection.ReadText(Last);

    /// <summary>Writes a line; the place in pixels from the paper's corner.</summary>
    public List<Vector2[]> Write(string text, float x = 120, float y = 200, float height = 80, int seed = 1)
    {
        var strokes = new PaperHand(height, seed).Write(text, Corner + new Vector2(x, y));
        Draw(strokes);
        return strokes;
    }

    public void Draw(IEnumerable<Vector2[]> strokes)
    {
        foreach (var stroke in strokes)
        {
            Person.Wait(0.12);
            Person.Trace(stroke);
        }
    }

    /// <summary>Puts the pen down and up at a pixel, after a pause.</summary>
    public void Tap(Vector2 pixel, double pause = 1)
    {
        Person.Wait(pause);
        Person.Click(pixel);
        App.FinishReading();
    }

    public void Drag(Vector2 from, Vector2 to)
    {
        Person.Wait(1);
        Person.Trace([.. Enumerable.Range(0, 11).Select(i => Vector2.Lerp(from, to, i / 10f))]);
    }

    public void Type(string text)
    {
        Person.Type(text);
        App.FinishReading();
    }

    public void Press(Key key)
    {
        Person.Press(key);
        App.FinishReading();
    }

    /// <summary>The middle of something on the paper, in pixels.</summary>
    public Vector2 PixelOf(InkBounds box) => Panel.Space.ToPixel(box.Center);

    public Vector2 PixelOfAnswer => CalculationLook.Of(Last).AnswerBox(Panel.Space)!.Value.Centre;

    /// <summary>A key of the row that is shown.</summary>
    public Vector2 KeyOf(string label)
    {
        var (keys, anchor) = Panel.Row!.Value;
        var index = keys.Keys.Select(key => key.Label).ToList().IndexOf(label);
        Assert.True(index >= 0, $"no key {label} in {string.Join(' ', keys.Keys.Select(key => key.Label))}");
        return keys.Lay(anchor, App.View.Layout).Keys[index].Centre;
    }

    /// <summary>The middle of a line or a key of the card that is open.</summary>
    public Vector2 CardButton(string label) => Panel.Card!.ButtonsOf(App.View.Layout).First(button => button.Name == label).Box.Centre;

    public DrawList Frame()
    {
        var list = new DrawList(Font.Default) { Written = [] };
        App.Settle();
        App.Draw(list, 0);
        return list;
    }

    public void Dispose()
    {
        Person.Dispose();
        _reader.Dispose();
    }

    private Vector2 Corner => new(App.View.Layout.Panel.X, App.View.Layout.Panel.Y);
}
