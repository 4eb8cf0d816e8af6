using Google.Protobuf;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Tests.Files;

/// <summary>
/// Event files, read back field by field with the numbers of the public format,
/// without our message definitions; the checksum is computed bit by bit.
/// </summary>
public sealed class EventFileTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_written_is_read_by_another_reader()
    {
        var before = Now();
        using (var file = new EventFile(Path.Combine(_folder, "run")))
        {
            file.Write(1, ("epoch_loss", 0.25), ("épreuve", -1e-3), ("loss", 0));
            file.Write(1L << 40, ("epoch_loss", double.NaN));
            // Another process may read while it is written.
            Assert.Equal(3, Read(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "run")))).Count);
        }

        var records = Read(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "run"))));
        Assert.Equal("brain.Event:2", records[0].Version);
        Assert.Equal([0, 1, 1L << 40], records.Select(r => r.Step));
        Assert.Equal([("epoch_loss", 0.25f), ("épreuve", -1e-3f), ("loss", 0f)], records[1].Numbers);
        Assert.Equal([("epoch_loss", float.NaN)], records[2].Numbers);
        Assert.All(records, r => Assert.InRange(r.Time, before, Now()));
    }

    [Fact]
    public void Two_files_of_one_second_do_not_meet()
    {
        using var first = new EventFile(_folder);
        using var second = new EventFile(_folder);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    /// <summary>RFC 3720, appendix B.4, and the usual check value; masked as TFRecord asks.</summary>
    [Fact]
    public void The_checksum_is_crc_32c()
    {
        Assert.Equal(0xE3069283, Checksum("123456789"u8));
        Assert.Equal(0x8A9136AA, Checksum(new byte[32]));
        foreach (var bytes in (byte[][])[[], [7], new byte[32], [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))]])
            Assert.Equal(Mask(Checksum(bytes)), EventFile.MaskedChecksum(bytes));
    }

    private sealed record Record(double Time, long Step, string Version, List<(string Tag, float Value)> Numbers);

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    private static List<Record> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new BinaryReader(stream);
        List<Record> records = [];
        while (stream.Position < stream.Length)
        {
            var length = reader.ReadBytes(8);
            Assert.Equal(Mask(Checksum(length)), reader.ReadUInt32());
            var content = reader.ReadBytes(BitConverter.ToInt32(length));
            Assert.Equal(Mask(Checksum(content)), reader.ReadUInt32());
            records.Add(Event(new(content)));
        }

        return records;
    }

    private static Record Event(CodedInputStream input)
    {
        double time = 0;
        long step = 0;
        var version = "";
        List<(string, float)> numbers = [];
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    time = input.ReadDouble();
                    break;
                case 2:
                    step = input.ReadInt64();
                    break;
                case 3:
                    version = input.ReadString();
                    break;
                case 5:
                    var summary = new CodedInputStream(input.ReadBytes().ToByteArray());
                    while (summary.ReadTag() != 0)
                        numbers.Add(Value(new(summary.ReadBytes().ToByteArray())));
                    break;
                default:
                    Assert.Fail($"field {WireFormat.GetTagFieldNumber(tag)}");
                    break;
            }
        }

        return new(time, step, version, numbers);
    }

    private static (string Tag, float Value) Value(CodedInputStream input)
    {
        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited), input.ReadTag());
        var name = input.ReadString();
        Assert.Equal(WireFormat.MakeTag(2, WireFormat.WireType.Fixed32), input.ReadTag());
        var value = input.ReadFloat();
        Assert.True(input.IsAtEnd);
        return (name, value);
    }

    private static uint Mask(uint crc) => ((crc >> 15) | (crc << 17)) + 0xA282EAD8;

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }
}
