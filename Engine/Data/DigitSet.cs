using System.Security.Cryptography;

namespace GpuDigits.Engine.Data;

/// <summary>Grey pictures of digits and what they show.</summary>
public sealed class DigitSet
{
    /// <summary>Takes the arrays as they are, without a copy.</summary>
    /// <param name="height">Rows of a picture.</param>
    /// <param name="width">Columns of a picture.</param>
    /// <param name="images">[count, height, width], 0 is background, 255 is ink.</param>
    /// <param name="labels">[count], 0 to classes − 1.</param>
    /// <param name="classes">How many things there are to tell apart: ten digits, or the symbols of an alphabet.</param>
    /// <exception cref="ArgumentException">The arrays do not fit each other, or a label is too large.</exception>
    public DigitSet(int height, int width, byte[] images, byte[] labels, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(classes, Math.Clamp(classes, 1, 256));
        if (images.LongLength != labels.LongLength * height * width)
            throw new ArgumentException($"{images.Length} bytes are not {labels.Length} pictures of {height}×{width}", nameof(images));
        var bad = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (bad >= 0)
            throw new ArgumentException($"label {bad} is {labels[bad]}, not 0 to {classes - 1}", nameof(labels));
        Classes = classes;
        Height = height;
        Width = width;
        Images = images;
        Labels = labels;
    }

    /// <summary>Number of pictures.</summary>
    public int Count => Labels.Length;

    /// <summary>How many things there are to tell apart; labels are below it.</summary>
    public int Classes { get; }

    /// <summary>Rows of a picture.</summary>
    public int Height { get; }

    /// <summary>Columns of a picture.</summary>
    public int Width { get; }

    /// <summary>Pixels, [Count, Height, Width].</summary>
    public byte[] Images { get; }

    /// <summary>Digits shown, [Count].</summary>
    public byte[] Labels { get; }

    /// <summary>SHA-256 of sizes, pictures and labels, in hexadecimal: the same for the same digits in the same order.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(IdxFile.Header([Count, Height, Width], Images.Length));
        hash.AppendData(Images);
        hash.AppendData(Labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A copy of <paramref name="count"/> digits from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the set.</exception>
    public DigitSet Take(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - first);
        var picture = Height * Width;
        return new(
            Height,
            Width,
            Images.AsSpan(first * picture, count * picture).ToArray(),
            Labels.AsSpan(first, count).ToArray(),
            Classes);
    }

    /// <summary>These digits and then the others.</summary>
    /// <exception cref="ArgumentException">The others are of another size.</exception>
    public DigitSet Append(DigitSet others)
    {
        if ((others.Height, others.Width) != (Height, Width))
            throw new ArgumentException(
                $"pictures of {others.Height}×{others.Width} do not go with pictures of {Height}×{Width}", nameof(others));
        return new(Height, Width, [.. Images, .. others.Images], [.. Labels, .. others.Labels], Math.Max(Classes, others.Classes));
    }

    /// <summary>Reads a pair of IDX files, plain or gzip.</summary>
    /// <exception cref="DataException">A file cannot be read, is not IDX, or the two do not belong together.</exception>
    public static DigitSet Read(string imagesPath, string labelsPath) =>
        Join(IdxFile.Read(imagesPath, 3), imagesPath, IdxFile.ReadLabels(labelsPath), labelsPath);

    /// <summary>
    /// Reads the images and the labels beside them. The labels' file name is the images' name with "images" replaced by "labels" and "idx3"
    /// by "idx1" (QMNIST: "idx2-int"). Each file may be plain or gzip, with or without .gz, and have a point instead of the hyphen before
    /// idx.
    /// </summary>
    /// <exception cref="DataException">As <see cref="Read"/>; the name has no "images" in it; or there are no labels.</exception>
    public static DigitSet ReadPair(string imagesPath)
    {
        var name = Path.GetFileName(imagesPath);
        if (!name.Contains("images", StringComparison.Ordinal))
            throw new DataException(
                $"{imagesPath}: the name of an IDX file of pictures has \"images\" in it, so that the labels can be found");
        string[] possible = [.. LabelFiles(imagesPath)];
        return Read(imagesPath, possible.FirstOrDefault(File.Exists) ?? throw new DataException(
            $"{imagesPath}: the labels are not beside it; looked for {string.Join(", ", possible.Select(Path.GetFileName))}"));
    }

    /// <summary>Where the labels of an IDX file of pictures may be, the likeliest first.</summary>
    public static IEnumerable<string> LabelFiles(string imagesPath) =>
        LabelNames(Path.GetFileName(imagesPath)).Select(name => Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", name));

    /// <summary>The names that the labels may have, the likeliest first.</summary>
    internal static IEnumerable<string> LabelNames(string imagesName)
    {
        var same = imagesName.Replace("images", "labels", StringComparison.Ordinal);
        string[] plain =
            [.. ((string[])[same, .. same.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? [same[..^3]] : (string[])[same + ".gz"]])];
        return plain.SelectMany(n =>
            (string[])[n.Replace("idx3", "idx1", StringComparison.Ordinal), n.Replace("idx3-ubyte", "idx2-int", StringComparison.Ordinal)])
            .SelectMany(
                n => (string[])[n, n.Replace("-idx", ".idx", StringComparison.Ordinal),
                    n.Replace(".idx", "-idx", StringComparison.Ordinal)]).Distinct();
    }

    /// <summary>The same digits with rows and columns exchanged, as EMNIST's files hold them.</summary>
    public DigitSet Transpose()
    {
        var turned = new byte[Images.Length];
        var size = Height * Width;
        for (var i = 0; i < turned.Length; i++)
        {
            var at = i % size;
            turned[i - at + (at % Width * Height) + (at / Width)] = Images[i];
        }

        return new(Width, Height, turned, Labels, Classes);
    }

    internal static DigitSet Join(IdxArray images, string imagesName, IdxArray labels, string labelsName)
    {
        var bad = labels.Data.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        if (bad >= 0)
        {
            throw new DataException(
                $"{labelsName}: label {bad} (offset {IdxFile.HeaderLength(1) + bad}) is {labels.Data[bad]}; digits are 0 to 9, use a file "
                    + "of digit labels");
        }

        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new DataException(
                $"{imagesName} holds {images.Dimensions[0]} pictures but {labelsName} holds {labels.Dimensions[0]} labels; use the two "
                    + "files of one set");
        }

        return new(images.Dimensions[1], images.Dimensions[2], images.Data, labels.Data);
    }
}
