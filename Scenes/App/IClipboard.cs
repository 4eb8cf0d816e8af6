namespace GpuDigits.Scenes.App;

/// <summary>The text that programs pass to each other by copy and paste.</summary>
internal interface IClipboard
{
    /// <summary>The longest text that is taken from outside, in characters; a longer one is cut.</summary>
    const int LongestText = 100_000;

    /// <summary>The text; null if there is none, or something else than text.</summary>
    string? Text { get; set; }
}

/// <summary>A clipboard of the program's own, where there is no window.</summary>
internal sealed class OwnClipboard : IClipboard
{
    public string? Text { get; set; }
}
