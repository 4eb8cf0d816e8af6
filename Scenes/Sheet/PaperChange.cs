using System.Collections.Immutable;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// What one step changes. What is added under an id that is there already takes its place, so that moving is adding.
/// </summary>
internal sealed record PaperChange : PaperStep
{
    /// <summary>Ids of strokes, texts and links that are taken away, first of all.</summary>
    public ImmutableArray<int> Removed { get; init; } = [];

    /// <summary>Strokes that are added.</summary>
    public ImmutableArray<PaperStroke> Strokes { get; init; } = [];

    /// <summary>Texts that are added.</summary>
    public ImmutableArray<PaperText> Texts { get; init; } = [];

    /// <summary>Links that are added.</summary>
    public ImmutableArray<PaperLink> Links { get; init; } = [];

    /// <summary>What a person said of strokes; it replaces what was said before of any of them.</summary>
    public ImmutableArray<PaperLock> Locks { get; init; } = [];

    /// <summary>Calculations whose answer changes between fraction and decimal.</summary>
    public ImmutableArray<int> Forms { get; init; } = [];

    /// <summary>The ids of all that is added.</summary>
    public IEnumerable<int> Added =>
        Strokes.Select(one => one.Id).Concat(Texts.Select(one => one.Id)).Concat(Links.Select(one => one.Id));

    /// <summary>Whether it changes nothing at all.</summary>
    public bool IsNothing => Removed.IsEmpty && Strokes.IsEmpty && Texts.IsEmpty && Links.IsEmpty && Locks.IsEmpty && Forms.IsEmpty;
}
