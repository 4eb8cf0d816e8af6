using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Preparation;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>The strokes of a picture without a network that chooses among the looks.</summary>
internal static class FirstLook
{
    public static ImmutableArray<Stroke> Trace(Image image) => InkTracing.Traces(image).FirstOrDefault()?.FirstOrDefault([]) ?? [];
}
