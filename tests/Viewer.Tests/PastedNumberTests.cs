using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>What is said of a text that is no number.</summary>
public sealed class PastedNumberTests
{
    [Theory]
    [InlineData("twelve", "twelve")]
    [InlineData(" tab\tand\nline ", "tab and line")]
    [InlineData("123456789012345678901x34", "123456789012345678901x34")] // All 24 characters.
    [InlineData("123456789012345678901x345", "123456789012345678901x34…")]
    [InlineData("a text of a whole page, which nobody could read in one line", "a text of a whole page, …")]
    public void The_beginning_of_the_text_is_shown_in_one_line(string text, string shown)
    {
        Assert.Null(PastedNumber.Parse(text, out var complaint));
        Assert.Equal($"Not pasted: \"{shown}\" is no number such as −12.5", complaint);
    }
}
