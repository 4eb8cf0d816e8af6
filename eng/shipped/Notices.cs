using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>The table of THIRD-PARTY-NOTICES.md that names every package of the programs.</summary>
internal static class Notices
{
    private const string Start = "<!-- packages: written by eng/shipped -->\n", End = "<!-- end of packages -->";

    /// <summary>The notices with the table of today.</summary>
    public static string WithTable(string notices, IEnumerable<(Part Part, string Programs)> shipped)
    {
        int from = notices.IndexOf(Start, StringComparison.Ordinal), to = notices.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new ToolException($"THIRD-PARTY-NOTICES.md lacks {Start.Trim()} or {End}");
        var rows = shipped.Select(one =>
            $"| {one.Part.Name} | {one.Part.Version} | {one.Part.Licence} | {one.Part.By} | {one.Programs} |\n");
        return notices[..(from + Start.Length)] + "\n| package | version | licence | by | in |\n| --- | --- | --- | --- | --- |\n"
            + string.Concat(rows) + "\n" + notices[to..];
    }
}
