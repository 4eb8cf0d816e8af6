using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What the eraser takes away is a step before whatever comes next, also if the pen was not lifted in between.</summary>
public sealed class EraserTests
{
    public static TheoryData<string> Steps() => [.. All.Keys];

    private static readonly Dictionary<string, Action<Paper>> All = new()
    {
        ["write"] = paper => paper.Write(SheetInk.Line(1500, 0, 1500, 100)),
        ["move"] = paper => paper.Move([paper.Strokes[0].Id], new(5, 5)),
        ["copy"] = paper => Assert.Single(paper.Copy([paper.Strokes[0].Id], new(5, 500))),
        ["delete"] = paper => paper.Delete([paper.Strokes[0].Id]),
        ["clear"] = paper => paper.Clear(),
        ["lock"] = paper => paper.Lock(paper.Calculations[0].Id, paper.Calculations[0].StrokeIds, '7'),
        ["toggle"] = paper => paper.ToggleForm(Typed(paper)),
        ["type"] = paper => Assert.NotNull(paper.Type("2+2=", new(100, 800), 40)),
        ["retype"] = paper => paper.Retype(Typed(paper), "1/8="),
        ["place"] = paper => Assert.True(paper.PlaceAnswer(Typed(paper), new(900, 900))),
        ["put"] = paper => Assert.True(paper.Put([SheetInk.Line(1500, 0, 1500, 100)])),
        ["open"] = paper => paper.Open(PaperContent.Empty),
        ["undo"] = paper => paper.Undo(),
        ["redo"] = paper => paper.Redo(),
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void It_is_a_step_of_its_own(string step)
    {
        var (halfway, ended) = (Erasing(), Erasing());
        Assert.Equal(3, halfway.Strokes.Length);
        Assert.False(halfway.CanRedo);
        ended.EndErase();
        All[step](halfway);
        All[step](ended);
        for (var undone = 0; undone < 4; undone++)
        {
            Assert.Equal(PaperTests.State(ended), PaperTests.State(halfway));
            Assert.Equal((ended.CanUndo, ended.CanRedo), (halfway.CanUndo, halfway.CanRedo));
            ended.Undo();
            halfway.Undo();
        }
    }

    /// <summary>Four strokes and a text, a step that was undone, and an eraser that has gone over the last stroke.</summary>
    private static Paper Erasing()
    {
        var paper = new Paper();
        for (var i = 0; i < 4; i++)
            paper.Write(SheetInk.Line(300 * i, 0, 300 * i, 100));
        Assert.NotNull(paper.Type("1/4=", new(100, 500), 40));
        paper.Write(SheetInk.Line(1800, 0, 1800, 100));
        paper.Undo();
        paper.EraseAlong(new(880, 50), new(920, 50), 5);
        return paper;
    }

    private static int Typed(Paper paper) => paper.Content.Texts[0].Id;
}
