using System.Buffers.Binary;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

public sealed class LabelFilesTests : IDisposable
{
    private static readonly byte[] Labels = [4, 0, 9];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpudigits-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("t-images-idx3-ubyte", "t-labels-idx1-ubyte")]
    [InlineData("t-images-idx3-ubyte", "t-labels-idx1-ubyte.gz")]
    [InlineData("t-images-idx3-ubyte.gz", "t-labels-idx1-ubyte")]
    [InlineData("t-images.idx3-ubyte", "t-labels.idx1-ubyte")]
    [InlineData("t-images.idx3-ubyte.gz", "t-labels-idx1-ubyte")]
    [InlineData("q-images-idx3-ubyte", "q-labels-idx2-int")]
    [InlineData("q-images-idx3-ubyte.gz", "q-labels-idx2-int")]
    [InlineData("q-images-idx3-ubyte", "q-labels-idx2-int.gz")]
    public void LabelsBesideThePicturesAreFound(string images, string labels)
    {
        Write(images, [.. IdxFile.Header([3, 2, 2], 12), .. new byte[12]]);
        Write(labels, labels.Contains("idx2", StringComparison.Ordinal) ? Table(Labels) : [.. IdxFile.Header([3], 3), .. Labels]);
        Assert.Equal(Labels, DigitSet.ReadPair(Path.Combine(_folder.FullName, images)).Labels);
    }

    [Fact]
    public void ATableWithALabelThatIsNoDigitIsRefused()
    {
        Write("q-images-idx3-ubyte", [.. IdxFile.Header([3, 2, 2], 12), .. new byte[12]]);
        Write("q-labels-idx2-int", Table([1, 10, 2]));
        var e = Assert.Throws<DataException>(() => DigitSet.ReadPair(Path.Combine(_folder.FullName, "q-images-idx3-ubyte")));
        Assert.Contains("label 1 (offset 44) is 10", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingLabelsAreRefusedWithTheNamesThatWereTried()
    {
        Write("t-images-idx3-ubyte", [.. IdxFile.Header([3, 2, 2], 12), .. new byte[12]]);
        var e = Assert.Throws<DataException>(() => DigitSet.ReadPair(Path.Combine(_folder.FullName, "t-images-idx3-ubyte")));
        Assert.Contains("t-labels-idx1-ubyte.gz", e.Message, StringComparison.Ordinal);
        Assert.Contains("t-labels-idx2-int", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TransposingExchangesRowsAndColumns()
    {
        var turned = new DigitSet(2, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 2]).Transpose();
        Assert.Equal((3, 2), (turned.Height, turned.Width));
        Assert.Equal(new byte[] { 1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12 }, turned.Images);
    }

    /// <summary>QMNIST's: eight columns of 32-bit numbers, the first is the label.</summary>
    private static byte[] Table(byte[] labels)
    {
        int[] numbers = [.. labels.SelectMany(label => (int[])[label, 1, 2, 3, 4, 5, 6, 7])];
        byte[] file = [0, 0, 0x0C, 2, 0, 0, 0, (byte)labels.Length, 0, 0, 0, 8, .. new byte[4 * numbers.Length]];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12 + (4 * i)), numbers[i]);
        return file;
    }

    private void Write(string name, byte[] plain) =>
        File.WriteAllBytes(
            Path.Combine(_folder.FullName, name), name.EndsWith(".gz", StringComparison.Ordinal) ? IdxFileTests.Gzip(plain) : plain);
}
