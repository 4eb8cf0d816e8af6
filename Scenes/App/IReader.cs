namespace GpuDigits.Scenes.App;

/// <summary>Reads ink beside the window: on a thread of its own, or in a worker of a browser.</summary>
internal interface IReader
{
    /// <summary>There is a new reading, or the networks are ready or failed. Raised on any thread.</summary>
    event Action? Changed;

    /// <summary>Why nothing can be read, in one line; null if there is no problem.</summary>
    string? Problem { get; }
}
