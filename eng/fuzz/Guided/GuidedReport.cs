using System.Globalization;
using System.Runtime.InteropServices;

namespace GpuDigits.Fuzz.Guided;

/// <summary>The table of a guided run.</summary>
internal static class GuidedReport
{
    /// <summary>The document.</summary>
    public static string Write(IReadOnlyList<GuidedFindings> rows)
    {
        var all = new GuidedFindings(
            "all", rows.Sum(r => r.Executions), rows.Sum(r => r.Seconds), rows.Sum(r => r.FirstEdges), rows.Sum(r => r.Edges),
            rows.Sum(r => r.Kept), [.. rows.SelectMany(r => r.Faults)]);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Coverage-guided fuzzing

            Written by `eng/fuzz/coverage.sh --record` on {DateTime.UtcNow:yyyy-MM-dd}: {Processor()}, {Environment.ProcessorCount} cores,
            .NET {Environment.Version}, one thread at the lowest priority.
            SharpFuzz counts the branches of the assemblies that read; an edge is a pair of branches that follow each other. What the native
            library for pictures does is not counted. First edges: those of the sound files that the damage begins with. Kept: inputs that
            reached an edge first, or first so often.

            | reader | executions | a second | first edges | edges | kept | findings |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            {string.Join('\n', rows.Append(all).Select(Row))}

            """);
    }

    private static string Row(GuidedFindings row) => string.Create(CultureInfo.InvariantCulture,
        $"| {row.Target} | {row.Executions:N0} | {row.Executions / row.Seconds:N0} | {row.FirstEdges:N0} | {row.Edges:N0} | {row.Kept:N0} "
            + $"| {row.Faults.Count} |");

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo", Name = "model name";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal)) : null;
        return line is null ? $"{RuntimeInformation.ProcessArchitecture}" : line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }
}
