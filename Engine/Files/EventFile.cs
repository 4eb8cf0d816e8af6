using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using GpuDigits.Engine.Files.Messages;

namespace GpuDigits.Engine.Files;

/// <summary>
/// A TensorBoard event file: TFRecords (length, its checksum, bytes, their checksum, all little-endian), each an Event message with the
/// time, the step and numbers by tag. Each record is written out at once, so that a training can be watched and a kill loses none of them.
/// Messages: event.proto and summary.proto of TensorBoard; checksum: CRC-32C (RFC 3720, appendix B.4), rotated and moved by a constant.
/// </summary>
public sealed class EventFile : IDisposable
{
    private readonly FileStream _file;

    /// <summary>
    /// Creates a file in a folder, which is created too; its name has the time and the process in it, as TensorBoard expects.
    /// </summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public EventFile(string folder)
    {
        AtomicFile.MakeFolder(folder);
        var stem = string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.gpudigits.{Environment.ProcessId}");
        for (var number = 0; ; number++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stem}.{number}"));
            if (File.Exists(path))
                continue;
            _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            break;
        }

        Write(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>Adds numbers by tag at a step.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(long step, params ReadOnlySpan<(string Tag, double Value)> numbers)
    {
        var summary = new Summary();
        foreach (var (tag, value) in numbers)
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        Write(new Event { Step = step, Summary = summary });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private void Write(Event content)
    {
        content.WallTime = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        var bytes = content.ToByteArray();
        var record = new byte[bytes.Length + 16];
        BinaryPrimitives.WriteInt64LittleEndian(record, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedChecksum(record.AsSpan(0, 8)));
        bytes.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + bytes.Length), MaskedChecksum(bytes));
        _file.Write(record);
    }
}
