using System.Collections.Immutable;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What a person put on the paper: all of it, or what one step adds.</summary>
internal abstract record PaperParts : PaperStep
{
    /// <summary>The strokes; in a sheet by their ids.</summary>
    public ImmutableArray<PaperStroke> Strokes { get; init; } = [];

    /// <summary>The typed texts; in a sheet by their ids.</summary>
    public ImmutableArray<PaperText> Texts { get; init; } = [];

    /// <summary>The answers that were dragged elsewhere; in a sheet by their ids.</summary>
    public ImmutableArray<PaperLink> Links { get; init; } = [];

    /// <summary>What a person said of strokes. In a sheet no stroke is in two of them; a step replaces what was said before.</summary>
    public ImmutableArray<PaperLock> Locks { get; init; } = [];

    /// <summary>Calculations whose answer is not shown in its usual form, ascending; in a step those that change.</summary>
    public ImmutableArray<int> Forms { get; init; } = [];

    /// <summary>The ids of all strokes, texts and links.</summary>
    public IEnumerable<int> Ids => Strokes.Select(one => one.Id).Concat(Texts.Select(one => one.Id)).Concat(Links.Select(one => one.Id));
}
