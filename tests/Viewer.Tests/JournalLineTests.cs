using System.Text;
using System.Text.Json;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>A step as a line, and lines that are none.</summary>
public sealed class JournalLineTests
{
    public static TheoryData<string> Steps =>
    [
        """{"kind":"digit","value":7,"probability":1}""",
        """{"kind":"digit","value":0,"probability":0}""",
        """{"kind":"digit","value":9,"probability":0.5,"alternatives":[{"digit":0,"probability":0.25},{"digit":9,"probability":0.125}]}""",
        """{"kind":"operation","value":0}""",
        """{"kind":"operation","value":3}""",
        """{"kind":"equalsSign"}""",
        """{"kind":"backspace"}""",
        """{"kind":"wrongDigit"}""",
        """{"kind":"replace","value":0}""",
        """{"kind":"replace","value":9}""",
        """{"kind":"recall","value":0}""",
        """{"kind":"recall","value":999}""",
        """{"kind":"reset"}""",
        """{"kind":"negate"}""",
        """{"kind":"point"}""",
        """{"kind":"percent"}""",
        """{"kind":"undo"}""",
        """{"kind":"redo"}""",
        """{"kind":"number","marks":[{"kind":"digit","value":1,"probability":0.75},{"kind":"point"},{"kind":"negate"}]}""",
    ];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_is_written_as_it_is_read(string line)
    {
        var step = JournalLine.Read(Encoding.UTF8.GetBytes(line));
        Assert.NotNull(step);
        Assert.Equal(line + "\n", Encoding.UTF8.GetString(JournalLine.Write(step)));
        Assert.False(JournalLine.IsState(Encoding.UTF8.GetBytes(line)));
    }

    [Theory]
    [InlineData("""{"kind":"digit","value":-1,"probability":1}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":-0.1}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1.1}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":"1"}""")]
    [InlineData("""{"kind":"operation"}""")]
    [InlineData("""{"kind":"operation","value":-1}""")]
    [InlineData("""{"kind":"replace","value":10}""")]
    [InlineData("""{"kind":"replace","value":-1}""")]
    [InlineData("""{"kind":"recall","value":-1}""")]
    [InlineData("""{"kind":"recall","value":1e99}""")]
    [InlineData("""{"kind":"recall","value":2147483647}""")]
    [InlineData("""{"kind":"recall"}""")]
    [InlineData("""{"kind":"digit"}""")]
    [InlineData("""{"kind":"replace"}""")]
    [InlineData("""{"kind":"number","value":1,"marks":[{"kind":"digit","value":1,"probability":1}]}""")]
    [InlineData("""{"kind":"number","marks":[{"kind":"digit","value":1,"probability":1},7]}""")]
    [InlineData("""{"kind":"number","marks":[{"kind":"digit","value":1,"probability":1},{"kind":"dance"}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"digit":1.5,"probability":0.1}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"digit":-1,"probability":0.1}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"digit":1,"probability":1.1}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"digit":1}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"probability":0.5}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"digit":1,"probability":0.5,"more":1}]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":[{"digit":1,"probability":0.5},7]}""")]
    [InlineData("""{"kind":"digit","value":1,"probability":1,"alternatives":{"digit":1}}""")]
    [InlineData("""{"kind":"Digit","value":1,"probability":1}""")]
    [InlineData("""{"kind":7}""")]
    [InlineData("""{"value":7}""")]
    [InlineData("""["kind"]""")]
    [InlineData("""{"kind":"undo"}7""")]
    public void A_line_that_is_no_step_is_none(string line)
    {
        try
        {
            Assert.Null(JournalLine.Read(Encoding.UTF8.GetBytes(line)));
        }
        catch (JsonException)
        {
            // As good.
        }
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void A_digit_has_no_more_other_readings_than_there_are_digits(int count, bool isStep)
    {
        var others = string.Join(',', Enumerable.Repeat("""{"digit":1,"probability":0.1}""", count));
        var line = $$"""{"kind":"digit","value":1,"probability":1,"alternatives":[{{others}}]}""";
        Assert.Equal(isStep, JournalLine.Read(Encoding.UTF8.GetBytes(line)) is not null);
    }

    [Fact]
    public void A_state_is_only_one_where_it_is_the_first_line()
    {
        var state = JournalLine.Write(new PocketCalculator().State);
        Assert.Equal((byte)'\n', state[^1]);
        Assert.True(JournalLine.IsState(state));
        byte[] undo = [.. "{\"kind\":\"undo\"}\n"u8];
        Assert.Equal((1, (int?)null), Count([.. state, .. undo]));
        Assert.Equal((1, (int?)2), Count([.. undo, .. state]));
        Assert.Equal((0, (int?)2), Count([.. state, .. state]));

        static (int Steps, int? DamagedLine) Count(byte[] bytes)
        {
            var content = JournalContent.Parse(bytes);
            var condensed = JournalContent.ParseCondensed(bytes);
            Assert.Equal((content.Bytes, content.DamagedLine), (condensed.Bytes, condensed.DamagedLine));
            return (content.Steps.Count, content.DamagedLine);
        }
    }
}
