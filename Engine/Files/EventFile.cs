using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace GpuDigits.Engine.Files;

/// <summary>
/// A TensorBoard event file: TFRecords (length, its checksum, bytes, their checksum, all little-endian), each an Event message with the
/// time, the step and numbers by tag. Each record is written out at once, so that a training can be watched and a kill loses none of them.
/// Messages: event.proto and summary.proto of TensorBoard; checksum: CRC-32C (RFC 3720, appendix B.4), rotated and moved by a constant.
/// </summary>
public sealed class EventFile : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Creates a file in a folder, which is created too; its name has the time and the process in it, as TensorBoard expects.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public EventFile(string folder)
    {
        AtomicFile.MakeFolder(folder);
        string stem = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.gpudigits.{Environment.ProcessId}");
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stem}.{number}"));
            if (File.Exists(path)) continue;
            _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            break;
        }

        Write(Event(record => record.Text(3, "brain.Event:2")));
    }

    /// <summary>Adds numbers by tag at a step.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(long step, params ReadOnlySpan<(string Tag, double Value)> numbers)
    {
        var summary = new ProtobufWriter();
        foreach (var (tag, value) in numbers)
        {
            summary.Message(1, entry =>
            {
                entry.Text(1, tag);
                entry.Float(2, (float)value);
            });
        }

        Write(Event(record =>
        {
            record.Varint(2, step);
            record.Bytes(5, summary.Written);
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private static ProtobufWriter Event(Action<ProtobufWriter> content)
    {
        var record = new ProtobufWriter();
        record.Double(1, (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        content(record);
        return record;
    }

    private void Write(ProtobufWriter content)
    {
        ReadOnlySpan<byte> bytes = content.Written;
        var record = new byte[bytes.Length + 16];
        BinaryPrimitives.WriteInt64LittleEndian(record, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedChecksum(record.AsSpan(0, 8)));
        bytes.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + bytes.Length), MaskedChecksum(bytes));
        _file.Write(record);
    }
}
