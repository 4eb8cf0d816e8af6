using System.Diagnostics;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Offscreen;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Viewer.Demo;

/// <summary>
/// Shows the program on a machine without a screen: plays the shipped recordings, prints each step, and writes pictures.
/// </summary>
internal static class Demonstration
{
    /// <summary>The parts: the name of the recording, and that of the pictures.</summary>
    private static readonly (string Recording, string Pictures)[] Parts = [("13x14", "demo"), ("sheet", "sheet")];

    private const int FramesASecond = 12, LastMilliseconds = 4000;

    private static string RecordingFile(string name) => Path.Combine(AppContext.BaseDirectory, "Assets", "Demo", name + ".json");

    /// <summary>Plays them off-screen.</summary>
    /// <param name="app">The app, its reader ready.</param>
    /// <param name="folder">The folder for <c>demo.png</c>, <c>sheet.png</c> and their animations; created if it does not exist.</param>
    /// <param name="pixelRatio">Pixels of the picture in one window unit.</param>
    /// <param name="output">Receives the steps.</param>
    /// <exception cref="GraphicsException">OpenGL without a screen is not available.</exception>
    public static void PlayOffscreen(ViewerApp app, string folder, float pixelRatio, TextWriter output)
    {
        using var player = new OffscreenPlayer(app, pixelRatio) { FramesASecond = FramesASecond };
        AtomicFile.MakeFolder(folder);
        var narrator = new Narrator(output);
        foreach (var (recording, pictures) in Parts)
        {
            AnimatedPng? animation = null;
            player.Frame = image =>
            {
                animation ??= new(image.Width, image.Height);
                animation.Add(image, 1000 / FramesASecond);
            };
            player.Play(Recording.Load(RecordingFile(recording)), narrator);
            var end = player.Screenshot();
            Png.Save(Path.Combine(folder, pictures + ".png"), end);
            animation!.Add(end, LastMilliseconds);
            animation.Save(Path.Combine(folder, pictures + "-animation.png"));
        }
    }

    /// <summary>
    /// Plays them in a window on a virtual display, by running this program again. Writes the pictures, but no animations.
    /// </summary>
    /// <param name="arguments">More arguments for the program, such as the model.</param>
    /// <param name="folder">The folder for the pictures; created if it does not exist.</param>
    /// <param name="why">Why it cannot be played without a window.</param>
    /// <returns>The program's exit code; of the first run that fails.</returns>
    /// <exception cref="GraphicsException">There is no Xvfb either.</exception>
    public static int PlayInVirtualDisplay(IEnumerable<string> arguments, string folder, GraphicsException why)
    {
        using var display = VirtualDisplay.TryStart()
            ?? throw new GraphicsException(
                $"{why.Message} Nor is there Xvfb for a virtual screen (Debian and Ubuntu: libegl1 libgl1-mesa-dri, or xvfb).");
        AtomicFile.MakeFolder(folder);
        var program = Environment.ProcessPath!;
        // If it was started by "dotnet gpudigits-viewer.dll", the process is dotnet, and the first argument is the program.
        var name = typeof(Demonstration).Assembly.GetName().Name!;
        var isHost = Path.GetFileNameWithoutExtension(program) != name;
        var assembly = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        var code = 0;
        foreach (var (recording, pictures) in Parts)
        {
            string[] all = [.. isHost ? [assembly] : Array.Empty<string>(), "--replay", RecordingFile(recording), "--screenshot",
                Path.Combine(folder, pictures + ".png"), .. arguments];
            var start = new ProcessStartInfo(program, all) { Environment = { ["DISPLAY"] = display.Name } };
            start.Environment.Remove("WAYLAND_DISPLAY");
            using var process = Process.Start(start)!;
            process.WaitForExit();
            code = code == 0 ? process.ExitCode : code;
        }
        return code;
    }
}
