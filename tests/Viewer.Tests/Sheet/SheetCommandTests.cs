using System.Text;
using GpuDigits.Pictures;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary><c>--sheet</c> and <c>--save</c>: a saved sheet becomes a picture without a window.</summary>
[Collection(nameof(BadValueTests))]
public sealed class SheetCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    private string Sheet => At("written.digits");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sheet.svg", "<?xml")]
    [InlineData("sheet.pdf", "%PDF")]
    [InlineData("sheet.digits", "{")]
    public void A_saved_sheet_is_saved_as_the_extension_says(string name, string begin)
    {
        Write("13*14=");
        Assert.Equal((0, ""), Run("--sheet", Sheet, "--save", At(name)));
        Assert.StartsWith(begin, Encoding.Latin1.GetString(File.ReadAllBytes(At(name))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void The_answer_is_worked_out_and_shown(string theme)
    {
        Write("13*14=");
        Assert.Equal((0, ""), Run("--sheet", Sheet, "--save", At("sheet.png"), "--theme", theme));
        var image = Image.Read(File.ReadAllBytes(At("sheet.png")), "sheet.png");
        var accent = theme == "dark" ? Theme.Dark.Accent : Theme.Light.Accent;
        Assert.Contains(
            Enumerable.Range(0, image.Width * image.Height).Select(i => i * image.Channels),
            at => new Rgba(image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) == accent);
    }

    [Fact]
    public void A_sheet_is_the_same_when_it_is_saved_again()
    {
        Write("13*14=");
        Assert.Equal((0, ""), Run("--sheet", Sheet, "--save", At("again.digits")));
        // The name alone means the same.
        Assert.Equal((0, ""), Run(Sheet, "--save", At("alone.digits")));
        Assert.Equal(File.ReadAllBytes(Sheet), File.ReadAllBytes(At("alone.digits")));
        Assert.Equal(File.ReadAllBytes(Sheet), File.ReadAllBytes(At("again.digits")));
    }

    [Theory]
    [InlineData(2, "its name must end in .digits, .svg, .png or .pdf", "--sheet", "written.digits", "--save", "sheet.jpg")]
    [InlineData(2, "there is no folder", "--sheet", "written.digits", "--save", "none/sheet.svg")]
    [InlineData(2, "--save needs --sheet", "--save", "sheet.svg")]
    [InlineData(2, "--save and --model do not go together", "--sheet", "written.digits", "--save", "sheet.svg", "--model", "m")]
    [InlineData(2, "--save and --state do not go together", "--sheet", "written.digits", "--save", "sheet.svg", "--state", "s.json")]
    [InlineData(2, "--measure-sheet and --model do not go together", "--measure-sheet", "x.jsonl", "--model", "m")]
    [InlineData(2, "--screenshot needs --replay", "--demo", "--screenshot", "x.png")]
    [InlineData(2, "--sheet and --record do not go together", "--sheet", "written.digits", "--record", "r.json")]
    [InlineData(2, "is what --sheet reads", "--sheet", "written.digits", "--save", "written.digits")]
    [InlineData(1, "none.digits", "--sheet", "none.digits", "--save", "sheet.svg")]
    [InlineData(1, "damaged.digits", "--sheet", "damaged.digits", "--save", "sheet.svg")]
    [InlineData(1, "cut.digits", "--sheet", "cut.digits", "--save", "sheet.svg")]
    public void What_cannot_be_done_is_one_line_and_leaves_no_file(int code, string complaint, params string[] arguments)
    {
        Write("13*14=");
        File.WriteAllText(At("damaged.digits"), "{\"strokes\":[[[0,1e9]]]}");
        File.WriteAllBytes(At("cut.digits"), File.ReadAllBytes(Sheet)[..^20]);
        var (exit, told) = Run([.. arguments.Select(one => one.Contains('.') ? At(one) : one)]);
        Assert.Equal(code, exit);
        Assert.Matches(@"^gpudigits-viewer: [^\n]+\n$", told);
        Assert.Contains(complaint, told, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    private static (int Exit, string Told) Run(params string[] arguments)
    {
        var (before, told) = (Console.Error, new StringWriter());
        Console.SetError(told);
        try
        {
            return (Program.Run(arguments), told.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetError(before);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string typed)
    {
        var paper = new Paper();
        paper.Type(typed, new(100, 100), 60);
        paper.Write(new([new(100, 150, 0), new(180, 150, 100)]));
        PaperFile.Save(Sheet, paper.Content);
    }
}
