using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Viewer.Sheet;

/// <summary>Recognises a stroke that scratches out what lies under it.</summary>
internal static class ScratchOut
{
    /// <summary>The ids of what a stroke scratches out; none if it is ordinary ink.</summary>
    public static ImmutableArray<int> Covers(Stroke ink, PaperContent content) => [];
}
