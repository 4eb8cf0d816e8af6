namespace GpuDigits.Engine.Files;

/// <summary>Opens what is read: an ordinary file as it is, a pipe or device by way of memory, since readers ask for the length and go back.</summary>
public static class InputFile
{
    private const int Chunk = 1 << 16;

    /// <summary>Opens a file for reading; the stream knows its length and can be read from any place.</summary>
    /// <param name="path">A file, a pipe or a device.</param>
    /// <param name="limit">Bytes that are read of a pipe or device at most.</param>
    /// <exception cref="IOException">It cannot be read, is a folder, or a pipe gives more than the limit. The message is a reason, without the path.</exception>
    public static Stream Open(string path, long limit)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal)) throw new IOException("a file has no empty name");
        if (Directory.Exists(path)) throw new IOException("it is a folder");
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (file.CanSeek && !OutputPath.Resolve(path).IsStream) return file;
            using (file) return ReadAll(file, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            throw new IOException(Reason(e, path), e);
        }
    }

    /// <summary>Why the system did not open, read or write a file: a reason that names neither the path nor anything of the program.</summary>
    internal static string Reason(Exception e, string path) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "there is no permission",
        PathTooLongException => "the name is too long",
        _ => e.Message.ReplaceLineEndings(" ").Replace($" : '{Path.GetFullPath(path)}'", "", StringComparison.Ordinal).TrimEnd('.'),
    };

    private static MemoryStream ReadAll(Stream pipe, long limit)
    {
        var whole = new MemoryStream();
        var chunk = new byte[Chunk];
        int got;
        while ((got = pipe.Read(chunk)) > 0)
        {
            if (whole.Length + got > limit) throw new IOException($"it gives more than {limit} bytes");
            whole.Write(chunk, 0, got);
        }

        whole.Position = 0;
        return whole;
    }
}
