using System.Globalization;
using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Output;

/// <summary>The epochs of a training as CSV or JSON lines, each written out at once.</summary>
internal sealed class MetricsFile : IDisposable
{
    private const int MostBytes = 64 << 20;

    private readonly string _path;
    private StreamWriter? _writer;
    private readonly bool _json;

    /// <exception cref="UsageException">The name ends in neither .csv nor .jsonl.</exception>
    public MetricsFile(string path)
    {
        _json = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => false,
            ".JSONL" => true,
            _ => throw new UsageException($"--metrics {path}: the name must end in .csv or .jsonl"),
        };
        _path = path;
    }

    /// <summary>Adds an epoch; the first replaces what was in the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(EpochResult e)
    {
        if (_writer is null)
        {
            _writer = new(AtomicFile.Grow(_path)) { AutoFlush = true, NewLine = "\n" };
            if (!_json)
                _writer.WriteLine("epoch,loss,accuracy,val_loss,val_accuracy,seconds");
        }

        _writer.WriteLine(_json
            ? JsonSerializer.Serialize(EpochJson.From(e), OutputJson.Default.EpochJson)
            : string.Create(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Loss},{e.Accuracy},{e.ValLoss},{e.ValAccuracy},{e.Seconds:F3}"));
    }

    /// <summary>Reads the file back.</summary>
    /// <exception cref="UsageException">The file cannot be read, or a line of it is no epoch.</exception>
    public static IReadOnlyList<EpochResult> Read(string path)
    {
        string[] lines;
        try
        {
            using var reader = new StreamReader(InputFile.Open(path, MostBytes));
            lines = [.. reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
        }
        catch (IOException e)
        {
            throw new UsageException($"--metrics {path}: cannot be read ({e.Message})");
        }

        var json = lines is [['{', ..], ..];
        var epochs = new List<EpochResult>();
        for (var i = json ? 0 : 1; i < lines.Length; i++)
        {
            try
            {
                epochs.Add(
                    json ? JsonSerializer.Deserialize(lines[i], OutputJson.Default.EpochJson)!.ToResult() : FromCsv(lines[i].Split(',')));
            }
            catch (Exception e) when (e is JsonException or FormatException or OverflowException or NullReferenceException
                or IndexOutOfRangeException)
            {
                throw new UsageException($"--metrics {path}: line {i + 1} is no epoch as train --metrics writes them");
            }
        }

        return epochs.Count > 0 ? epochs : throw new UsageException($"--metrics {path}: there is no epoch in it");
    }

    private static EpochResult FromCsv(string[] f)
    {
        double Number(int i) => double.Parse(f[i], CultureInfo.InvariantCulture);
        double? Optional(int i) => f[i].Length == 0 ? null : Number(i);
        return new(int.Parse(f[0], CultureInfo.InvariantCulture), Number(1), Number(2), Optional(3), Optional(4), Number(5));
    }

    public void Dispose()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (IOException)
        {
            // Each line was flushed at once, and a failure was reported then.
        }
    }
}
