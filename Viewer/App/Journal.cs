using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Files;

namespace GpuDigits.Viewer.App;

/// <summary>
/// The steps made at the calculator, a JSON object a line, each written as it is made: whatever ends the program, the next one makes the same
/// steps again, and has the same state, tape and undo history. Of a line that was cut off nothing is taken. A file that has grown long begins
/// anew at its last Reset when it is opened.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Longer files are set aside, in bytes: some hundred thousand steps.</summary>
    public const int MaximumBytes = 16 << 20;

    private const int Long = 256 << 10;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly FileStream _file;

    private Journal(FileStream file, IReadOnlyList<CalculatorInput> steps) => (_file, Steps) = (file, steps);

    /// <summary>The steps of the earlier run.</summary>
    public IReadOnlyList<CalculatorInput> Steps { get; }

    /// <summary>
    /// Opens the file, or makes it. Null where that cannot be, or another window has it: the calculator then works, and forgets. A damaged
    /// file is kept beside under a name that ends in <c>.damaged</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="complaint">What is wrong, in one line; null if nothing is.</param>
    public static Journal? Open(string path, out string? complaint)
    {
        complaint = null;
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (file.Length > MaximumBytes)
                return new(StartAnew(file, path, "it is too long", out complaint), []);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            IReadOnlyList<CalculatorInput> steps;
            try
            {
                steps = Parse(Encoding.UTF8.GetString(bytes, 0, whole));
            }
            catch (JsonException e)
            {
                return new(StartAnew(file, path, e.Message, out complaint), []);
            }
            var reset = steps.ToList().FindLastIndex(step => step.Kind == InputKind.Reset);
            if (whole > Long && reset > 0 && steps.Skip(reset).All(step => step.Kind != InputKind.Undo))
            {
                steps = [.. steps.Skip(reset)];
                file.Dispose();
                AtomicFile.Write(path, stream => stream.Write([.. steps.SelectMany(ToLine)]));
                file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
                file.Position = file.Length;
                return new(file, steps);
            }
            file.SetLength(whole);
            file.Position = whole;
            return new(file, steps);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            complaint = $"{path}: the steps cannot be kept ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}).";
            return null;
        }
    }

    /// <summary>The steps of a file's text.</summary>
    /// <exception cref="JsonException">A line is no step.</exception>
    internal static IReadOnlyList<CalculatorInput> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => ToInput(line, i + 1))];

    /// <summary>Writes a step that was made.</summary>
    public void Append(CalculatorInput step)
    {
        try
        {
            _file.Write(ToLine(step));
        }
        catch (IOException)
        {
            // A full disk must not stop the calculator. What was written is whole lines, but for the last.
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream StartAnew(FileStream file, string path, string why, out string complaint)
    {
        file.Position = 0;
        AtomicFile.Write(path + ".damaged", file.CopyTo);
        file.SetLength(0);
        file.Position = 0;
        complaint = $"{path}: the steps cannot be made again ({why.TrimEnd('.')}); the file is kept as {path}.damaged.";
        return file;
    }

    private static byte[] ToLine(CalculatorInput step) => [.. JsonSerializer.SerializeToUtf8Bytes(Line.From(step), Options), (byte)'\n'];

    private static CalculatorInput ToInput(string json, int number)
    {
        Line? line;
        try
        {
            line = JsonSerializer.Deserialize<Line>(json, Options);
        }
        catch (JsonException e)
        {
            throw new JsonException($"line {number}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        if (line is null)
            throw new JsonException($"line {number} is null");
        return line.ToInput() ?? throw new JsonException($"line {number}: {line.Kind} lacks a sound value");
    }

    private sealed record Line(InputKind Kind)
    {
        public int? Value { get; init; }

        public float? Probability { get; init; }

        public DigitReading[]? Alternatives { get; init; }

        public static Line From(CalculatorInput step) => new(step.Kind)
        {
            Value = step.Kind switch
            {
                InputKind.Digit => step.SavedDigit!.Digit,
                InputKind.Operation => (int)step.Operator,
                InputKind.Replace or InputKind.Recall => step.Index,
                _ => null,
            },
            Probability = step.SavedDigit?.Probability,
            Alternatives = step.SavedDigit?.Alternatives is { IsDefaultOrEmpty: false } others ? [.. others] : null,
        };

        public CalculatorInput? ToInput() => (Kind, Value) switch
        {
            (InputKind.Digit, >= 0 and <= 9) when IsProbability(Probability) && (Alternatives ?? []).Length < 10
                && (Alternatives ?? []).All(other => other.Digit is >= 0 and <= 9 && IsProbability(other.Probability)) =>
                CalculatorInput.Digit(new(Value.Value, Probability!.Value, (Alternatives ?? []).ToImmutableArray())),
            (InputKind.Operation, { } value) when Enum.IsDefined((Operation)value) => CalculatorInput.Operation((Operation)value),
            (InputKind.Replace, >= 0 and <= 9) => CalculatorInput.Replace(Value.Value),
            (InputKind.Recall, { } value) => CalculatorInput.Recall(value),
            (InputKind.Reset, null) => CalculatorInput.Reset,
            (InputKind.EqualsSign, null) => CalculatorInput.EqualsSign,
            (InputKind.Backspace, null) => CalculatorInput.Backspace,
            (InputKind.WrongDigit, null) => CalculatorInput.WrongDigit,
            (InputKind.Undo, null) => CalculatorInput.Undo,
            (InputKind.Redo, null) => CalculatorInput.Redo,
            _ => null,
        };

        private static bool IsProbability(float? value) => value is >= 0 and <= 1;
    }
}
