using System.Buffers.Binary;

namespace GpuDigits.Engine.Tests.Files;

/// <summary>A random picture in any PNG format, and what a reader must make of it. Slow and plain on purpose.</summary>
internal sealed class PngEncoder
{
    /// <summary>Adam7 as the specification draws it: which pass each pixel of an 8×8 tile belongs to.</summary>
    private static readonly string[] Tile =
        ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"];

    private readonly Random _random;
    private readonly int _colour, _depth, _samples;
    private readonly int[,][] _pixels;
    private readonly byte[] _palette, _alphas;
    private readonly int[]? _transparent;

    public PngEncoder(Random random, int colour, int depth)
    {
        (_random, _colour, _depth) = (random, colour, depth);
        (Width, Height) = (random.Next(1, 20), random.Next(1, 20));
        _samples = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var values = colour == 3 ? Math.Min(1 << depth, 200) : 1 << depth;
        _palette = new byte[3 * values];
        random.NextBytes(_palette);
        _alphas = new byte[colour == 3 && random.Next(2) == 0 ? random.Next(1, values + 1) : 0];
        random.NextBytes(_alphas);
        _pixels = new int[Height, Width][];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                _pixels[y, x] = [.. Enumerable.Range(0, _samples).Select(_ => random.Next(values))];
        }

        if (colour is 0 or 2 && random.Next(2) == 0)
            _transparent = _pixels[random.Next(Height), random.Next(Width)];
        File = Encode(interlaced: random.Next(2) == 0);
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] File { get; }

    /// <summary>RGBA.</summary>
    public byte[] Expected(int x, int y)
    {
        var p = _pixels[y, x];
        var alpha = _transparent is not null && p.SequenceEqual(_transparent) ? (byte)0 : (byte)255;
        return _colour switch
        {
            0 => [Round(p[0]), Round(p[0]), Round(p[0]), alpha],
            2 => [Round(p[0]), Round(p[1]), Round(p[2]), alpha],
            3 => [.. _palette[(3 * p[0])..(3 * p[0] + 3)], p[0] < _alphas.Length ? _alphas[p[0]] : (byte)255],
            4 => [Round(p[0]), Round(p[0]), Round(p[0]), Round(p[1])],
            _ => [Round(p[0]), Round(p[1]), Round(p[2]), Round(p[3])],
        };
    }

    private byte Round(int sample) => (byte)Math.Round(sample * 255.0 / ((1 << _depth) - 1), MidpointRounding.AwayFromZero);

    private byte[] Encode(bool interlaced)
    {
        List<(string, byte[])> chunks = [("IHDR", PngTests.Header(Width, Height, _depth, _colour, interlaced ? 1 : 0))];
        if (_colour == 3)
            chunks.Add(("PLTE", _palette));
        if (_alphas.Length > 0)
            chunks.Add(("tRNS", _alphas));
        if (_transparent is not null)
            chunks.Add(("tRNS", [.. _transparent.SelectMany(BigEndian)]));
        var packed = PngTests.Zlib(interlaced ? [.. "1234567".SelectMany(pass => Pass(pass))] : Pass(null));
        var cut = _random.Next(packed.Length);
        return PngTests.Join([.. chunks, ("IDAT", packed[..cut]), ("IDAT", packed[cut..]), ("IEND", [])]);
    }

    private byte[] Pass(char? pass)
    {
        List<byte> result = [];
        byte[]? above = null;
        for (var y = 0; y < Height; y++)
        {
            int[][] pixels =
                [.. Enumerable.Range(0, Width).Where(x => pass is null || Tile[y % 8][x % 8] == pass).Select(x => _pixels[y, x])];
            if (pixels.Length == 0)
                continue;
            var bits = string.Concat(pixels.SelectMany(p => p).Select(sample => sample.ToString($"b{_depth}", null)));
            bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
            byte[] row = [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
            above ??= new byte[row.Length];
            int filter = _random.Next(5), distance = Math.Max(1, _samples * _depth / 8);
            result.Add((byte)filter);
            for (var i = 0; i < row.Length; i++)
            {
                int a = i < distance ? 0 : row[i - distance], b = above[i], c = i < distance ? 0 : above[i - distance];
                result.Add((byte)(row[i] - filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => Nearest(a, b, c) }));
            }

            above = row;
        }

        return [.. result];
    }

    private static int Nearest(int a, int b, int c) => new[] { a, b, c }.MinBy(value => Math.Abs(a + b - c - value));

    private static byte[] BigEndian(int sample)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)sample);
        return bytes;
    }
}
