using System.Numerics;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Viewer.Replay;
using Recording = GpuDigits.Viewer.Replay.Recording;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>
/// The demonstration of the sheet. With VIEWER_WRITE=1 in the environment its recording is made anew, as a person at the sheet makes it.
/// </summary>
public class SheetRecordingTests
{
    public static readonly string[] Steps =
    [
        "wrote 13×14= → 182", "wrote 3/4+1/2= → 5/4", "now 3/4+1/2= → 1.25", "wrote 7+8= → 15", "corrected 1+8= → 9",
        "corrected 7+8= → 15", "wrote 9−4= → 5", "took away 9−4=",
    ];

    [SkippableFact]
    public void Demonstration_is_read_off_screen()
    {
        if (Environment.GetEnvironmentVariable("VIEWER_WRITE") == "1")
            Record().Save(Path.Combine(ScreenshotTests.SourceFolder(), "..", "..", "..", "Viewer", "Assets", "Demo", "sheet.json"));
        using var reader = new DigitReader(PrototypeNetwork.Load);
        reader.WaitUntilReady();
        using var paperReader = new PaperReader(SymbolReader.Load);
        var app = new ViewerApp(reader, new Settings(), paper: new(paperReader), paperReader: paperReader);
        var told = new StringWriter { NewLine = "\n" };
        WithOpenGl.OrSkip(() =>
        {
            using var player = new OffscreenPlayer(app, 1);
            player.Play(
                Recording.Load(Path.Combine(AppContext.BaseDirectory, "Assets", "Demo", "sheet.json")), new Narrator(told));
            Assert.Equal((1100, 700), (player.Screenshot().Width, player.Screenshot().Height));
        });
        Assert.Equal(Steps, told.ToString().TrimEnd().Split('\n'));
    }

    private static Recording Record()
    {
        const int Interval = 16;
        var recording = new Recording(1100, 700);
        using var person = new SheetPerson(pace: Interval / 1000.0, recorder: input => recording.Add(input, 1));
        person.Draw(Hand(68).Write("13×14=", new(90, 200)));
        person.Draw(Hand(54, 3).SumOfFractions(new(100, 420)));
        person.Tap(person.PixelOfAnswer);
        var sum = Hand(68).Write("7+8=", new(620, 200));
        person.Draw(sum);
        var seven = sum[0];
        person.Tap(seven[seven.Length / 2]);
        person.Tap(person.KeyOf("1"));
        person.Person.Wait(1);
        person.Person.Do(new KeyPressed(person.Person.Tick(), Key.Undo));
        person.Person.Wait(0.6);
        person.Draw(Hand(68, 4).Write("9-4=", new(620, 440)));
        person.Person.Wait(0.6);
        person.Draw([Hand(68).Scratch(new(new(600, 365), new(930, 450)))]);
        person.Person.Do(new PointerMoved(person.Person.Tick(), new Vector2(1000, 640)));
        return recording;

        static PaperHand Hand(float height, int seed = 1) => new(height, seed) { Interval = Interval };
    }
}
