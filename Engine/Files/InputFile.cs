namespace GpuDigits.Engine.Files;

/// <summary>
/// Opens inputs: an ordinary file directly; a pipe or device is read into memory first, because readers need the length and seek.
/// </summary>
public static class InputFile
{
    private const int Chunk = 1 << 16;

    /// <summary>Opens a file for reading; the stream knows its length and can be read from any place.</summary>
    /// <param name="path">A file, a pipe or a device.</param>
    /// <param name="limit">Bytes that are read of a pipe or device at most.</param>
    /// <exception cref="IOException">
    /// It cannot be read, is a folder, or a pipe gives more than the limit. The message is a reason, without the path.
    /// </exception>
    public static Stream Open(string path, long limit)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new IOException("a file has no empty name");
        if (Directory.Exists(path))
            throw new IOException("it is a folder");
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            // What has a length is an ordinary file; to ask the system takes a millisecond when it is the first time.
            if (file.CanSeek && (file.Length > 0 || !OutputPath.Resolve(path).IsStream))
                return file;
            using (file) return ReadAll(file, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            throw new IOException(Fault.Reason(e, path), e);
        }
    }

    private static MemoryStream ReadAll(Stream pipe, long limit)
    {
        var whole = new MemoryStream();
        var chunk = new byte[Chunk];
        int got;
        while ((got = pipe.Read(chunk)) > 0)
        {
            if (whole.Length + got > limit)
                throw new IOException($"it gives more than {limit} bytes");
            whole.Write(chunk, 0, got);
        }

        whole.Position = 0;
        return whole;
    }
}
