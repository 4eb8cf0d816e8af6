namespace GpuDigits.Engine.Tests.Pictures.Kinds;

/// <summary>
/// JPEG files of blocks of 8×8 pixels that are of one level each: only the first coefficient of a block is not 0 (ITU-T T.81).
/// </summary>
internal static class FlatJpeg
{
    // Table K.3: lengths of the codes of the categories 0 to 11.
    private static readonly byte[] CodesOfLength = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The file.</summary>
    /// <param name="blocks">For each block, from left to right, the levels of its components: grey; or Y, Cb, Cr; or C, M, Y, K.</param>
    /// <param name="progressive">Whether it is written in scans, the first coefficients before the others.</param>
    public static byte[] Encode(byte[][] blocks, bool progressive)
    {
        var components = blocks[0].Length;
        byte[] ids = [.. Enumerable.Range(1, components).Select(i => (byte)i)];
        return
        [
            0xFF, 0xD8,
            // Adobe's files of four components are inverted, and say that they are not transformed.
            .. components == 4 ? Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]) : [],
            .. Segment(0xDB, [0, .. Enumerable.Repeat<byte>(1, 64)]),
            .. Segment(progressive ? 0xC2 : 0xC0,
                [8, 0, 8, 0, (byte)(8 * blocks.Length), (byte)components, .. ids.SelectMany(id => (byte[])[id, 0x11, 0])]),
            .. Segment(0xC4, [0x00, .. CodesOfLength, .. Enumerable.Range(0, 12).Select(i => (byte)i)]),
            // One code, of one bit: the block ends.
            .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
            .. Segment(0xDA, [(byte)components, .. ids.SelectMany(id => (byte[])[id, 0]), 0, (byte)(progressive ? 0 : 63), 0]),
            .. Scan(blocks, progressive),
            // Without the scans of the other coefficients a decoder would guess them.
            .. progressive ? ids.SelectMany(id => Others(id, blocks.Length)) : [],
            0xFF, 0xD9,
        ];
    }

    private static IEnumerable<byte> Others(byte component, int blocks) =>
        Segment(0xDA, [1, component, 0, 1, 63, 0]).Concat(Filled(new('0', blocks)));

    private static IEnumerable<byte> Scan(byte[][] blocks, bool progressive)
    {
        var before = new int[blocks[0].Length];
        var bits = string.Concat(
            from block in blocks
            from component in Enumerable.Range(0, block.Length)
            select Difference(8 * (block[component] - 128), ref before[component]) + (progressive ? "" : "0"));
        return Filled(bits);
    }

    /// <summary>What is left of the last byte is filled with ones; after a byte of ones comes one of zeros.</summary>
    private static IEnumerable<byte> Filled(string bits) =>
        from octet in bits.Chunk(8)
        let value = Convert.ToByte(new string(octet).PadRight(8, '1'), 2)
        from one in value == 0xFF ? (byte[])[0xFF, 0] : [value]
        select one;

    /// <summary>The category's code, then the difference in as many bits.</summary>
    private static string Difference(int value, ref int before)
    {
        var difference = value - before;
        before = value;
        var category = 0;
        while (Math.Abs(difference) >> category != 0)
            category++;
        var bits = Convert.ToString(difference < 0 ? difference + (1 << category) - 1 : difference, 2).PadLeft(category, '0');
        return Code(category) + (category == 0 ? "" : bits);
    }

    private static string Code(int category)
    {
        int code = 0, symbol = 0;
        for (var length = 1; length <= CodesOfLength.Length; length++, code <<= 1)
        {
            for (var i = 0; i < CodesOfLength[length - 1]; i++, code++, symbol++)
            {
                if (symbol == category)
                    return Convert.ToString(code, 2).PadLeft(length, '0');
            }
        }

        throw new ArgumentOutOfRangeException(nameof(category));
    }

    private static byte[] Segment(int marker, byte[] data) => [0xFF, (byte)marker, 0, (byte)(data.Length + 2), .. data];
}
