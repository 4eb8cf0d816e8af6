using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GpuDigits.Engine.Files;

namespace GpuDigits.Pictures;

/// <summary>
/// Walks the chunks of a PNG file, then unpacks the rows one by one; the pixels are allocated only where the compressed data can be as
/// long as the header claims. Bytes behind IEND, wrong checksums of chunks that need not be understood, and a palette in a grey picture are passed over, as
/// browsers do.
/// </summary>
internal sealed class PngReader(byte[] bytes, string name)
{
    // Deflate's limit: 258 bytes from 2 bits.
    private const long DeflateRatio = 1032;

    private readonly ArrayBufferWriter<byte> _packed = new();
    private int _at;
    private bool _inRows;
    private PngFormat? _format;
    private byte[]? _palette, _transparency;

    public Image Read()
    {
        if (!bytes.AsSpan().StartsWith(Png.Signature))
            throw Bad(0, "the PNG signature is damaged, as by a transfer in text mode");
        _at = Png.Signature.Length;
        string previous = "", type;
        do
        {
            int start = _at;
            type = ReadChunk(out var data);
            if ((type == "IHDR") != (previous.Length == 0))
                throw Bad(start, $"chunk {type} where {(previous.Length == 0 ? "IHDR must be" : "none may be")}");
            Take(type, previous, data, start);
            previous = type;
        }
        while (type != "IEND");

        return Unpack(_format!);
    }

    private string ReadChunk(out ReadOnlySpan<byte> data)
    {
        int start = _at;
        var rest = bytes.AsSpan(start);
        if (rest.Length < 12)
            throw Bad(start, "the file ends before its IEND chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var type = rest.Slice(4, 4);
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
                throw Bad(start + 4, "the chunk's type is not four letters");
        }

        string text = Encoding.ASCII.GetString(type);
        if (length > rest.Length - 12)
            throw Bad(start, $"chunk {text} claims {length} bytes, only {rest.Length - 12} are left");
        data = rest.Slice(8, (int)length);
        // What a viewer may leave out (its name begins with a small letter) may be damaged.
        if (char.IsAsciiLetterUpper(text[0]) && BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + data.Length)..]) != Crc32.Append(0, rest.Slice(4, 4 + data.Length)))
            throw Bad(start, $"the checksum of chunk {text} does not fit: it was damaged");
        _at += 12 + data.Length;
        return text;
    }

    private void Take(string type, string previous, ReadOnlySpan<byte> data, int start)
    {
        switch (type)
        {
            case "IHDR":
                _format = PngFormat.Parse(data, reason => Bad(start, reason));
                break;
            // A grey picture has no use for a palette.
            case "PLTE" when _format!.Colour is PngColour.Grey or PngColour.GreyAlpha:
                break;
            case "PLTE":
                if (_inRows || _palette is not null || _transparency is not null || data.Length % 3 != 0 || data.Length is 0 or > 768)
                    throw Bad(start, "a PLTE chunk that has no place here or a wrong length");
                _palette = data.ToArray();
                break;
            case "tRNS":
                bool fits = _format!.Colour switch
                {
                    PngColour.Grey => data.Length == 2,
                    PngColour.Rgb => data.Length == 6,
                    PngColour.Palette => _palette is not null && data.Length > 0 && data.Length <= _palette.Length / 3,
                    _ => false,
                };
                if (_inRows || _transparency is not null || !fits)
                    throw Bad(start, "a tRNS chunk that has no place here or a wrong length");
                _transparency = data.ToArray();
                break;
            case "IDAT":
                if (_inRows && previous != "IDAT")
                    throw Bad(start, "the IDAT chunks do not follow each other");
                if (_format!.Colour == PngColour.Palette && _palette is null)
                    throw Bad(start, "the palette is missing");
                _inRows = true;
                _packed.Write(data);
                break;
            case "IEND":
                if (data.Length != 0)
                    throw Bad(start, "the IEND chunk is not empty");
                break;
            default:
                if (char.IsAsciiLetterUpper(type[0]))
                    throw Bad(start, $"chunk {type} must be understood, but is not known");
                break;
        }
    }

    private Image Unpack(PngFormat format)
    {
        if (format.UnpackedLength > _packed.WrittenCount * DeflateRatio)
        {
            throw Bad(null,
                $"{format.Width}×{format.Height} pixels take {format.UnpackedLength} bytes, the {_packed.WrittenCount} compressed ones cannot hold them: it was cut");
        }

        var pixels = new PngPixels(format, _palette, _transparency);
        if (format.Depth == 16)
        {
            (int colour, int alpha) = (0, 0);
            ForEachRow(format, (row, pass, _) =>
            {
                var (c, a) = pixels.Largest(row, pass);
                (colour, alpha) = (Math.Max(colour, c), Math.Max(alpha, a));
            });
            pixels.SetMaxima(colour, alpha);
        }

        ForEachRow(format, (row, pass, y) =>
        {
            if (!pixels.Put(row, pass, y))
                throw Bad(null, "a pixel's colour is not in the palette");
        });
        return pixels.Image;
    }

    private delegate void RowAction(ReadOnlySpan<byte> row, PngPass pass, int y);

    private void ForEachRow(PngFormat format, RowAction take)
    {
        using var rows = new ZLibStream(new MemoryStream(_packed.WrittenSpan.ToArray()), CompressionMode.Decompress);
        try
        {
            foreach (var pass in format.Passes)
            {
                int length = format.RowLength(pass.Width);
                byte[] row = new byte[length + 1], above = new byte[length + 1];
                for (int y = 0; y < pass.Height; y++)
                {
                    if (rows.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                        throw Bad(null, "the compressed rows end too early");
                    if (!Unfilter((PngFilter)row[0], row.AsSpan(1), above.AsSpan(1), format.PixelBytes))
                        throw Bad(null, $"the unknown row filter {row[0]}");
                    take(row.AsSpan(1), pass, y);
                    (row, above) = (above, row);
                }
            }

            if (rows.ReadByte() >= 0)
                throw Bad(null, "compressed data follow the last row");
        }
        // What zlib alone finds wrong (a preset dictionary) is an IOException; the bytes themselves are in memory.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Bad(null, "the compressed rows are damaged", e);
        }
    }

    /// <summary>Undoes a row's filter in place; false where it is unknown.</summary>
    private static bool Unfilter(PngFilter filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter > PngFilter.Paeth)
            return false;
        if (filter == PngFilter.None)
            return true;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes], aboveLeft = i < pixelBytes ? 0 : above[i - pixelBytes];
            row[i] += (byte)(filter switch
            {
                PngFilter.Left => left,
                PngFilter.Up => above[i],
                PngFilter.Average => (left + above[i]) / 2,
                _ => Paeth(left, above[i], aboveLeft),
            });
        }

        return true;
    }

    /// <summary>The neighbour that is nearest to left + above − aboveLeft, the first of them on a tie.</summary>
    private static int Paeth(int left, int above, int aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft), toAbove = Math.Abs(left - aboveLeft), toCorner = Math.Abs(left + above - 2 * aboveLeft);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : aboveLeft;
    }

    private ImageException Bad(int? offset, string what, Exception? cause = null) =>
        new($"{name}: {(offset is null ? "" : $"offset {offset}: ")}{what}; save the picture again", cause);
}
