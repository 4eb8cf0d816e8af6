namespace GpuDigits.Engine.Data;

/// <summary>One of the four files that MNIST (LeCun, Cortes, Burges) is.</summary>
/// <param name="Name">Its usual name, without ".gz".</param>
/// <param name="Length">Its plain length in bytes.</param>
/// <param name="Sha256">The hash of its plain contents, lower-case hexadecimal.</param>
/// <param name="Rank">Number of dimensions: 3 for images, 1 for labels.</param>
public sealed record MnistFile(string Name, long Length, string Sha256, int Rank)
{
    /// <summary>[60000, 28, 28].</summary>
    public static readonly MnistFile TrainImages = new(
        "train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 3);

    /// <summary>[60000].</summary>
    public static readonly MnistFile TrainLabels = new(
        "train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 1);

    /// <summary>[10000, 28, 28].</summary>
    public static readonly MnistFile TestImages = new(
        "t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 3);

    /// <summary>[10000].</summary>
    public static readonly MnistFile TestLabels = new(
        "t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 1);

    /// <summary>Train images and labels, test images and labels.</summary>
    public static IReadOnlyList<MnistFile> All { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];
}
