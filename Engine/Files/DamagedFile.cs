namespace GpuDigits.Engine.Files;

/// <summary>Keeps a damaged file under another name before it is written anew.</summary>
public static class DamagedFile
{
    private const int Most = 1000;

    /// <summary>Copies a file to <c>NAME.damaged</c> or, where there is one already, <c>NAME.damaged-2</c> and so on.</summary>
    /// <returns>Where it is kept.</returns>
    /// <exception cref="IOException">It cannot be copied.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static string SetAside(string path)
    {
        for (var number = 1; ; number++)
        {
            var kept = number == 1 ? $"{path}.damaged" : FormattableString.Invariant($"{path}.damaged-{number}");
            if (Path.Exists(kept) && number < Most)
                continue;
            if (number == Most)
                throw new IOException($"{path}: there are {Most} damaged files beside it; delete those that are not needed");
            AtomicFile.Write(kept, stream =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                file.CopyTo(stream);
            });
            return kept;
        }
    }
}
