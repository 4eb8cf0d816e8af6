using System.Text.RegularExpressions;

namespace GpuDigits.Mutate;

internal enum TestRun
{
    Passed,
    Failed,
    TookTooLong,

    /// <summary>Something failed before a test could: a test that was not run noticed nothing.</summary>
    DidNotRun,
}

/// <summary>What a run of <c>dotnet test</c> means.</summary>
internal static partial class TestOutput
{
    /// <param name="code">Its exit code; null where it was ended.</param>
    /// <param name="output">What it said: a failed test has a line with its name and its time.</param>
    public static TestRun Judge(int? code, string output) => code switch
    {
        0 => TestRun.Passed,
        null => TestRun.TookTooLong,
        _ => FailedTest().IsMatch(output) ? TestRun.Failed : TestRun.DidNotRun,
    };

    [GeneratedRegex(@"^\s*Failed \S.*\[[^\]]+\]\s*$", RegexOptions.Multiline)]
    private static partial Regex FailedTest();
}
