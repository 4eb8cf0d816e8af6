using System.Buffers;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// The steps made on the sheet, a JSON object a line (<see cref="PaperJson"/>) in a <see cref="StepFile"/>, beside the calculator's. A file
/// that has grown long is written anew: the paper, and the steps that can be undone.
/// </summary>
internal sealed class PaperJournal : IDisposable
{
    /// <summary>Longer files are set aside, in bytes: a full sheet, and as much again that can be undone.</summary>
    public const int MaximumBytes = 128 << 20;

    /// <summary>
    /// From this length on a file is written anew when it is opened, and while it grows: that takes longer than a pen may wait, so it
    /// comes once in some thousand strokes. Where each pause writes the whole file, as in a browser, it is better short.
    /// </summary>
    private const int LongAtStart = 1 << 20, Long = 16 << 20;

    private readonly StepFile _file;
    private readonly long _longest;

    /// <param name="file">Steps are written from its position on.</param>
    /// <param name="steps">The steps before.</param>
    /// <param name="longest">See <see cref="Open"/>.</param>
    internal PaperJournal(StepFile file, IReadOnlyList<PaperStep> steps, long longest = Long) =>
        (_file, Steps, _longest) = (file, steps, longest);

    /// <summary>The steps of the earlier run; the first may be the content that the others begin at.</summary>
    public IReadOnlyList<PaperStep> Steps { get; }

    /// <summary>The file beside the settings.</summary>
    public static string Beside(string settingsFile) => Path.ChangeExtension(settingsFile, ".sheet.jsonl");

    /// <summary>Opens the file, or makes it. Null where that cannot be: the sheet then works, and forgets.</summary>
    /// <param name="path">The file.</param>
    /// <param name="complaint">What is wrong, in one line; null if nothing is.</param>
    /// <param name="longest">From this length on, in bytes, it is written anew while it grows.</param>
    public static PaperJournal? Open(string path, out string? complaint, long longest = Long)
    {
        List<PaperStep> steps = [];
        var file = StepFile.Open(path, "sheet", MaximumBytes, Read, out complaint);
        if (file is null)
            return null;
        if (file.Length <= LongAtStart)
            return new(file, steps, longest);
        var history = new PaperHistory();
        history.Repeat(steps);
        var journal = new PaperJournal(file, [.. history.Condensed()], longest);
        journal.KeepShort(LongAtStart, journal.Steps);
        return journal;

        (long End, int? DamagedLine) Read(byte[] bytes)
        {
            var (end, damagedLine) = Parse(bytes, out steps);
            return (end, damagedLine);
        }
    }

    /// <summary>The steps of whole lines up to the first that is damaged. Never fails.</summary>
    public static (int End, int? DamagedLine) Parse(ReadOnlySpan<byte> bytes, out List<PaperStep> steps)
    {
        List<PaperStep> read = [];
        var result = StepFile.Walk(bytes, (line, _) => read.Add(PaperJson.Read(line)));
        steps = read;
        return result;
    }

    /// <summary>Writes a step that was made.</summary>
    /// <inheritdoc cref="StepFile.Append"/>
    public void Append(PaperStep step, Action<string, bool>? notice = null)
    {
        // A content that stands first is where the steps begin, and cannot be undone; one that was opened can.
        if (step is PaperContent && _file is { Length: 0, IsCurrent: true })
            _file.Append(Line(PaperContent.Empty), notice);
        _file.Append(Line(step), notice);
    }

    /// <summary>Writes the file anew if it has grown long.</summary>
    /// <param name="history">What all steps have led to.</param>
    public void KeepShort(PaperHistory history) => KeepShort(_longest, history.Condensed());

    /// <inheritdoc cref="StepFile.Flush"/>
    public bool Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private static ReadOnlySpan<byte> Line(PaperStep step)
    {
        var line = new ArrayBufferWriter<byte>();
        PaperJson.Write(line, step);
        line.Write("\n"u8);
        return line.WrittenSpan;
    }

    private void KeepShort(long most, IEnumerable<PaperStep> steps) => _file.KeepShort(most, stream =>
    {
        foreach (var step in steps)
            stream.Write(Line(step));
    });
}
