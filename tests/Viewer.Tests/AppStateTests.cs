using System.Text.Json.Nodes;
using GpuDigits.Engine.Calculator;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>What other programs are told of calculator and sheet.</summary>
public sealed class AppStateTests
{
    [Fact]
    public void The_state_has_the_calculator_and_the_sheet_from_top_to_bottom()
    {
        using var person = new Person();
        person.Type("12+30=");
        person.App.Paper.Type("13×14=", new(100, 400), 40);
        person.App.Paper.Type("2÷", new(100, 700), 40);
        person.App.Paper.Type("1+1=", new(100, 100), 40);
        var text = person.App.StateJson();
        var state = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(JsonNode.Parse(person.App.Calculator.ToJson())!.AsObject().Select(one => one.Key).Append("sheet"),
            state.Select(one => one.Key));
        Assert.Contains("42", text, StringComparison.Ordinal);
        var sheet = state["sheet"]!.AsArray();
        Assert.Equal(["1+1=", "13×14=", "2÷"], sheet.Select(one => (string?)one!["text"]));
        Assert.Equal(["2", "182"], sheet.Take(2).Select(one => (string?)one!["value"]));
        Assert.All(sheet, one => Assert.Equal(["text", "value", "marked"], one!.AsObject().Select(value => value.Key)));
        Assert.All(sheet.Take(2), one => Assert.False((bool)one!["marked"]!));
        // People read it, too.
        Assert.Contains("13×14=", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n').Length > 10);
    }

    [Fact]
    public void A_doubtful_reading_is_marked()
    {
        using var person = new SheetPerson();
        person.Write("7×8=");
        var sheet = JsonNode.Parse(person.App.StateJson())!["sheet"]!.AsArray();
        Assert.Equal((person.Text, person.Answer, person.Last.IsDoubtful),
            ((string?)sheet[0]!["text"], (string?)sheet[0]!["value"], (bool)sheet[0]!["marked"]!));
    }
}
