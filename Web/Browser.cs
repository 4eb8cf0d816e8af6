using System.Runtime.InteropServices.JavaScript;

namespace GpuDigits.Web;

/// <summary>What the scripts of the page (<c>main.js</c>) and of the worker (<c>worker.js</c>) do for the program.</summary>
internal static partial class Browser
{
    /// <summary>Sends a message to the other side: the worker, or the window.</summary>
    [JSImport("post", "gpudigits")]
    public static partial void Post(byte[] message);

    /// <summary>
    /// Starts a worker that learns, with its first message; what it says goes to <see cref="BrowserWindow.ReceiveWork"/>.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="order">The message.</param>
    [JSImport("startWork", "gpudigits")]
    public static partial void StartWork(string name, byte[] order);

    /// <summary>Ends that worker, whatever it does.</summary>
    [JSImport("stopWork", "gpudigits")]
    public static partial void StopWork(string name);

    /// <summary>Has <see cref="BrowserWindow.Frame"/> called before the next repaint.</summary>
    [JSImport("requestFrame", "gpudigits")]
    public static partial void RequestFrame();

    /// <summary>Draws a frame.</summary>
    /// <param name="quads">The quads' bytes, as <c>shaders/quad.vert</c> reads them.</param>
    /// <param name="red">The colour where nothing is drawn, 0 to 255.</param>
    /// <param name="green">The same.</param>
    /// <param name="blue">The same.</param>
    [JSImport("draw", "gpudigits")]
    public static partial void Draw([JSMarshalAs<JSType.MemoryView>] Span<byte> quads, int red, int green, int blue);

    /// <summary>The 28×28 grey levels of the picture that a frame shows.</summary>
    [JSImport("picture", "gpudigits")]
    public static partial void Picture([JSMarshalAs<JSType.MemoryView>] Span<byte> levels);

    /// <summary>The pages of a sheet of tiles, 32-bit floats, [pages, side, side].</summary>
    [JSImport("tiles", "gpudigits")]
    public static partial void Tiles([JSMarshalAs<JSType.MemoryView>] Span<byte> values, int side, int pages);

    /// <summary>Shows the pointer's meaning: 0 nothing, 1 write, 2 press.</summary>
    [JSImport("cursor", "gpudigits")]
    public static partial void Cursor(int meaning);

    /// <summary>Says something to a person who does not see the page.</summary>
    [JSImport("announce", "gpudigits")]
    public static partial void Announce(string text);

    /// <summary>Puts the buttons of the frame into the accessibility tree, as JSON.</summary>
    [JSImport("buttons", "gpudigits")]
    public static partial void Buttons(string json);

    /// <summary>The colours around the canvas, and those that the system draws: <c>dark</c> or <c>light</c>.</summary>
    [JSImport("theme", "gpudigits")]
    public static partial void Theme(string name, string background);

    [JSImport("copy", "gpudigits")]
    public static partial void Copy(string text);

    /// <summary>Keeps a file for the next visit.</summary>
    [JSImport("keep", "gpudigits")]
    public static partial void Keep(string name, byte[] content);

    /// <summary>Keeps a file no more.</summary>
    [JSImport("forget", "gpudigits")]
    public static partial void Forget(string name);

    /// <summary>Puts a file among the downloads.</summary>
    [JSImport("download", "gpudigits")]
    public static partial void Download(string name, byte[] content);

    /// <summary>
    /// Lets the person choose a file; <see cref="BrowserWindow.Open"/> gets a sheet, <see cref="BrowserWindow.AwaitPhotograph"/> hears of
    /// a photograph.
    /// </summary>
    /// <param name="kinds">What an <c>input</c> of HTML accepts.</param>
    [JSImport("chooseFile", "gpudigits")]
    public static partial void ChooseFile(string kinds);
}
