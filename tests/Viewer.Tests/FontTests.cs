namespace GpuDigits.Viewer.Tests;

public class FontTests
{
    [Fact]
    public void Font_has_every_character_that_the_program_writes()
    {
        var wanted = Enumerable.Range(32, 95).Select(code => (char)code).Concat("×÷−√π²≈⌫✓←→’“”…·–—");
        Assert.Equal([], wanted.Where(character => character != '?' && Font.Default[character] == Font.Default['?']));
    }

    [Fact]
    public void Tabular_digits_have_one_width()
    {
        Assert.Single("0123456789".Select(digit => Font.Default.Measure([digit], 10, tabular: true)).Distinct());
        Assert.NotEqual(Font.Default.Measure("1", 10), Font.Default.Measure("8", 10));
    }

    [Fact]
    public void Unknown_characters_are_drawn_as_question_marks() => Assert.Equal(Font.Default['?'], Font.Default['漢']);
}
