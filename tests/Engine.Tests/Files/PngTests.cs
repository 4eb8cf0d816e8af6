using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures;

namespace GpuDigits.Engine.Tests.Files;

public class PngTests
{
    public static TheoryData<int, int> Formats => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 },
        { 6, 8 }, { 6, 16 },
    };

    [Fact]
    public void RoundTripsRandomPictures()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int channels = random.GetItems([1, 4], 1)[0], width = random.Next(1, 40), height = random.Next(1, 40);
            var pixels = new byte[width * height * channels];
            random.NextBytes(pixels);
            using var stream = new MemoryStream();
            Png.Write(stream, new(width, height, channels, pixels));
            var read = Image.Read(stream.ToArray(), "test");
            Assert.Equal((width, height, channels), (read.Width, read.Height, read.Channels));
            Assert.Equal(pixels, read.Pixels);
        }
    }

    /// <summary>
    /// Every format against an encoder of its own that works from the pixel's side: sample by sample, bit by bit, filters chosen at random.
    /// </summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void ReadsEveryFormat(int colour, int depth)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var encoder = new PngEncoder(new Random(seed), colour, depth);
            var image = Image.Read(encoder.File, "test");
            Assert.Equal((encoder.Width, encoder.Height), (image.Width, image.Height));
            for (var i = 0; i < encoder.Width * encoder.Height; i++)
            {
                // Skia rounds samples of 16 bits by way of halves.
                var expected = encoder.Expected(i % encoder.Width, i / encoder.Width);
                byte[] seen = [.. Enumerable.Range(0, 4).Select(c => Sample(image, i, c))];
                Assert.All(expected.Zip(seen), pair => Assert.InRange(pair.Second - pair.First, depth == 16 ? -1 : 0, depth == 16 ? 1 : 0));
            }
        }
    }

    private static byte Sample(Image image, int pixel, int channel) =>
        image.Channels == 4 ? image.Pixels[(4 * pixel) + channel] : channel < 3 ? image.Pixels[pixel] : (byte)255;

    [Fact]
    public void GreyIsLuminanceOverTheBackground()
    {
        Assert.Equal(new byte[] { 76, 150, 29 }, new Image(3, 1, 4, [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]).ToGrey());
        byte[] translucent = [0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 51];
        Assert.Equal(new byte[] { 0, 255, 204 }, new Image(3, 1, 4, translucent).ToGrey());
        Assert.Equal(new byte[] { 0, 100, 80 }, new Image(3, 1, 4, translucent).ToGrey(background: 100));
        Assert.Equal(new byte[] { 9 }, new Image(1, 1, 1, [9]).ToGrey());
    }

    [Theory]
    [InlineData("signature", "neither PNG")]
    [InlineData("crc", "header of the PNG picture is damaged")]
    [InlineData("row crc", "pixels of the PNG picture are damaged")]
    [InlineData("cut", "ends too early")]
    [InlineData("huge", "each side must be")]
    [InlineData("zero", "header")]
    [InlineData("depth", "header")]
    [InlineData("interlace", "header")]
    [InlineData("claim", "was cut")]
    [InlineData("deep claim", "was cut")]
    [InlineData("short", "ends too early")]
    [InlineData("filter", "pixels of the PNG picture are damaged")]
    [InlineData("zlib", "ends too early")]
    [InlineData("palette", "pixels of the PNG picture are damaged")]
    [InlineData("order", "header")]
    [InlineData("double", "header")]
    [InlineData("length", "header")]
    public void RefusesWithTheReason(string fault, string reason)
    {
        byte[] rows = [0, 1, 2, 0, 3, 4];
        var file = fault switch
        {
            "huge" => Make(Header(8193, 2), rows),
            "zero" => Make(Header(0, 2), rows),
            "depth" => Make(Header(2, 2, depth: 3), rows),
            "interlace" => Make(Header(2, 2, interlace: 2), rows),
            "claim" => Make(Header(8192, 8192), rows),
            "deep claim" => Make(Header(1024, 256, depth: 16), rows),
            "short" => Make(Header(2, 2), rows[..5]),
            "filter" => Make(Header(2, 2), [9, .. rows[1..]]),
            "zlib" => Join(("IHDR", Header(2, 2)), ("IDAT", [1, 2, 3, 4, 5, 6]), ("IEND", [])),
            "palette" => Make(Header(2, 2, colour: 3), rows),
            "order" => Join(("IDAT", Zlib(rows)), ("IHDR", Header(2, 2)), ("IEND", [])),
            "double" => Join(("IHDR", Header(2, 2)), ("IHDR", Header(2, 2)), ("IDAT", Zlib(rows)), ("IEND", [])),
            _ => Make(Header(2, 2), rows),
        };
        if (fault == "signature")
            file[3] = 0x0A;
        if (fault == "crc")
            file[19] ^= 1;
        if (fault == "row crc")
            file[^13] ^= 1;
        if (fault == "length")
            file.AsSpan(8, 4).Fill(0xFF);
        if (fault == "cut")
            file = file[..^24];
        var e = Assert.Throws<ImageException>(() => Image.Read(file, "test"));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void UnknownAncillaryChunksAndSplitRowsAreFine()
    {
        var packed = Zlib([0, 1, 2, 0, 3, 4]);
        var image = Image.Read(
            Join(("IHDR", Header(2, 2)), ("tEXt", [1]), ("IDAT", packed[..3]), ("IDAT", packed[3..]), ("abCd", []), ("IEND", [])), "test");
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, image.Pixels);
    }

    [Fact]
    public void WhatViewersPassOverIsRead()
    {
        byte[] rows = [0, 1, 2, 0, 3, 4],
            file = Join(("IHDR", Header(2, 2)), ("tEXt", [1]), ("PLTE", [1, 2, 3]), ("IDAT", Zlib(rows)), ("IEND", []));
        file[8 + 25 + 9] ^= 1; // the checksum of tEXt
        foreach (var behind in (byte[][])[[], [0], [0, 0], [.. file]])
            Assert.Equal(new byte[] { 1, 2, 3, 4 }, Image.Read([.. file, .. behind], "test").Pixels);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, Image.Read(file[..^12], "test").Pixels);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, Image.Read(Make(Header(2, 2), [.. rows, 0]), "test").Pixels);
    }

    /// <summary>
    /// Grey, RGB, grey with alpha, RGBA: four pixels of 0, 1/5, 3/5 and all of the maximum, opaque where there is an alpha.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void SixteenBitsThatHoldFewerAreScaledByWhatTheyHold(int colour)
    {
        foreach (var maximum in (int[])[255, 1023, 4095, 65535])
            Scaled(colour, maximum);
    }

    private static void Scaled(int colour, int maximum)
    {
        byte[] expected = [0, 51, 153, 255];
        var samples = colour switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };
        int[] levels = [0, maximum / 5, maximum * 3 / 5, maximum];
        byte[] rows =
        [
            0, .. levels.SelectMany(
                level => Enumerable.Range(0, samples).SelectMany(s => Sample(colour >= 4 && s == samples - 1 ? maximum : level)))
        ];
        var image = Image.Read(Make(Header(4, 1, depth: 16, colour: colour), rows), "test");
        Assert.All(Enumerable.Range(0, 16), i => Assert.InRange(image.Pixels[i] - (i % 4 == 3 ? 255 : expected[i / 4]), -1, 1));

        static byte[] Sample(int value) => [(byte)(value >> 8), (byte)value];
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void SurvivesMutations(int colour, int depth)
    {
        var file = new PngEncoder(new Random(3), colour, depth).File;
        // Few bytes may claim 1032 times as many, of 1-bit pixels that become four bytes each.
        var limit = 100_000 + file.Length * 1032L * 8 * 4;
        Mutations.Campaign<ImageException>(file, stream => Image.Read(stream.ToArray(), "test"), 400, limit, 60);
        Mutations.Campaign<ImageException>(file, stream => Image.Read(stream.ToArray(), "test"), 1_600, limit, 60, Repair);
    }

    /// <summary>Makes the chunks' checksums fit, so that damage reaches what lies behind them.</summary>
    private static void Repair(byte[] file)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                return;
            var checkedPart = file.AsSpan(at + 4, 4 + (int)length);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Append(0, checkedPart));
            at += 12 + (int)length;
        }
    }

    private static byte[] Make(byte[] header, byte[] rows) => Join(("IHDR", header), ("IDAT", Zlib(rows)), ("IEND", []));

    internal static byte[] Header(int width, int height, int depth = 8, int colour = 0, int interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)interlace);
        return header;
    }

    internal static byte[] Zlib(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(data);
        return stream.ToArray();
    }

    internal static byte[] Join(params (string Type, byte[] Data)[] chunks)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (type, data) in chunks)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            stream.Write(number);
            stream.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(0, body));
            stream.Write(number);
        }

        return stream.ToArray();
    }
}
