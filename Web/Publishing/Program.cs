namespace GpuDigits.Web.Publishing;

/// <summary>
/// <c>trim RUNTIME SYMBOLS TRIMMED</c> writes the third file; <c>join FOLDER</c> makes one of the libraries there. The targets beside the
/// page's project call it.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["trim", var runtime, var symbols, var trimmed]:
                    var whole = File.ReadAllBytes(runtime);
                    var kept = RuntimeTrimmer.Trim(new(whole), File.ReadLines(symbols));
                    File.WriteAllBytes(trimmed, kept);
                    Console.WriteLine(FormattableString.Invariant($"the runtime: {whole.Length / 1e6:F2} -> {kept.Length / 1e6:F2} MB"));
                    return 0;
                case ["join", var folder]:
                    Console.WriteLine($"{LibraryBundle.Join(folder)} libraries in one file");
                    return 0;
                default:
                    Console.Error.WriteLine("gpudigits-publish-page: takes trim RUNTIME SYMBOLS TRIMMED or join FOLDER");
                    return 2;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"{args[1]}: {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}
