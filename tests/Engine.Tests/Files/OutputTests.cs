using System.Diagnostics;
using System.Text;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Tests.Files;

/// <summary>Outputs and inputs that are links, pipes or devices.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-output-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [SkippableFact]
    public void A_link_stays_and_its_target_is_replaced_with_its_permissions()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        Directory.CreateDirectory(At("elsewhere"));
        File.WriteAllText(At("elsewhere/file"), "old");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At("elsewhere/file"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(At("second"), "elsewhere/file");
        File.CreateSymbolicLink(At("first"), At("second"));
        File.CreateSymbolicLink(At("dangling"), "elsewhere/new");

        AtomicFile.Write(At("first"), s => s.Write("new"u8));
        AtomicFile.Write(At("dangling"), s => s.Write("made"u8));

        Assert.Equal("new", File.ReadAllText(At("elsewhere/file")));
        Assert.Equal("made", File.ReadAllText(At("elsewhere/new")));
        Assert.Equal("elsewhere/file", new FileInfo(At("second")).LinkTarget);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("elsewhere/file")));
        Assert.Equal(2, Directory.GetFiles(At("elsewhere")).Length);
    }

    [SkippableFact]
    public void Links_in_a_circle_are_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");

        Assert.Contains(
            "circle", Assert.Throws<OutputPathException>(() => AtomicFile.Write(At("a"), _ => { })).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_pipe_is_written_into_and_read_from()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "mkfifo");
        using (var make = Process.Start("mkfifo", [At("pipe")])) make.WaitForExit();
        AtomicFile.Check(At("pipe"));
        var read = Task.Run(() =>
        {
            using var stream = InputFile.Open(At("pipe"), 100);
            stream.Position = 4;
            return $"{stream.Length} {(char)stream.ReadByte()}";
        });

        AtomicFile.Write(At("pipe"), s => s.Write(Encoding.ASCII.GetBytes("the whole")));

        Assert.Equal("9 w", read.Result);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [SkippableFact]
    public void A_device_is_written_into_and_not_replaced()
    {
        Skip.IfNot(File.Exists("/dev/full"), "needs /dev/full");
        File.CreateSymbolicLink(At("null"), "/dev/null");
        File.CreateSymbolicLink(At("full"), "/dev/full");

        AtomicFile.Write(At("null"), s => s.Write(new byte[10]));

        Assert.Contains("the disk is full",
            Assert.Throws<IOException>(() => AtomicFile.Write(At("full"), s => s.Write(new byte[10]))).Message, StringComparison.Ordinal);
        Assert.True(
            OutputPath.Resolve("/dev/null").IsStream && OutputPath.Resolve("/dev/stdout").IsStream
                && OutputPath.Resolve("/dev/fd/1").IsStream);
        Assert.False(OutputPath.Resolve(At("file")).IsStream);
        Assert.Contains(
            "more than", Assert.Throws<IOException>(() => InputFile.Open("/dev/zero", 1 << 20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_is_tried_without_a_trace()
    {
        File.WriteAllText(At("file"), "old");

        AtomicFile.Check(At("file"));
        AtomicFile.Check(At("new"));
        AtomicFile.Check(At("a/b/new"), makesFolder: true);
        AtomicFile.CheckFolder(At("a/b"));

        Assert.Equal([At("file")], Directory.GetFileSystemEntries(_folder));
        Assert.Equal("old", File.ReadAllText(At("file")));
        Assert.Throws<OutputPathException>(() => AtomicFile.Check(At("a/new")));
        Assert.Throws<OutputPathException>(() => AtomicFile.Check(_folder));
        Assert.Equal(
            "the name of the file is empty; name a file", Assert.Throws<OutputPathException>(() => AtomicFile.Check("")).Message);
        Assert.Throws<OutputPathException>(() => AtomicFile.MakeFolder(At("file/a")));
        Assert.Throws<OutputPathException>(() => AtomicFile.CheckFolder(At("file/a")));
    }

    [SkippableFact]
    public void A_folder_in_which_no_file_can_be_made_is_named()
    {
        Skip.IfNot(Directory.Exists("/proc/self"), "needs /proc");
        Assert.StartsWith(
            "/proc: ", Assert.ThrowsAny<IOException>(() => AtomicFile.CheckFolder("/proc")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty name")]
    [InlineData("missing", "no such file")]
    [InlineData(".", "a folder")]
    public void What_cannot_be_read_has_a_reason(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<IOException>(() => InputFile.Open(name.Length == 0 ? "" : At(name), 1)).Message,
            StringComparison.Ordinal);
}
