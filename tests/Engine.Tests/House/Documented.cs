using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.House;

/// <summary>Parts of pages that tests write.</summary>
internal static class Documented
{
    /// <summary>A page that several tests write; as the name of a collection it makes them run one after the other.</summary>
    public const string ModelFiles = "docs/model-files.md";

    /// <summary>Fails unless a part of a page, between its two comments, is the given lines (see <see cref="Sources.Compare"/>).</summary>
    public static void Replace(string page, string part, string lines, string test)
    {
        var text = Sources.Read(page);
        string start = $"<!-- {part}: written by {test} -->\n", end = $"<!-- end of {part} -->\n";
        int from = text.IndexOf(start, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{page} lacks {start} or {end}");
        Sources.Compare(page, $"{text[..(from + start.Length)]}\n{lines}\n{text[to..]}", test);
    }
}
