using System.Buffers;
using System.Text;
using System.Text.Json;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Sheets and steps as text: what is refused and why, and what is just allowed.</summary>
public sealed class PaperJsonTests
{
    private const string Text = """{"id":1,"text":"1","x":0,"y":0,"height":1}""";

    [Theory]
    [InlineData("7", "expected an object, {\"strokes\":…}")]
    [InlineData("""{"sheet":"1"}""", ": \"sheet\" must be there and be a number")]
    [InlineData("""{"sheet":2}""", "it was written by another version of the program: \"sheet\" is 2, not 1")]
    [InlineData("""{"sheet":1,"remove":[1]}""", "\"remove\" stands only in a step")]
    [InlineData("""{"strokes":{}}""", "\"strokes\" must be a list")]
    [InlineData("""{"strokes":[7]}""", "\"strokes\", number 1 must be an object")]
    [InlineData("""{"strokes":[{"points":[1,2,3]}]}""", "\"strokes\", number 1: \"id\" must be there and be a number")]
    [InlineData("""{"strokes":[{"id":0,"points":[1,2,3]}]}""", "number 1: \"id\" must be a whole number from 1 to 1000000000")]
    [InlineData("""{"strokes":[{"id":1.5,"points":[1,2,3]}]}""", "number 1: \"id\" must be a whole number from 1 to 1000000000")]
    [InlineData("""{"strokes":[{"id":1000000001,"points":[1,2,3]}]}""", "\"id\" must be a whole number from 1 to 1000000000")]
    [InlineData("""{"strokes":[{"id":1}]}""", "number 1: \"points\" must be x, y and time of 1 to 5000 points")]
    [InlineData("""{"strokes":[{"id":1,"points":[]}]}""", "number 1: \"points\" must be x, y and time of 1 to 5000 points")]
    [InlineData("""{"strokes":[{"id":1,"points":[1,2,3,4]}]}""", "number 1: \"points\" must be x, y and time of 1 to 5000 points")]
    [InlineData(
        """{"strokes":[{"id":1,"points":[1,2,3,4,"a",6]}]}""",
        "number 1, point 2: x, y and time must be numbers; x and y up to ±1000000")]
    [InlineData("""{"strokes":[{"id":1,"points":[1,2,3]},{"id":1,"points":[1,2,3]}]}""", "an id is used twice")]
    [InlineData("""{"texts":[{"id":1,"x":0,"y":0,"height":1}]}""", "\"texts\", number 1: \"text\" must be 1 to 500 characters on one line")]
    [InlineData("""{"texts":[{"id":1,"text":"","x":0,"y":0,"height":1}]}""", "\"text\" must be 1 to 500 characters on one line")]
    [InlineData("""{"texts":[{"id":1,"text":"1\n2","x":0,"y":0,"height":1}]}""", "\"text\" must be 1 to 500 characters on one line")]
    [InlineData("""{"texts":[{"id":1,"text":"1","y":0,"height":1}]}""", "\"texts\", number 1: \"x\" must be there and be a number")]
    [InlineData(
        """{"texts":[{"id":1,"text":"1","x":0,"y":null,"height":1}]}""",
        "\"texts\", number 1: \"y\" must be there and be a number")]
    [InlineData("""{"texts":[{"id":1,"text":"1","x":0,"y":-1000001,"height":1}]}""", "\"x\" and \"y\" must be up to ±1000000")]
    [InlineData("""{"texts":[{"id":1,"text":"1","x":1000001,"y":0,"height":1}]}""", "\"x\" and \"y\" must be up to ±1000000")]
    [InlineData("""{"texts":[{"id":1,"text":"1","x":0,"y":0,"height":0}]}""", "\"height\" must be a number above 0 and up to 1000000")]
    [InlineData(
        """{"texts":[{"id":1,"text":"1","x":0,"y":0,"height":1000001}]}""",
        "\"height\" must be a number above 0 and up to 1000000")]
    [InlineData("""{"links":[{"id":1,"x":0,"y":0,"width":1,"height":1}]}""", "\"links\", number 1: \"of\" must be there and be a number")]
    [InlineData(
        """{"links":[{"id":1,"of":2,"x":0,"y":0,"width":-1,"height":1}]}""",
        "\"width\" must be a number above 0 and up to 1000000")]
    [InlineData("""{"locks":[{"label":"1"}]}""", "\"locks\", number 1: \"strokes\" must be 1 to 4 ids")]
    [InlineData("""{"locks":[{"strokes":[1,2,3,4,5],"label":"1"}]}""", "\"locks\", number 1: \"strokes\" must be 1 to 4 ids")]
    [InlineData("""{"locks":[{"strokes":[1]}]}""", "\"locks\", number 1: \"label\" must be one of 0123456789+-×÷/=().,√%*")]
    [InlineData("""{"locks":[{"strokes":[1],"label":"12"}]}""", "number 1: \"label\" must be one of 0123456789+-×÷/=().,√%*")]
    [InlineData("""{"locks":[{"strokes":[1],"label":1}]}""", "\"locks\", number 1: \"label\" must be one of 0123456789+-×÷/=().,√%*")]
    [InlineData("""{"locks":[{"strokes":[1],"label":"1"},{"strokes":[2,1],"label":"2"}]}""", "a stroke is in two of \"locks\"")]
    [InlineData("""{"forms":[1,1]}""", "the sheet: \"forms\" must be different ids from 1 to 1000000000")]
    [InlineData("""{"forms":["1"]}""", "the sheet: \"forms\" must be different ids from 1 to 1000000000")]
    [InlineData("""{"forms":1}""", "the sheet: \"forms\" must be a list of ids")]
    [InlineData("""{"remove":[0]}""", "the step: \"remove\" must be different ids from 1 to 1000000000")]
    [InlineData("""{"sheet":1,"calculations":[{"id":5,"strokes":[]}]}""", "\"calculations\", number 1: \"strokes\" is empty")]
    [InlineData("""{"sheet":1,"calculations":[{"id":5}]}""", "\"calculations\", number 1: \"strokes\" is empty")]
    [InlineData("""{"sheet":1,"calculations":[{"id":5,"strokes":[7]}]}""", "there is no stroke 7, or it is in two calculations")]
    [InlineData("""{"sheet":1,"strokes":[{"id":3,"points":[1,2,3]}],"calculations":[]}""", "stroke 3 is in no calculation")]
    [InlineData(
        """{"sheet":1,"strokes":[{"id":3,"points":[1,2,3]}],"calculations":[{"id":5,"strokes":[3]},{"id":5,"strokes":[3]}]}""",
        "\"calculations\", number 2: the id 5 is used twice")]
    [InlineData(
        """{"sheet":1,"strokes":[{"id":3,"points":[1,2,3]}],"calculations":[{"id":5,"strokes":[3]},{"id":6,"strokes":[3]}]}""",
        "\"calculations\", number 2: there is no stroke 3, or it is in two calculations")]
    [InlineData(
        """{"sheet":1,"strokes":[{"id":3,"points":[1,2,3]}],"calculations":[{"id":5,"strokes":[3]}],"next":0}""",
        "the sheet: \"next\" must be a whole number from 1 to 1000000000")]
    public void What_is_wrong_is_said_with_its_place(string line, string because) =>
        Assert.Contains(because, Assert.Throws<FormatException>(() => Read(line)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"undo":true}""")]
    [InlineData("""{"redo":true}""")]
    [InlineData("""{"sheet":1,"next":1}""")]
    [InlineData("""{}""")]
    [InlineData("""{"remove":[1,1000000000]}""")]
    [InlineData("""{"strokes":[{"id":1,"points":[-1000000,1000000,0,1.5,2,8]},{"id":1000000000,"points":[0,0,0]}]}""")]
    [InlineData("""{"texts":[{"id":1,"text":"1+2=","x":-1000000,"y":1000000,"height":1000000}]}""")]
    [InlineData("""{"links":[{"id":3,"of":2,"x":0,"y":90,"width":40,"height":60}]}""")]
    [InlineData("""{"locks":[{"strokes":[1,2,3,4],"label":"-"},{"strokes":[5],"label":"*"}],"forms":[2,7]}""")]
    [InlineData("""{"sheet":1,"strokes":[{"id":1,"points":[1,2,3]}],"forms":[4],"calculations":[{"id":4,"strokes":[1]}],"next":9}""")]
    [InlineData(
        """{"sheet":1,"links":[{"id":1,"of":7,"x":0,"y":90,"width":40,"height":60}],"calculations":[{"id":4,"strokes":[1]}],"next":5}""")]
    public void What_was_read_is_written_as_it_was(string line) => Assert.Equal(line, Written(Read(line)));

    [Fact]
    public void What_a_person_wrote_in_another_order_is_put_in_order()
    {
        const string Strokes = """{"id":2,"points":[1,2,3]},{"id":1,"points":[500,2,3]}""";
        var content = (PaperContent)Read($$"""
            {"sheet":1,"strokes":[{{Strokes}}],"forms":[9,8,7],"calculations":[{"id":9,"strokes":[2]},{"id":8,"strokes":[1]}],"next":3}
            """);
        Assert.Equal([1, 2], content.Strokes.Select(one => one.Id));
        Assert.Equal([8, 9], content.Groups.Select(one => one.Id));
        Assert.Equal([8, 9], content.Forms.ToArray());
        // The name of the next one is free, whatever the file says.
        Assert.Equal(10, content.NextId);
        var joined = (PaperContent)Read($$"""{"sheet":1,"strokes":[{{Strokes}}],"calculations":[{"id":9,"strokes":[2,1]}]}""");
        Assert.Equal([1, 2], joined.Groups.Single().Strokes.Select(one => one.Id));
        Assert.Equal(10, joined.NextId);
        var locked = (PaperChange)Read("""{"locks":[{"strokes":[4,2],"label":"="}]}""");
        Assert.Equal([2, 4], locked.Locks.Single().StrokeIds.ToArray());
    }

    [Fact]
    public void Sheet_is_as_long_as_it_may_be_and_no_longer()
    {
        Assert.Equal(PaperContent.MaxParts, ((PaperChange)Read(Texts(PaperContent.MaxParts))).Texts.Length);
        Refused(Texts(PaperContent.MaxParts + 1), "\"texts\" has more than 10000 members");
        Refused(
            Texts(PaperContent.MaxParts)[..^1] + ""","strokes":[{"id":20000,"points":[1,2,3]}]}""",
            "there are more than 10000 strokes and texts");
        Assert.Equal(PaperContent.MaxParts, ((PaperChange)Read(Ids(PaperContent.MaxParts))).Removed.Length);
        Refused(Ids(PaperContent.MaxParts + 1), "the step: \"remove\" must be a list of ids");
        Assert.Equal(InkRounding.MaxPoints + 1, ((PaperChange)Read(Strokes(1, InkRounding.MaxPoints + 1))).Strokes[0].Ink.Points.Length);
        Refused(Strokes(1, InkRounding.MaxPoints + 2), "\"points\" must be x, y and time of 1 to 5000 points");
        Assert.Equal(200, ((PaperChange)Read(Strokes(200, InkRounding.MaxPoints))).Strokes.Length);
        Refused(Strokes(201, InkRounding.MaxPoints), "\"strokes\", number 201 takes the sheet past 1000000 points");

        static string Texts(int count)
        {
            var all = string.Join(',', Enumerable.Range(1, count).Select(i => Text.Replace("1,", $"{i},", StringComparison.Ordinal)));
            return $$"""{"texts":[{{all}}]}""";
        }

        static string Ids(int count) => $$"""{"remove":[{{string.Join(',', Enumerable.Range(1, count))}}]}""";

        static string Strokes(int count, int points)
        {
            var ink = string.Join(',', Enumerable.Repeat("1,2,3", points));
            var all = string.Join(',', Enumerable.Range(1, count).Select(i => $$"""{"id":{{i}},"points":[{{ink}}]}"""));
            return $$"""{"strokes":[{{all}}]}""";
        }

        static void Refused(string line, string because) =>
            Assert.Contains(because, Assert.Throws<FormatException>(() => Read(line)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_of_any_script_stay_readable()
    {
        var step = new PaperChange { Texts = [new(1, new("×<ü>", default, 1))] };
        Assert.Contains("×<ü>", Written(step), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_was_cut_at_a_space_can_be_opened()
    {
        var sevens = new string('7', TypedText.MaxLength - 1);
        var text = TypedText.Clean($" {sevens} and more");
        Assert.Equal(sevens, text);
        Assert.Equal(text, ((PaperChange)Read(Written(new PaperChange { Texts = [new(1, new(text, default, 1))] }))).Texts[0].Typed.Text);
    }

    [Fact]
    public void Too_deep_or_no_JSON_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => Read(new string('[', 9) + new string(']', 9)));

    [Theory]
    [InlineData(4_999, 4_999)]
    [InlineData(5_000, 5_000)]
    [InlineData(9_999, 5_000)]
    [InlineData(5_001, 2_501)]
    [InlineData(10_000, 5_001)]
    [InlineData(10_001, 2_501)]
    [InlineData(10_002, 2_502)]
    [InlineData(20_002, 2_502)]
    [InlineData(40_007, 2_502)]
    public void Very_long_stroke_keeps_every_second_point_or_fewer_and_its_end(int points, int kept)
    {
        var ink = InkRounding.Round(new Stroke([.. Enumerable.Range(0, points).Select(i => new InkPoint(i + 0.004f, 1.236f, i + 0.4))]));
        Assert.Equal(kept, ink.Points.Length);
        Assert.Equal((0, 1.24f, 0), (ink.Points[0].X, ink.Points[0].Y, ink.Points[0].Time));
        Assert.Equal(points - 1, ink.Points[^1].Time);
    }

    private static PaperStep Read(string line) => PaperJson.Read(Encoding.UTF8.GetBytes(line));

    private static string Written(PaperStep step)
    {
        var bytes = new ArrayBufferWriter<byte>();
        PaperJson.Write(bytes, step);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
