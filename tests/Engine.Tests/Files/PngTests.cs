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
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 },
    };

    [Fact]
    public void RoundTripsRandomPictures()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int channels = random.GetItems([1, 3, 4], 1)[0], width = random.Next(1, 40), height = random.Next(1, 40);
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
        for (int seed = 0; seed < 60; seed++)
        {
            var encoder = new PngEncoder(new Random(seed), colour, depth);
            var image = Png.Read(encoder.File, "test");
            Assert.Equal((encoder.Width, encoder.Height), (image.Width, image.Height));
            for (int i = 0; i < encoder.Width * encoder.Height; i++)
            {
                byte[] expected = encoder.Expected(i % encoder.Width, i / encoder.Width);
                Assert.Equal(expected, image.Pixels[(i * image.Channels)..((i + 1) * image.Channels)]);
            }
        }
    }

    [Fact]
    public void KnownChecksums()
    {
        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8));
        Assert.Equal(0xAE426082, Crc32.Append(0, "IEND"u8));
        Assert.Equal(0xCBF43926, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8));
    }

    [Fact]
    public void GreyIsLuminanceOverTheBackground()
    {
        Assert.Equal(new byte[] { 76, 150, 29 }, new Image(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]).ToGrey());
        byte[] translucent = [0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 51];
        Assert.Equal(new byte[] { 0, 255, 204 }, new Image(3, 1, 4, translucent).ToGrey());
        Assert.Equal(new byte[] { 0, 100, 80 }, new Image(3, 1, 4, translucent).ToGrey(background: 100));
        Assert.Equal(new byte[] { 9 }, new Image(1, 1, 1, [9]).ToGrey());
    }

    [Theory]
    [InlineData("signature", "text mode")]
    [InlineData("crc", "checksum of chunk IHDR")]
    [InlineData("cut", "ends before its IEND")]
    [InlineData("huge", "each side must be")]
    [InlineData("zero", "each side must be")]
    [InlineData("depth", "with 3 bits does not exist")]
    [InlineData("interlace", "only 0, 0 and 0 or 1")]
    [InlineData("claim", "was cut")]
    [InlineData("short", "end too early")]
    [InlineData("long", "follow the last row")]
    [InlineData("filter", "unknown row filter 9")]
    [InlineData("zlib", "damaged")]
    [InlineData("palette", "palette is missing")]
    [InlineData("index", "not in the palette")]
    [InlineData("critical", "must be understood")]
    [InlineData("split", "do not follow each other")]
    [InlineData("order", "where IHDR must be")]
    [InlineData("double", "where none may be")]
    [InlineData("length", "claims 4294967295 bytes")]
    [InlineData("other", "a GIF picture")]
    public void RefusesWithTheReason(string fault, string reason)
    {
        byte[] rows = [0, 1, 2, 0, 3, 4];
        byte[] file = fault switch
        {
            "huge" => Make(Header(8193, 2), rows),
            "zero" => Make(Header(0, 2), rows),
            "depth" => Make(Header(2, 2, depth: 3), rows),
            "interlace" => Make(Header(2, 2, interlace: 2), rows),
            "claim" => Make(Header(8192, 8192), rows),
            "short" => Make(Header(2, 2), rows[..5]),
            "long" => Make(Header(2, 2), [.. rows, 0]),
            "filter" => Make(Header(2, 2), [9, .. rows[1..]]),
            "zlib" => Join(("IHDR", Header(2, 2)), ("IDAT", [1, 2, 3, 4, 5, 6]), ("IEND", [])),
            "palette" => Make(Header(2, 2, colour: 3), rows),
            "index" => Join(("IHDR", Header(2, 2, colour: 3)), ("PLTE", [1, 2, 3]), ("IDAT", Zlib(rows)), ("IEND", [])),
            "critical" => Join(("IHDR", Header(2, 2)), ("ABCD", [1]), ("IDAT", Zlib(rows)), ("IEND", [])),
            "split" => Join(("IHDR", Header(2, 2)), ("IDAT", Zlib(rows)), ("tEXt", [1]), ("IDAT", []), ("IEND", [])),
            "order" => Join(("IDAT", Zlib(rows)), ("IHDR", Header(2, 2)), ("IEND", [])),
            "double" => Join(("IHDR", Header(2, 2)), ("IHDR", Header(2, 2)), ("IDAT", Zlib(rows)), ("IEND", [])),
            _ => Make(Header(2, 2), rows),
        };
        if (fault == "signature")
            file[4] = 0x0A;
        if (fault == "crc")
            file[19] ^= 1;
        if (fault == "length")
            file.AsSpan(8, 4).Fill(0xFF);
        if (fault == "cut")
            file = file[..^12];
        if (fault == "other")
            file = "GIF89a"u8.ToArray();
        var e = Assert.Throws<ImageException>(() => Image.Read(file, "test"));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void UnknownAncillaryChunksAndSplitRowsAreFine()
    {
        byte[] packed = Zlib([0, 1, 2, 0, 3, 4]);
        var image = Png.Read(Join(("IHDR", Header(2, 2)), ("tEXt", [1]), ("IDAT", packed[..3]), ("IDAT", packed[3..]), ("abCd", []), ("IEND", [])), "test");
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, image.Pixels);
    }

    [Fact]
    public void WhatViewersPassOverIsRead()
    {
        byte[] rows = [0, 1, 2, 0, 3, 4], file = Join(("IHDR", Header(2, 2)), ("tEXt", [1]), ("PLTE", [1, 2, 3]), ("IDAT", Zlib(rows)), ("IEND", []));
        file[8 + 25 + 9] ^= 1; // the checksum of tEXt
        foreach (byte[] behind in (byte[][])[[], [0], [0, 0], [.. file]])
            Assert.Equal(new byte[] { 1, 2, 3, 4 }, Image.Read([.. file, .. behind], "test").Pixels);
    }

    [Theory]
    [InlineData("a JPEG picture", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16 })]
    [InlineData("a WebP picture", new byte[] { 82, 73, 70, 70, 1, 0, 0, 0, 87, 69, 66, 80 })]
    [InlineData("a BMP picture", new byte[] { 66, 77, 1, 0, 0, 0, 0, 0, 0, 0, 26 })]
    [InlineData("a GIF picture", new byte[] { 71, 73, 70, 56, 55, 97 })]
    [InlineData("neither PNG nor PGM", new byte[] { 1 })]
    [InlineData("the file is empty", new byte[0])]
    public void OtherFormatsAreNamedInTheRefusal(string name, byte[] start) =>
        Assert.Contains(name, Assert.Throws<ImageException>(() => Image.Read(start, "test")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(255)]
    [InlineData(1023)]
    [InlineData(4095)]
    [InlineData(65535)]
    public void SixteenBitsThatHoldFewerAreScaledByWhatTheyHold(int maximum)
    {
        byte[] rows = [0, .. Sample(0), .. Sample(maximum / 5), 0, .. Sample(maximum * 3 / 5), .. Sample(maximum)];
        Assert.Equal(new byte[] { 0, 51, 153, 255 }, Png.Read(Make(Header(2, 2, depth: 16), rows), "test").Pixels);

        static byte[] Sample(int value) => [(byte)(value >> 8), (byte)value];
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void SurvivesMutations(int colour, int depth)
    {
        byte[] file = new PngEncoder(new Random(3), colour, depth).File;
        // Few bytes may claim 1032 times as many, of 1-bit pixels that become four bytes each.
        long limit = 100_000 + file.Length * 1032L * 8 * 4;
        Mutations.Campaign<ImageException>(file, stream => Image.Read(stream.ToArray(), "test"), 400, limit, 60);
        Mutations.Campaign<ImageException>(file, stream => Image.Read(stream.ToArray(), "test"), 1_600, limit, 60, Repair);
    }

    /// <summary>Makes the chunks' checksums fit, so that damage reaches what lies behind them.</summary>
    private static void Repair(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
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
