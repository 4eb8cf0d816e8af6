using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.App;

/// <summary>
/// The steps made at the calculator, a JSON object a line (<see cref="JournalLine"/>) in a <see cref="StepFile"/>: the next window makes
/// the same steps again, and has the same state, tape and undo history. A file that has grown long is written anew, when it is opened and
/// while it grows: a state, and the steps that can be undone.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Longer files are set aside, in bytes: some hundred thousand steps.</summary>
    public const int MaximumBytes = 16 << 20;

    private const int Long = 512 << 10;
    private const string What = "calculation";

    private readonly StepFile _file;

    /// <param name="file">Steps are written from its position on.</param>
    /// <param name="content">What stands before.</param>
    internal Journal(Stream file, JournalContent content)
        : this(new StepFile(file, What), content)
    {
    }

    private Journal(StepFile file, JournalContent content) => (_file, Start, Steps) = (file, content.Start, content.Steps);

    /// <summary>The state that the steps begin at.</summary>
    public CalculatorState Start { get; }

    /// <summary>The steps of the earlier run.</summary>
    public IReadOnlyList<CalculatorInput> Steps { get; }

    /// <summary>The file beside the settings.</summary>
    public static string Beside(string settingsFile) => Path.ChangeExtension(settingsFile, ".steps.jsonl");

    /// <summary>Opens the file, or makes it. Null where that cannot be: the calculator then works, and forgets.</summary>
    /// <inheritdoc cref="StepFile.Open"/>
    public static Journal? Open(string path, out string? complaint)
    {
        var content = JournalContent.Parse([]);
        var file = StepFile.Open(path, What, MaximumBytes, Read, out complaint);
        if (file is null)
            return null;
        var journal = new Journal(file, content);
        journal.KeepShort(() => (content.Start, content.Steps));
        return journal;

        (long End, int? DamagedLine) Read(byte[] bytes)
        {
            content = bytes.Length > Long ? JournalContent.ParseCondensed(bytes) : JournalContent.Parse(bytes);
            return (content.Bytes, content.DamagedLine);
        }
    }

    /// <summary>Writes a step that was made.</summary>
    /// <inheritdoc cref="StepFile.Append"/>
    public void Append(CalculatorInput step, Action<string, bool>? notice = null) => _file.Append(JournalLine.Write(step), notice);

    /// <summary>Writes the file anew if it has grown long.</summary>
    /// <param name="calculator">What all steps have led to.</param>
    public void KeepShort(PocketCalculator calculator) => KeepShort(calculator.Condensed);

    /// <inheritdoc cref="StepFile.Flush"/>
    public bool Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private void KeepShort(Func<(CalculatorState Start, IReadOnlyList<CalculatorInput> Steps)> condensed) => _file.KeepShort(Long, stream =>
    {
        var (start, steps) = condensed();
        stream.Write(JournalLine.Write(start));
        foreach (var step in steps)
            stream.Write(JournalLine.Write(step));
    });
}
