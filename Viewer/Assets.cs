namespace GpuDigits.Viewer;

/// <summary>The files embedded in the program: shaders and the icon.</summary>
internal static class Assets
{
    public static Stream Open(string name) =>
        typeof(Assets).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"The program lacks its part '{name}'.");

    public static string ReadText(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    public static byte[] ReadBytes(string name)
    {
        using var stream = Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
