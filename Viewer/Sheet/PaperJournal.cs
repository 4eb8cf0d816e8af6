namespace GpuDigits.Viewer.Sheet;

internal sealed class PaperJournal
{
    public IReadOnlyList<PaperStep> Steps { get; } = [];

    public bool Append(PaperStep step) => true;

    public void KeepShort(Func<IEnumerable<PaperStep>> steps)
    {
    }
}
