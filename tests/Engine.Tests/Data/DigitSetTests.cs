using System.Security.Cryptography;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

public sealed class DigitSetTests
{
    private static readonly DigitSet Three = new(1, 2, [1, 2, 3, 4, 5, 6], [7, 8, 9]);

    [Theory]
    [InlineData(0, 2, 0, 0, 10, "height")]
    [InlineData(-1, 2, 0, 0, 10, "height")]
    [InlineData(2, 0, 0, 0, 10, "width")]
    [InlineData(2, 2, 4, 1, 0, "classes")]
    [InlineData(2, 2, 4, 1, 257, "classes")]
    [InlineData(2, 3, 5, 1, 10, "5 bytes are not 1 pictures of 2×3")]
    [InlineData(2, 3, 7, 1, 10, "7 bytes are not 1 pictures of 2×3")]
    [InlineData(2, 3, 6, 2, 10, "6 bytes are not 2 pictures of 2×3")]
    public void Arrays_that_do_not_fit_are_refused(int height, int width, int pixels, int labels, int classes, string why)
    {
        var e = Assert.ThrowsAny<ArgumentException>(() => new DigitSet(height, width, new byte[pixels], new byte[labels], classes));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_must_be_there()
    {
        Assert.Equal("images", Assert.Throws<ArgumentNullException>(() => new DigitSet(1, 1, null!, [])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentNullException>(() => new DigitSet(1, 1, [], null!)).ParamName);
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(1, 0)]
    [InlineData(36, 35)]
    [InlineData(256, 255)]
    public void Labels_are_below_the_number_of_classes(int classes, byte largest)
    {
        var set = new DigitSet(1, 1, [5, 6], [0, largest], classes);
        Assert.Equal((2, 1, 1, classes), (set.Count, set.Height, set.Width, set.Classes));
        if (classes == 256)
            return;
        var e = Assert.Throws<ArgumentException>(() => new DigitSet(1, 1, [5, 6], [0, (byte)(largest + 1)], classes));
        Assert.Contains($"label 1 is {largest + 1}, not 0 to {largest}", e.Message, StringComparison.Ordinal);
        Assert.Equal("labels", e.ParamName);
    }

    [Fact]
    public void The_first_label_is_looked_at_too() =>
        Assert.Contains("label 0 is 10", Assert.Throws<ArgumentException>(() => new DigitSet(1, 1, [0], [10])).Message);

    [Theory]
    [InlineData(-1, 1, "first")]
    [InlineData(0, -1, "count")]
    [InlineData(2, -1, "count")]
    [InlineData(0, 4, "count")]
    [InlineData(3, 1, "count")]
    public void Only_a_range_of_the_set_can_be_taken(int first, int count, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Three.Take(first, count)).ParamName);

    [Fact]
    public void A_part_is_a_copy_of_as_many_classes()
    {
        var letters = new DigitSet(1, 2, [1, 2, 3, 4, 5, 6], [7, 8, 20], 36);
        var part = letters.Take(1, 2);
        Assert.Equal([3, 4, 5, 6], part.Images);
        Assert.Equal([8, 20], part.Labels);
        Assert.Equal((1, 2, 36), (part.Height, part.Width, part.Classes));
        part.Images[0] = 99;
        part.Labels[0] = 0;
        Assert.Equal((3, 8), (letters.Images[2], letters.Labels[1]));
    }

    [Fact]
    public void Sets_of_one_size_follow_each_other()
    {
        var both = Three.Append(new(1, 2, [50, 60], [11], 12));
        Assert.Equal([1, 2, 3, 4, 5, 6, 50, 60], both.Images);
        Assert.Equal([7, 8, 9, 11], both.Labels);
        Assert.Equal((1, 2, 12), (both.Height, both.Width, both.Classes));
        Assert.Equal(12, new DigitSet(1, 2, [50, 60], [11], 12).Append(Three).Classes);
        foreach (var other in (DigitSet[])[new(2, 1, [1, 2], [0]), new(1, 3, [1, 2, 3], [0]), new(2, 2, [1, 2, 3, 4], [0])])
        {
            var e = Assert.Throws<ArgumentException>(() => Three.Append(other));
            Assert.Contains($"pictures of {other.Height}×{other.Width} do not go with pictures of 1×2", e.Message);
        }
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_images_as_a_file_and_the_labels()
    {
        byte[] bytes = [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Three.Fingerprint());
    }

    [Fact]
    public void A_transposed_set_keeps_its_labels_and_classes()
    {
        var turned = new DigitSet(2, 3, [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], [30, 2], 36).Transpose();
        Assert.Equal([1, 4, 2, 5, 3, 6, 10, 40, 20, 50, 30, 60], turned.Images);
        Assert.Equal((3, 2, 36), (turned.Height, turned.Width, turned.Classes));
        Assert.Equal([30, 2], turned.Labels);
    }

    [Theory]
    [InlineData(
        "t-images-idx3-ubyte",
        "t-labels-idx1-ubyte t-labels.idx1-ubyte t-labels-idx2-int t-labels.idx2-int "
            + "t-labels-idx1-ubyte.gz t-labels.idx1-ubyte.gz t-labels-idx2-int.gz t-labels.idx2-int.gz")]
    [InlineData(
        "images.idx3-ubyte.GZ",
        "labels.idx1-ubyte.GZ labels-idx1-ubyte.GZ labels.idx2-int.GZ labels-idx2-int.GZ "
            + "labels.idx1-ubyte labels-idx1-ubyte labels.idx2-int labels-idx2-int")]
    [InlineData("my images", "my labels my labels.gz")]
    public void The_labels_of_a_file_have_the_likeliest_name_first(string images, string labels)
    {
        var names = labels.Contains("my", StringComparison.Ordinal) ? ["my labels", "my labels.gz"] : labels.Split(' ');
        Assert.Equal(names, DigitSet.LabelNames(images));
        Assert.Equal(names, DigitSet.LabelFiles(images));
        Assert.Equal(names.Select(name => Path.Combine("a", "b", name)), DigitSet.LabelFiles(Path.Combine("a", "b", images)));
    }

    [Fact]
    public void Pictures_of_a_name_without_images_are_refused()
    {
        var path = Path.Combine("images", "digits.gz");
        var e = Assert.Throws<DataException>(() => DigitSet.ReadPair(path));
        Assert.StartsWith($"{path}: the name of an IDX file of pictures has \"images\" in it", e.Message, StringComparison.Ordinal);
        path = Path.Combine("nowhere", "images");
        Assert.Equal(
            $"{path}: the labels are not beside it; looked for labels, labels.gz",
            Assert.Throws<DataException>(() => DigitSet.ReadPair(path)).Message);
    }

    [Fact]
    public void Labels_that_are_no_digits_or_belong_to_another_file_are_refused()
    {
        IdxArray images = new([2, 1, 2], [1, 2, 3, 4]);
        Assert.Equal(
            "l: label 0 (offset 8) is 255; digits are 0 to 9, use a file of digit labels",
            Assert.Throws<DataException>(() => DigitSet.Join(images, "i", new([2], [255, 1]), "l")).Message);
        Assert.Equal(
            "i holds 2 pictures but l holds 3 labels; use the two files of one set",
            Assert.Throws<DataException>(() => DigitSet.Join(images, "i", new([3], [0, 1, 9]), "l")).Message);
        var set = DigitSet.Join(images, "i", new([2], [0, 9]), "l");
        Assert.Equal((1, 2, 10), (set.Height, set.Width, set.Classes));
        Assert.Same(images.Data, set.Images);
    }

    [Fact]
    public void A_level_is_a_byte_of_255()
    {
        Assert.Equal([0, 1 / 255f, 128 / 255f, 1], Levels.ToFloats([0, 1, 128, 255]));
        Assert.Equal(
            new byte[] { 0, 0, 0, 1, 127, 128, 255, 255, 255 },
            Array.ConvertAll([-1, 0, 0.4f / 255, 0.6f / 255, 127.4f / 255, 127.6f / 255, 254.6f / 255, 1, 7], Levels.ToByte));
        for (var level = 0; level < 256; level++)
            Assert.Equal(level, Levels.ToByte(Levels.ToFloats([(byte)level])[0]));
    }

    /// <summary>The sizes follow from what is in them, the hashes are of as many digits as SHA-256 has.</summary>
    [Fact]
    public void The_four_files_of_MNIST_are_named_and_sized_as_published()
    {
        Assert.Equal(
            ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
            MnistFile.All.Select(file => file.Name));
        Assert.Equal([3, 1, 3, 1], MnistFile.All.Select(file => file.Rank));
        Assert.Equal([16 + (60_000L * 784), 8 + 60_000, 16 + (10_000 * 784), 8 + 10_000], MnistFile.All.Select(file => file.Length));
        Assert.All(MnistFile.All, file => Assert.Equal(32, Convert.FromHexString(file.Sha256).Length));
        Assert.Distinct(MnistFile.All.Select(file => file.Sha256));
    }
}
