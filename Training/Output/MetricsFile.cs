using System.Globalization;
using System.Text.Json;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Output;

/// <summary>The epochs of a training as CSV or JSON lines, each written out at once.</summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly StreamWriter _writer;
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
        _writer = new(path) { AutoFlush = true, NewLine = "\n" };
        if (!_json) _writer.WriteLine("epoch,loss,accuracy,val_loss,val_accuracy,seconds");
    }

    public void Write(EpochResult e) => _writer.WriteLine(_json
        ? JsonSerializer.Serialize(EpochJson.From(e), OutputJson.Default.EpochJson)
        : string.Create(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Loss},{e.Accuracy},{e.ValLoss},{e.ValAccuracy},{e.Seconds:F3}"));

    public void Dispose() => _writer.Dispose();
}
