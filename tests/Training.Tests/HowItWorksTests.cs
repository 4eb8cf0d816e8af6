using System.Text.RegularExpressions;

namespace GpuDigits.Training.Tests;

/// <summary>docs/how-it-works.md: its commands run, and make every picture that it shows.</summary>
public sealed partial class HowItWorksTests
{
    private static readonly string Excerpts = Path.Combine(AppContext.BaseDirectory, "data");

    [Fact]
    public void Its_commands_run_and_make_its_pictures()
    {
        string docs = Path.Combine(AppContext.BaseDirectory, "docs"), text = File.ReadAllText(Path.Combine(docs, "how-it-works.md"));
        string[] commands = [.. Command().Matches(text).Select(m => m.Groups[1].Value).Distinct()];
        string[] pictures = [.. Picture().Matches(text).Select(m => m.Groups[1].Value)];
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["artifacts"]);

        foreach (var command in commands)
        {
            string[] words =
            [
                .. command.Split(' ')
                    .Select(word => word == "models/tutorial.safetensors" ? Engine.Model.ShippedModel.Find("tutorial")! : word)
            ];
            // The excerpt stands for MNIST, which is not there in a test.
            string[] data = words switch
            {
                ["train", ..] => ["--train-data", Path.Combine(Excerpts, "train-images-excerpt.gz"), "--test-data",
                    Path.Combine(Excerpts, "t10k-images-excerpt.gz"), "--device", "cpu"],
                ["explain", "--out", ..] => ["--data", Path.Combine(Excerpts, "t10k-images-excerpt.gz")],
                _ => [],
            };
            var result = Gpudigits.RunIn(folder.Path, [.. words, .. data]);
            Assert.True(result.Code == 0, $"{command}: {result.Error}");
        }

        Assert.True(commands.Length >= 4 && pictures.Length >= 9);
        var page = File.ReadAllText(folder["artifacts/explain/index.html"]);
        foreach (var picture in pictures)
        {
            Assert.True(File.Exists(Path.Combine(docs, picture)), $"{picture} is not committed");
            var made = Path.Combine(folder["artifacts/explain"], Path.GetFileName(picture));
            Assert.True(File.Exists(made) && File.Exists(made.Replace(".png", "-dark.png", StringComparison.Ordinal)),
                $"no command makes {picture}");
            Assert.Contains(Path.GetFileName(picture), page, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(folder["artifacts/architecture.png"]));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("""^    \./digits (.+)$""", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("""!\[[^\]]*\]\(([^)]+)\)""")]
    private static partial Regex Picture();
}
