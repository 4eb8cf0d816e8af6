using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Replay;
using Recording = GpuDigits.Viewer.Replay.Recording;

namespace GpuDigits.Viewer.Tests;

public class RecordingTests
{
    private static string DemoFile => Path.Combine(AppContext.BaseDirectory, "Assets", "Demo", "13x14.json");

    [Theory]
    [InlineData("", "is no recording")]
    [InlineData("null", "it is empty")]
    [InlineData("""{"width":1100,"ev\nents":3}""", "line 1: $['ev·ents'] is not what it must be")]
    [InlineData("""{"width":0,"height":700,"events":[{"t":0,"down":"left"}]}""", "width and height are 0×700")]
    [InlineData("""{"width":1100,"height":700}""", "has no events")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0}]}""", "event 0: must have exactly one of")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"down":"left","up":"left"}]}""", "event 0: must have exactly one of")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":1,"down":"left"},{"t":0,"up":"left"}]}""", "event 1: t is 0")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"move":[1]}]}""", "move must be two numbers")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"text":"12"}]}""", "text must be one character")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"down":"middle"}]}""", "is no recording")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"jump":3}]}""", "is no recording")]
    [InlineData("""{"width":1100,"height":700,"events":[null]}""", "event 0: is null")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"move":[1e30,0]}]}""", "move must be two numbers up to ±1000000")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"move":[0,-1e7]}]}""", "move must be two numbers up to ±1000000")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":0,"scroll":[0,1e20]}]}""", "scroll must be two numbers up to ±1000000")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":1e300,"down":"left"}]}""", "t must be a number of seconds")]
    [InlineData("""{"width":1100,"height":700,"events":[{"t":-1e300,"down":"left"}]}""", "t must be a number of seconds")]
    public void Broken_recordings_say_what_is_wrong_in_one_line(string json, string complaint)
    {
        var e = Assert.Throws<RecordingException>(() => Recording.Parse(json, "test.json"));
        Assert.StartsWith("test.json: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain("GpuDigits", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_recorded_is_played_again()
    {
        InputEvent[] events =
        [
            new PointerMoved(0, new(20, 30)), new PointerPressed(0.1, PointerButton.Right), new PointerReleased(0.2, PointerButton.Right),
            new KeyPressed(0.3, Key.NextWidget), new Typed(0.4, '×'), new Scrolled(0.45, new(0, -1.5f)),
            new KeyPressed(0.46, Key.Copy), new Pasted(0.47, "13×14\n√2"), new Resized(0.5, 1600, 1200, 2),
        ];
        var recording = new Recording(1100, 700);
        foreach (var input in events)
            recording.Add(input, 2);
        var file = Path.GetTempFileName();
        recording.Save(file);
        var read = Recording.Load(file);
        File.Delete(file);
        Assert.Equal(events, Enumerable.Range(0, read.Count).Select(i => read.EventAt(i, 2)));
    }

    [SkippableFact]
    public void Demonstration_reads_182_off_screen()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load);
        reader.WaitUntilReady();
        var app = new ViewerApp(reader, new Settings());
        var told = new StringWriter { NewLine = "\n" };
        WithOpenGl.OrSkip(() =>
        {
            using var player = new OffscreenPlayer(app, 1);
            player.Play(Recording.Load(DemoFile), new Narrator(told));
            var picture = player.Screenshot();
            Assert.Equal((1100, 700), (picture.Width, picture.Height));
        });
        var lines = told.ToString().TrimEnd().Split('\n');
        Assert.Equal(["drew 1 → read 1", "drew 3 → read 3", "pressed ×", "drew 1 → read 1", "drew 4 → read 4", "13 × 14 = 182"],
            lines.Select(line => line.Split(" (")[0]));
        Assert.Equal("182", app.Calculator.Display);
    }
}
