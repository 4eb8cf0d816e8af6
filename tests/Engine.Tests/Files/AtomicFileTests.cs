using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpudigits-test-");

    private string Target => Path.Combine(_folder.FullName, "model.bin");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void WritesAndReplaces()
    {
        AtomicFile.Write(Target, stream => stream.Write("one"u8));
        AtomicFile.Write(Target, stream => stream.Write("2"u8));
        Assert.Equal("2", File.ReadAllText(Target));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void AFailureLeavesTheOldContentsAndNothingElse()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("cut off");
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    /// <summary>Also while it is written.</summary>
    [SkippableTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void WhatIsReplacedKeepsItsMode_AndIsNeverReadByMore(UnixFileMode mode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, mode);
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            Assert.All(_folder.GetFiles(), file => Assert.Equal(UnixFileMode.None, file.UnixFileMode & ~mode));
        });
        Assert.Equal((mode, "new"), (File.GetUnixFileMode(Target), File.ReadAllText(Target)));
    }

    [Fact]
    public void ReadersSeeTheOldContentsUntilTheEnd()
    {
        File.WriteAllText(Target, "old");
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(Target));
        });
        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        Assert.Contains("there is no folder", Message(Path.Combine(_folder.FullName, "none", "file")), StringComparison.Ordinal);
        Assert.Contains("is a folder", Message(_folder.FullName), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void SaysThatTheFolderIsReadOnly()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs a user whom permissions bind");
        if (!OperatingSystem.IsWindows())
            _folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        Assert.Contains("no permission", Message(Target), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            _folder.UnixFileMode |= UnixFileMode.UserWrite;
    }

    [Fact]
    public void SaysThatTheDiskIsFull()
    {
        var noSpace = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;
        var e = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(Target, _ => throw new IOException("No space", noSpace)));
        Assert.Contains("the disk is full", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    /// <summary>What .NET throws where the system says EFBIG: a limit on files (ulimit -f), or of the file system.</summary>
    [Fact]
    public void SaysThatFilesMayNotBecomeThatLarge()
    {
        var e = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(Target, _ => throw new ArgumentOutOfRangeException("value")));
        Assert.StartsWith($"{Target}: cannot be written, files may not become that large here", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void DeletesOldLeftoversOfThisFileOnly()
    {
        string old = MakeFile(".model.bin.abc.tmp", days: 2), fresh = MakeFile(".model.bin.def.tmp", days: 0),
            other = MakeFile(".other.abc.tmp", days: 2);
        AtomicFile.DeleteLeftovers(Target);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
        Assert.True(File.Exists(other));

        string MakeFile(string name, int days)
        {
            var path = Path.Combine(_folder.FullName, name);
            File.WriteAllText(path, "");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
            return path;
        }
    }

    private static string Message(string path) => Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, _ => { })).Message;
}
