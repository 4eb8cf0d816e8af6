using System.Diagnostics;
using System.Text.Json;
using GpuDigits.MutationScore;
using GpuDigits.Tools;

namespace GpuDigits.Training.Tests.Tools;

/// <summary>What the programs of eng/ have in common.</summary>
public sealed class ToolTests
{
    private sealed record Numbers(int[] All);

    [Fact]
    public void A_program_that_ends_well_has_its_own_code() => Assert.Equal(7, Tool.Guard("test", () => 7));

    [Fact]
    public void What_a_person_can_change_is_a_code()
    {
        Assert.Equal(1, Tool.Guard("test", () => throw new ToolException("wrong")));
        Assert.Equal(1, Tool.Guard("test", () => throw new OperationCanceledException()));
        Assert.Equal(1, Tool.Guard("test", () => File.ReadAllText("/no/such/file").Length));
        Assert.Equal(3, Tool.Guard("test", () => Process.Start("/no/such/program").Id));
    }

    [Fact]
    public void A_fault_of_the_program_is_not_hidden() =>
        Assert.Throws<NotSupportedException>(() => Tool.Guard("test", () => throw new NotSupportedException()));

    [Theory]
    [InlineData("")]
    [InlineData("{ \"all\": [")]
    [InlineData("{ \"all\": null }")]
    [InlineData("{ \"all\": \"1\" }")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_damaged_file_is_named(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["numbers.json"], text);
        var refused = Assert.Throws<ToolException>(() => Tool.ReadJson<Numbers>(folder["numbers.json"]));
        Assert.StartsWith(folder["numbers.json"], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_file_of_another_form_is_named(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["numbers.json"], text);
        var refused = Assert.Throws<ToolException>(() => Tool.Parse(
            folder["numbers.json"], bytes => JsonDocument.Parse(bytes).RootElement.GetProperty("all").GetArrayLength()));
        Assert.StartsWith(folder["numbers.json"], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_file_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["numbers.json"], "{ \"all\": [1, 2] }");
        Assert.Equal([1, 2], Tool.ReadJson<Numbers>(folder["numbers.json"]).All);
    }

    /// <summary>The pipe to the file ends with the last of the programs: what was not ended would have written.</summary>
    [SkippableFact]
    public async Task A_program_that_is_interrupted_ends_with_all_that_it_has_started()
    {
        Skip.If(OperatingSystem.IsWindows(), "the programs are those of a Unix shell");
        using var folder = new TemporaryFolder();
        using CancellationTokenSource interrupt = new();
        var log = folder["log"];
        var run = Task.Run(() => Command.Run(
            folder.Path, log, "sh", ["-c", "(sh -c 'echo begun; sleep 20; echo lives') & wait"], interrupt.Token));
        while (!run.IsCompleted && !(File.Exists(log) && File.ReadAllText(log).Contains("begun", StringComparison.Ordinal)))
            await Task.Delay(20);

        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.DoesNotContain("lives", File.ReadAllText(log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_failed_is_named()
    {
        var failed = Assert.Throws<ToolException>(() => Command.Output(Path.GetTempPath(), "dotnet", "no-such-command"));
        Assert.Contains("dotnet no-such-command failed", failed.Message, StringComparison.Ordinal);
    }
}
