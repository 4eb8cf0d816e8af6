using System.Globalization;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Window;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>
/// A program of its own, since GLFW belongs to a main thread and a wrong window ends the process: the real window around a part that fails
/// where it is told to. It says "opened", and "frame N" for each frame that it shows.
/// </summary>
internal static class FaultyWindow
{
    /// <summary>The failure that is thrown; people are to see this text.</summary>
    public const string Reason = "the part failed on purpose";

    /// <param name="arguments">The place that fails: render, event, opened, repaint, or nowhere.</param>
    public static int Main(string[] arguments) => Program.InOneLine(() =>
    {
        var place = arguments[0];
        using var reader = new DigitReader(PrototypeNetwork.Load);
        reader.WaitUntilReady();
        var settings = new Settings();
        var frames = 0;
        using var host = new WindowHost(new ViewerApp(reader, settings), reader, settings, Glfw.Start())
        {
            Opened = () => FailIf(place == "opened"),
            Shown = () =>
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frame {++frames}"));
                FailIf(place == "render" || (place == "repaint" && Environment.StackTrace.Contains("DoEvents", StringComparison.Ordinal)));
            },
            Recorder = input => FailIf(place == "event" && input is KeyPressed),
        };
        host.Run();
        return 0;

        static void FailIf(bool isTime)
        {
            if (isTime)
                throw new IOException(Reason);
        }
    });
}
