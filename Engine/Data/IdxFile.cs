using System.Buffers.Binary;
using System.IO.Compression;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Data;

/// <summary>The contents of an IDX file of bytes.</summary>
/// <param name="Dimensions">Sizes, slowest first; each at least 1.</param>
/// <param name="Data">The bytes, row-major.</param>
public sealed record IdxArray(int[] Dimensions, byte[] Data);

/// <summary>
/// MNIST's file format: two zero bytes, the element type (0x08: unsigned byte), the number of dimensions, each dimension as a
/// big-endian 32-bit number, then the elements, row-major. Gzip is recognised by its first two bytes, whatever the file's name.
/// </summary>
public static class IdxFile
{
    /// <summary>Larger contents are refused, in bytes.</summary>
    public const long MaximumBytes = 1L << 30;

    private const byte UnsignedByte = 0x08, Int = 0x0C;

    // Deflate cannot shrink further than 1032 to 1, so a short file that claims much lies, and nothing is allocated for it.
    private const long DeflateRatio = 1032;

    /// <summary>Reads a file of <paramref name="rank"/> dimensions.</summary>
    /// <exception cref="DataException">The file cannot be read or is not exactly such a file.</exception>
    public static IdxArray Read(string path, int rank) => Open(path, file => Read(file, path, rank));

    /// <summary>Reads labels: bytes, or QMNIST's table of 32-bit numbers whose first column is the label.</summary>
    /// <returns>One dimension.</returns>
    /// <exception cref="DataException">The file cannot be read or is not exactly such a file.</exception>
    public static IdxArray ReadLabels(string path) => Open(path, file =>
    {
        if (!IsTable(file))
            return Read(file, path, 1);
        var table = ReadAny(file, path, 2, Int);
        int rows = table.Dimensions[0], step = table.Dimensions[1] * sizeof(int);
        var labels = new byte[rows];
        for (var i = 0; i < rows; i++)
        {
            var label = BinaryPrimitives.ReadInt32BigEndian(table.Data.AsSpan(i * step));
            if (label is < 0 or > 9)
                throw new DataException(
                    $"{path}: label {i} (offset {HeaderLength(2) + (i * step)}) is {label}; digits are 0 to 9, use a file of digit labels");
            labels[i] = (byte)label;
        }

        return new([rows], labels);
    });

    private static IdxArray Open(string path, Func<Stream, IdxArray> read)
    {
        try
        {
            using var file = InputFile.Open(path, MaximumBytes);
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")}); check the path and the permissions", e);
        }
    }

    /// <summary>Reads a seekable stream from its position to its end; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="DataException">The stream is not exactly such a file.</exception>
    public static IdxArray Read(Stream stream, string name, int rank) => ReadAny(stream, name, rank, UnsignedByte);

    /// <summary>Whether a file, plain or gzip, is a table of 32-bit numbers; leaves it at its start.</summary>
    private static bool IsTable(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        var got = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        file.Position = 0;
        if (got == 4 && start is [0x1F, 0x8B, ..])
        {
            try
            {
                using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
                got = unpacked.ReadAtLeast(start, 4, throwOnEndOfStream: false);
            }
            catch (InvalidDataException)
            {
                got = 0;
            }

            file.Position = 0;
        }

        return got == 4 && start is [0, 0, Int, 2];
    }

    /// <summary>
    /// As <see cref="Read(Stream, string, int)"/>; <paramref name="type"/> is the element type, the bytes are as in the file.
    /// </summary>
    private static IdxArray ReadAny(Stream stream, string name, int rank, byte type)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, 4);
        long start = stream.Position, length = stream.Length - start;
        Span<byte> magic = stackalloc byte[2];
        var gzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        stream.Position = start;
        if (!gzip)
            return ReadContents(stream, name, rank, type, length, exact: true);
        try
        {
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var array = ReadContents(unpacked, name, rank, type, length * DeflateRatio, exact: false);
            CheckTrailer(stream, name, array, type);
            return array;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DataException($"{name}: the gzip stream is damaged ({e.Message.ReplaceLineEndings(" ")}); get the file again", e);
        }
    }

    /// <summary>Writes a plain IDX file.</summary>
    /// <exception cref="ArgumentException">The data does not fit the dimensions.</exception>
    public static void Write(Stream stream, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Header(dimensions, data.Length));
        stream.Write(data);
    }

    private static int ElementSize(byte type) => type == Int ? sizeof(int) : 1;

    internal static int HeaderLength(int rank) => 4 + 4 * rank;

    internal static byte[] Header(ReadOnlySpan<int> dimensions, long elements)
    {
        long product = 1;
        var header = new byte[HeaderLength(dimensions.Length)];
        header[2] = UnsignedByte;
        header[3] = checked((byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions[i], nameof(dimensions));
            product = checked(product * dimensions[i]);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        }

        if (product != elements)
            throw new ArgumentException($"{elements} bytes do not fill the dimensions, which take {product}", nameof(elements));
        return header;
    }

    /// <summary>
    /// The file's last 8 bytes are the CRC-32 and the length of the contents. GZipStream lets a missing trailer and bytes after it
    /// pass.
    /// </summary>
    private static void CheckTrailer(Stream stream, string name, IdxArray array, byte type)
    {
        Span<byte> trailer = stackalloc byte[8];
        stream.Seek(-trailer.Length, SeekOrigin.End);
        stream.ReadExactly(trailer);
        var header = Header(array.Dimensions, array.Data.Length / ElementSize(type));
        header[2] = type;
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != Crc32.Append(Crc32.Append(0, header), array.Data)
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != header.Length + array.Data.Length)
        {
            throw new DataException(
                $"{name}: the gzip trailer at its end does not fit the contents: it was cut, extended or damaged; get the file again");
        }
    }

    /// <param name="content">The plain bytes.</param>
    /// <param name="name">For messages.</param>
    /// <param name="rank">Dimensions expected.</param>
    /// <param name="type">Element type expected.</param>
    /// <param name="available">Bytes in the file, or the most that a compressed file can hold.</param>
    /// <param name="exact">Whether <paramref name="available"/> is the exact number.</param>
    private static IdxArray ReadContents(Stream content, string name, int rank, byte type, long available, bool exact)
    {
        Span<byte> header = stackalloc byte[HeaderLength(rank)];
        var got = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got >= 4 && (header[0] != 0 || header[1] != 0))
            throw new DataException(
                $"{name}: offset 0: not an IDX file (it starts with {Convert.ToHexString(header[..4])}, not 0000); get the file again");
        if (got >= 4 && header[2] != type)
            throw new DataException(
                $"{name}: offset 2: element type 0x{header[2]:X2}, only unsigned bytes (0x08) are read; use MNIST's files");
        if (got >= 4 && header[3] != rank)
            throw new DataException(
                $"{name}: offset 3: {header[3]} dimensions instead of {rank}; images have 3 and labels 1, are the two files swapped?");
        if (got < header.Length)
            throw new DataException($"{name}: offset {got}: the file ends within its header of {header.Length} bytes; get the file again");

        var dimensions = new int[rank];
        long elements = ElementSize(type);
        for (var i = 0; i < rank; i++)
        {
            var offset = 4 + 4 * i;
            var size = BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);
            if (size == 0)
                throw new DataException($"{name}: offset {offset}: dimension {i} is 0; get the file again");
            elements *= size;
            if (elements > MaximumBytes)
                throw new DataException($"{name}: offset {offset}: the header claims more than {MaximumBytes} bytes; get the file again");
            dimensions[i] = (int)size;
        }

        var shape = string.Join('×', dimensions);
        var expected = header.Length + elements;
        if (available < expected)
            throw new DataException($"{name}: ends too early: {shape} takes {expected} bytes, here are "
                + $"{(exact ? "" : "at most ")}{available}; get the file again");
        if (exact && available > expected)
            throw Trailing(name, shape, expected);
        var data = GC.AllocateUninitializedArray<byte>((int)elements);
        got = content.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (got < data.Length)
            throw new DataException(
                $"{name}: ends too early: {shape} takes {expected} bytes, here are {header.Length + got}; get the file again");
        if (content.ReadByte() >= 0)
            throw Trailing(name, shape, expected);
        return new(dimensions, data);
    }

    private static DataException Trailing(string name, string shape, long expected) =>
        new($"{name}: offset {expected}: bytes follow the end of the {shape} elements; get the file again");
}
