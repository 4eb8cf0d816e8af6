using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>Cases of a test as lines of text: what is given, two spaces or more, what must come out.</summary>
internal static class Table
{
    public static void Check(Func<string, string> result, string table)
    {
        var failures = new List<string>();
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = line.Split("  ", 2, StringSplitOptions.TrimEntries);
            var actual = result(cells[0]);
            if (actual != cells[1])
                failures.Add($"{cells[0]}: {actual} instead of {cells[1]}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    public static Expression Parse(string text)
    {
        Assert.True(Expression.TryParse(text, out var expression, out var fault), $"{text}: {fault}");
        return expression;
    }
}
