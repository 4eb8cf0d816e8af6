using System.Text;

namespace GpuDigits.Training.Output;

/// <summary>Standard output or error that may be closed, or a file on a full disk.</summary>
/// <param name="inner">The writer to guard.</param>
/// <param name="failed">Receives the reason if a text cannot be written; it may throw to the caller of the write.</param>
internal sealed class GuardedWriter(TextWriter inner, Action<IOException> failed) : TextWriter(inner.FormatProvider)
{
    /// <summary>
    /// Guards standard output and standard error. Remarks that cannot be shown are dropped; results that cannot be printed are an error.
    /// </summary>
    public static void Install()
    {
        Console.SetOut(
            new GuardedWriter(Console.Out,
                e => throw new IOException($"the results cannot be printed ({e.Message.TrimEnd('.')}); send them elsewhere", e)));
        Console.SetError(new GuardedWriter(Console.Error, _ => { }));
    }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            failed(e as IOException ?? new IOException(e.Message, e));
        }
    }
}
