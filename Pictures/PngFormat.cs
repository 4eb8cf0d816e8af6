using System.Buffers.Binary;

namespace GpuDigits.Pictures;

/// <summary>A picture that is one of the parts that an interlaced one is sent in; the only part of others.</summary>
/// <param name="X">Column of its first pixel in the whole picture.</param>
/// <param name="Y">Row of its first pixel.</param>
/// <param name="StepX">Columns from one pixel to the next.</param>
/// <param name="StepY">Rows from one to the next.</param>
/// <param name="Width">Its own columns, at least 1.</param>
/// <param name="Height">Its own rows, at least 1.</param>
internal sealed record PngPass(int X, int Y, int StepX, int StepY, int Width, int Height);

/// <summary>What a PNG file's IHDR chunk says, and what follows from it.</summary>
internal sealed class PngFormat
{
    private PngFormat(int width, int height, int depth, PngColour colour, bool interlaced)
    {
        Width = width;
        Height = height;
        Depth = depth;
        Colour = colour;
        // Adam7: the first pass is every eighth pixel both ways, each further one doubles what there is.
        (int X, int Y, int StepX, int StepY)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        Passes =
        [
            .. passes
                .Select(p => new PngPass(p.X, p.Y, p.StepX, p.StepY, (width - p.X + p.StepX - 1) / p.StepX, (height - p.Y + p.StepY - 1) / p.StepY))
                .Where(pass => pass.Width > 0 && pass.Height > 0),
        ];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Bits a sample.</summary>
    public int Depth { get; }

    public PngColour Colour { get; }

    public IReadOnlyList<PngPass> Passes { get; }

    /// <summary>Samples a pixel in the file.</summary>
    public int Samples => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };

    /// <summary>The distance of a byte from the one that its filter calls "left".</summary>
    public int PixelBytes => Math.Max(1, Samples * Depth / 8);

    /// <summary>Bytes of all rows with their filter bytes.</summary>
    public long UnpackedLength => Passes.Sum(pass => (1L + RowLength(pass.Width)) * pass.Height);

    public static PngFormat Parse(ReadOnlySpan<byte> header, Func<string, Exception> bad)
    {
        if (header.Length != 13)
            throw bad($"the IHDR chunk has {header.Length} bytes instead of 13");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > Image.MaximumSide || height is 0 or > Image.MaximumSide)
            throw bad($"the size is {width}×{height}, each side must be from 1 to {Image.MaximumSide}");
        int depth = header[8];
        var colour = (PngColour)header[9];
        bool known = colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!known)
            throw bad($"colour type {(int)colour} with {depth} bits does not exist");
        if (header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw bad($"compression {header[10]}, filter {header[11]}, interlace {header[12]}: only 0, 0 and 0 or 1 exist");
        return new((int)width, (int)height, depth, colour, interlaced: header[12] == 1);
    }

    /// <summary>Bytes of a row of so many pixels, without its filter byte.</summary>
    public int RowLength(int width) => (width * Samples * Depth + 7) / 8;
}
