using GpuDigits.Web.Server;

namespace GpuDigits.Web.Tests;

/// <summary>What gpudigits-web says and draws.</summary>
public sealed class ServerProgramTests
{
    [Theory]
    [InlineData]
    [InlineData("page", "--port", "0")]
    [InlineData("page", "--port", "65536")]
    [InlineData("page", "--port", "many")]
    [InlineData("page", "--wan")]
    [InlineData("page", "second")]
    public async Task Wrong_arguments_get_code_2(params string[] arguments) => Assert.Equal(2, await Program.Main(arguments));

    [Theory]
    [InlineData("/no/such/folder")]
    [InlineData("/no/such/folder", "--port", "8123")]
    public async Task A_missing_page_gets_code_1(params string[] arguments) => Assert.Equal(1, await Program.Main(arguments));

    /// <summary>The three corners of a QR code have rings of seven squares: what is dark is left out of the text.</summary>
    [Fact]
    public void The_code_is_drawn_with_its_quiet_zone_and_corners()
    {
        var lines = QrText.Draw("http://192.168.1.2:8013/ab12cd34/").TrimEnd('\n').Split('\n');

        var width = lines[0].Length;
        Assert.All(lines, line => Assert.Equal(width, line.Length));
        Assert.Equal((width + 1) / 2, lines.Length);
        Assert.Equal(new string('█', width), lines[0]);
        bool Dark(int x, int y) => lines[y / 2][x] is var c && (y % 2 == 0 ? c is ' ' or '▄' : c is ' ' or '▀');
        foreach (var (left, top) in ((int, int)[])[(4, 4), (width - 11, 4), (4, width - 11)])
        {
            for (var i = 0; i < 49; i++)
            {
                int x = i % 7, y = i / 7, ring = Math.Max(Math.Abs(x - 3), Math.Abs(y - 3));
                Assert.Equal(ring != 2, Dark(left + x, top + y));
            }
        }
    }
}
