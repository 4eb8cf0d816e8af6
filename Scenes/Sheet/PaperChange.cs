using System.Collections.Immutable;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// What one step changes. What is added under an id that is there already takes its place, so that moving is adding.
/// </summary>
internal sealed record PaperChange : PaperParts
{
    /// <summary>Ids of strokes, texts and links that are taken away, first of all.</summary>
    public ImmutableArray<int> Removed { get; init; } = [];

    /// <summary>Whether it changes nothing at all.</summary>
    public bool IsNothing => Removed.IsEmpty && Strokes.IsEmpty && Texts.IsEmpty && Links.IsEmpty && Locks.IsEmpty && Forms.IsEmpty;
}
