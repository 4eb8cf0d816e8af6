namespace GpuDigits.Viewer;

/// <summary>The files that travel inside the program: shaders.</summary>
internal static class Assets
{
    public static Stream Open(string name) =>
        typeof(Assets).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"The program lacks its part '{name}'.");

    public static string ReadText(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
