using System.IO.Compression;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Tests.Files;

namespace GpuDigits.Engine.Tests.Data;

public class IdxFileTests
{
    [Fact]
    public void RoundTripsRandomContentsPlainAndGzip()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int[] dimensions = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 9))];
            var data = new byte[dimensions.Aggregate(1, (a, b) => a * b)];
            random.NextBytes(data);
            foreach (var file in (byte[][])[Idx(dimensions, data), Gzip(Idx(dimensions, data))])
            {
                var read = Read(file, dimensions.Length);
                Assert.Equal(dimensions, read.Dimensions);
                Assert.Equal(data, read.Data);
            }
        }
    }

    [Fact]
    public void WritesTheBytesOfTheSpecification() =>
        Assert.Equal("00000802" + "00000001" + "00000003" + "070809", Convert.ToHexString(Idx([1, 3], [7, 8, 9])));

    [Theory]
    [InlineData("not an IDX file", "FF000801" + "00000001" + "05")]
    [InlineData("element type 0x0D", "00000D01" + "00000001" + "05")]
    [InlineData("3 dimensions instead of 1", "00000803" + "00000001" + "00000001" + "00000001" + "05")]
    [InlineData("dimension 0 is 0", "00000801" + "00000000")]
    [InlineData("ends too early", "00000801" + "00000002" + "05")]
    [InlineData("ends too early", "00000801" + "00FFFFFF" + "05")]
    [InlineData("claims more than", "00000801" + "FFFFFFFF" + "05")]
    [InlineData("bytes follow", "00000801" + "00000001" + "0506")]
    [InlineData("within its header", "00000801" + "0000")]
    [InlineData("within its header", "")]
    public void RefusesWithTheReasonPlainAndGzip(string reason, string hex)
    {
        var plain = Convert.FromHexString(hex);
        foreach (var file in (byte[][])[plain, Gzip(plain)])
        {
            var e = Assert.Throws<DataException>(() => Read(file, 1));
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
            Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FF000801" + "00000001" + "05", "offset 0: not an IDX file (it starts with FF000801, not 0000); get the file again")]
    [InlineData("00010801" + "00000001" + "05", "offset 0: not an IDX file (it starts with 00010801, not 0000); get the file again")]
    [InlineData("00000D01", "offset 2: element type 0x0D, only unsigned bytes (0x08) are read; use MNIST's files")]
    [InlineData("00000802", "offset 3: 2 dimensions instead of 1; images have 3 and labels 1, are the two files swapped?")]
    [InlineData("000008", "offset 3: the file ends within its header of 8 bytes; get the file again")]
    [InlineData("00000801000000", "offset 7: the file ends within its header of 8 bytes; get the file again")]
    [InlineData("0000080100000000", "offset 4: dimension 0 is 0; get the file again")]
    [InlineData("0000080140000001", "offset 4: the header claims more than 1073741824 bytes; get the file again")]
    [InlineData("000008010000000305", "ends too early: 3 takes 11 bytes, here are 9; get the file again")]
    [InlineData("0000080100000001050607", "offset 9: bytes follow the end of the 1 elements; get the file again")]
    public void ARefusalNamesThePlaceAndWhatToDo(string hex, string message) =>
        Assert.Equal($"test: {message}", Assert.Throws<DataException>(() => Read(Convert.FromHexString(hex), 1)).Message);

    [Fact]
    public void ARefusalOfThreeDimensionsNamesTheOneThatIsWrong()
    {
        Assert.Equal("test: offset 12: dimension 2 is 0; get the file again", Message("00000803" + "00000001" + "00000002" + "00000000"));
        Assert.Equal(
            "test: ends too early: 1×2×3 takes 22 bytes, here are 17; get the file again",
            Message("00000803" + "00000001" + "00000002" + "00000003" + "09"));
        // Each dimension is small, all of them together are not.
        Assert.StartsWith(
            "test: offset 12: the header claims more than", Message("00000803" + "00000800" + "00000800" + "00000101"));

        static string Message(string hex) => Assert.Throws<DataException>(() => Read(Convert.FromHexString(hex), 3)).Message;
    }

    [Fact]
    public void GzipThatClaimsMoreThanItCanHoldIsRefusedBeforeItIsUnpacked()
    {
        var lie = Gzip(Convert.FromHexString("00000801" + "10000000" + "05"));
        Assert.Equal(
            $"test: ends too early: 268435456 takes 268435464 bytes, here are at most {1032L * lie.Length}; get the file again",
            Assert.Throws<DataException>(() => Read(lie, 1)).Message);
        // Zeros shrink nearly as far as deflate can.
        Assert.Equal(500_000, Read(Gzip(Idx([500_000], new byte[500_000])), 1).Data.Length);
    }

    [Fact]
    public void OnlySizesThatFitTheBytesAreWritten()
    {
        Assert.Throws<ArgumentNullException>(() => IdxFile.Write(null!, [1], [1]));
        Assert.Throws<ArgumentNullException>(() => IdxFile.Read((Stream)null!, "test", 1));
        foreach (var rank in (int[])[0, 5])
            Assert.Throws<ArgumentOutOfRangeException>(() => Read(Idx([1], [1]), rank));
        var e = Assert.Throws<ArgumentException>(() => Idx([2, 3], [1, 2, 3, 4, 5]));
        Assert.StartsWith("5 bytes do not fill the dimensions, which take 6", e.Message, StringComparison.Ordinal);
        foreach (var dimension in (int[])[0, -1])
            Assert.Equal("dimensions", Assert.Throws<ArgumentOutOfRangeException>(() => Idx([1, dimension], [])).ParamName);
        Assert.Throws<OverflowException>(() => IdxFile.Header([int.MaxValue, int.MaxValue, int.MaxValue], 1));
    }

    [Fact]
    public void RefusesGzipThatWasCutExtendedOrChanged()
    {
        var file = Gzip(Idx([300], [.. Enumerable.Range(0, 300).Select(i => (byte)(i * i))]));
        for (var length = 2; length < file.Length; length++)
            Assert.Throws<DataException>(() => Read(file[..length], 1));
        Assert.Throws<DataException>(() => Read([.. file, 0], 1));
        Assert.Throws<DataException>(() => Read([.. file, .. file], 1));
        byte[] wrongChecksum = [.. file];
        wrongChecksum[^8] ^= 1;
        Assert.Throws<DataException>(() => Read(wrongChecksum, 1));
    }

    [Fact]
    public void AllocatesForAGzipBombNoMoreThanItsHeaderClaims()
    {
        // 64 MB of zeros behind a header of 10 bytes of data, then a header of 1 GB behind which little comes.
        var header = Idx([10], new byte[10]);
        foreach (var bomb in (byte[][])[Gzip([.. header, .. new byte[64 << 20]]), Gzip([0, 0, 8, 1, 0x40, 0, 0, 0, 1, 2, 3])])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DataException>(() => Read(bomb, 1));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void SurvivesMutations()
    {
        var random = new Random(1);
        var data = new byte[6 * 5 * 4];
        random.NextBytes(data);
        var plain = Idx([6, 5, 4], data);
        // Five bytes of a deflate stream can stand for some thousand, and the header may claim them.
        Mutations.Campaign<DataException>(plain, stream => IdxFile.Read(stream, "test", 3), 20_000, 300_000, 16);
        Mutations.Campaign<DataException>(Gzip(plain), stream => IdxFile.Read(stream, "test", 3), 5_000, 300_000, 40);
    }

    [Fact]
    public void RefusesSetsWhoseFilesDoNotFit()
    {
        IdxArray images = new([3, 2, 2], new byte[12]);
        var set = DigitSet.Join(images, "images", new([3], [0, 9, 4]), "labels");
        Assert.Equal((3, 2, 2), (set.Count, set.Height, set.Width));
        Assert.Contains("label 1 (offset 9) is 10", Message([0, 10, 4]), StringComparison.Ordinal);
        Assert.Contains("3 pictures but labels holds 2 labels", Message([0, 1]), StringComparison.Ordinal);

        string Message(byte[] labels) =>
            Assert.Throws<DataException>(() => DigitSet.Join(images, "images", new([labels.Length], labels), "labels")).Message;
    }

    [Fact]
    public void SaysWhichPathCannotBeRead()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Contains(path, Assert.Throws<DataException>(() => IdxFile.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    internal static byte[] Idx(int[] dimensions, byte[] data)
    {
        using var stream = new MemoryStream();
        IdxFile.Write(stream, dimensions, data);
        return stream.ToArray();
    }

    internal static byte[] Gzip(byte[] plain)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(plain);
        return stream.ToArray();
    }

    private static IdxArray Read(byte[] file, int rank)
    {
        using var stream = new MemoryStream(file);
        return IdxFile.Read(stream, "test", rank);
    }
}
