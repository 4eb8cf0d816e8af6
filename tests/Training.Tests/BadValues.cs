using System.Text.RegularExpressions;

namespace GpuDigits.Tests;

/// <summary>Values that nobody should give an option, and what the answer may not be. The tests of the window use them too.</summary>
internal static partial class BadValues
{
    public static readonly string[] All =
    [
        "", " ", "-1", "-0.5", "NaN", "Infinity", "1e30", "1e-400", "99999999999999999999", "2147483648", "0x10", "1,5", "abc", "two words",
        "a\nb", "✎😀",
        "/dev/null/x", "/proc/x", "..", "/proc", "@x", new string('x', 5000),
    ];

    /// <summary>What is wrong with the answer, where it should be one line for a person; null if nothing is.</summary>
    public static string? Complaint(string error, int files = 1)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? "says nothing"
            : Forbidden().Match(error) is { Success: true } match ? $"names {match.Value}"
            : lines.Count(l => l.StartsWith("gpudigits", StringComparison.Ordinal)) > files ? "several lines"
            : error.Contains("fault of the program", StringComparison.Ordinal) ? "is a fault of the program"
            : null;
    }

    [GeneratedRegex(
        @"\w*Exception|System\.\w+|Nullable|Parameter '|`\d|^   at |\bU?Int(32|64)\b|\bBoolean\b|\bDouble\b|\bSingle\b|TrainingOptions"
            + @"|'[a-z]+[A-Z]\w*'|value cannot be",
        RegexOptions.Multiline)]
    private static partial Regex Forbidden();
}
