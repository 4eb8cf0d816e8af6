using System.Buffers.Binary;

namespace GpuDigits.Pictures;

/// <summary>Puts unfiltered rows of any PNG format into a picture of 8 bits a channel.</summary>
internal sealed class PngPixels
{
    private readonly PngFormat _format;
    private readonly byte[]? _palette, _transparency;
    private int _colourMaximum, _alphaMaximum;

    public PngPixels(PngFormat format, byte[]? palette, byte[]? transparency)
    {
        _format = format;
        _palette = palette;
        _transparency = transparency;
        _colourMaximum = _alphaMaximum = (1 << format.Depth) - 1;
        int channels = transparency is not null ? 4 : format.Colour switch
        {
            PngColour.Grey => 1,
            PngColour.Rgb or PngColour.Palette => 3,
            _ => 4,
        };
        Image = new(format.Width, format.Height, channels, new byte[format.Width * format.Height * channels]);
    }

    public Image Image { get; }

    /// <summary>
    /// Many programs put samples of 8 to 12 bits into 16 without scaling them. Where the largest is no more than that, the maximum is taken
    /// to be the smallest of these.
    /// </summary>
    public void SetMaxima(int largestColour, int largestAlpha)
    {
        (_colourMaximum, _alphaMaximum) = (Maximum(largestColour), Maximum(largestAlpha));

        int Maximum(int largest)
        {
            int bits = Math.Max(8, 32 - int.LeadingZeroCount(largest));
            return (1 << (bits <= 12 ? bits : _format.Depth)) - 1;
        }
    }

    /// <summary>The largest colour and the largest alpha of a row of a pass.</summary>
    public (int Colour, int Alpha) Largest(ReadOnlySpan<byte> row, PngPass pass)
    {
        bool hasAlpha = _format.Colour is PngColour.GreyAlpha or PngColour.Rgba;
        int colour = 0, alpha = 0;
        for (int i = 0; i < pass.Width * _format.Samples; i++)
        {
            if (hasAlpha && i % _format.Samples == _format.Samples - 1) alpha = Math.Max(alpha, Sample(row, i));
            else colour = Math.Max(colour, Sample(row, i));
        }

        return (colour, alpha);
    }

    /// <summary>Takes row <paramref name="y"/> of a pass; false where a colour is not in the palette.</summary>
    public bool Put(ReadOnlySpan<byte> row, PngPass pass, int y)
    {
        int samples = _format.Samples, channels = Image.Channels;
        int target = ((pass.Y + y * pass.StepY) * Image.Width + pass.X) * channels;
        Span<int> sample = stackalloc int[4];
        for (int x = 0; x < pass.Width; x++, target += pass.StepX * channels)
        {
            for (int s = 0; s < samples; s++)
                sample[s] = Sample(row, x * samples + s);
            if (!PutPixel(Image.Pixels.AsSpan(target, channels), sample[..samples]))
                return false;
        }

        return true;
    }

    private bool PutPixel(Span<byte> pixel, ReadOnlySpan<int> sample)
    {
        bool grey = _format.Colour is PngColour.Grey or PngColour.GreyAlpha;
        if (_format.Colour == PngColour.Palette)
        {
            int index = sample[0];
            if (index >= _palette!.Length / 3)
                return false;
            _palette.AsSpan(3 * index, 3).CopyTo(pixel);
            if (pixel.Length == 4)
                pixel[3] = index < _transparency!.Length ? _transparency[index] : (byte)255;
            return true;
        }

        for (int c = 0; c < Math.Min(3, pixel.Length); c++)
            pixel[c] = To8Bits(sample[grey ? 0 : c], _colourMaximum);
        if (pixel.Length == 4)
            pixel[3] = _transparency is not null ? (byte)(IsTransparent(sample) ? 0 : 255) : To8Bits(sample[^1], _alphaMaximum);
        return true;
    }

    /// <summary>Whether the pixel has the one colour that tRNS, 16 bits a sample, says is transparent.</summary>
    private bool IsTransparent(ReadOnlySpan<int> sample)
    {
        for (int s = 0; s < sample.Length; s++)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * s)) != sample[s])
                return false;
        }

        return true;
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _format.Depth;
        if (depth == 8)
            return row[index];
        if (depth == 16)
            return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        int bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    private static byte To8Bits(int sample, int maximum) => (byte)((sample * 255 + maximum / 2) / maximum);
}
