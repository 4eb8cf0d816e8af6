using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    public static TheoryData<string, AugmentSettings> Augmentations => new()
    {
        { "rotation", new(0.2f, 0, 0, 0, 0, 0, 0, 0, 0) },
        { "shear", new(0, 0.4f, 0, 0, 0, 0, 0, 0, 0) },
        { "scale", new(0, 0, 0.4f, 0, 0, 0, 0, 0, 0) },
        { "shift", new(0, 0, 0, 6, 0, 0, 0, 0, 0) },
        { "elastic", new(0, 0, 0, 0, 5, 0, 0, 0, 0) },
        { "thickness", new(0, 0, 0, 0, 0, 1, 0, 0, 0) },
        { "blur", new(0, 0, 0, 0, 0, 0, 1, 0, 0) },
        { "contrast", new(0, 0, 0, 0, 0, 0, 0, 1, 0) },
        { "cut-out", new(0, 0, 0, 0, 0, 0, 0, 0, 1) },
        { "all", new(0.1f, 0.2f, 0.15f, 2.5f, 3, 0.5f, 0.5f, 0.5f, 0.5f) },
    };

    [SkippableTheory]
    [MemberData(nameof(Augmentations))]
    public void GatherAugmented(string what, AugmentSettings settings)
    {
        foreach (var (height, width) in new[] { (28, 28), (9, 21), (1, 5) })
        {
            const int Count = 30, Batch = 13, First = 4;
            var pixels = height * width;
            var images = Smooth(Count, height, width);
            byte[] labels = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 10))];
            int[] order = [.. Enumerable.Range(0, Count).Select(i => i * 7 % Count)];
            var x = Output(Batch * pixels);
            var y = Places(Batch);
            var batch = new AugmentBatch(First, height, width, 5, 9);
            Device.Run(new GatherAugmented(Send(images), Send(labels), Send(order), batch, settings, x.Rows(Batch), y));
            double[] expected = [.. order.Skip(First).Take(Batch).SelectMany(
                i => ReferenceAugment.Apply(images[(i * pixels)..((i + 1) * pixels)], height, width, settings, batch, i))];
            Near(expected, x, 5e-5);
            Assert.Equal(order.Skip(First).Take(Batch).Select(i => labels[i]), y.ToArray());
            Assert.True(
                height == 1 || expected.Zip(order.Skip(First).Take(Batch).SelectMany(i => images[(i * pixels)..((i + 1) * pixels)]))
                    .Any(p => Math.Abs(p.First - (p.Second / 255.0)) > 0.02), what);
        }
    }

    [SkippableFact]
    public void AugmentationWithoutStrengthGathers()
    {
        byte[] images = Smooth(3, 28, 28), labels = [4, 5, 6];
        var x = Output(3 * 784);
        Device.Run(
            new GatherAugmented(Send(images), Send(labels), Send((int[])[2, 0, 1]), new(0, 28, 28, 1, 1), default, x.Rows(3), Places(3)));
        Assert.Equal([.. images[(2 * 784)..].Concat(images[..(2 * 784)]).Select(p => p / 255.0f)], x.ToArray());
    }

    [SkippableFact]
    public void TooLargePicturesAreNotAugmented() =>
        Assert.Contains(
            "1024",
            Assert.Throws<ArgumentException>(
                () =>
                    Device.Run(new GatherAugmented(Send(new byte[1025]), Send(new byte[1]), Send(new int[1]), new(0, 1, 1025, 1, 1),
                        default, Output(1025).Rows(1), Places(1)))).Message, StringComparison.Ordinal);

    // Random waves: neighbours differ by little, so that the place that is read may be a rounding off.
    private static byte[] Smooth(int count, int height, int width)
    {
        var random = new Random(3);
        var images = new byte[count * height * width];
        for (var n = 0; n < count; n++)
        {
            double a = random.NextDouble() / 2, b = random.NextDouble() / 2, phase = 6 * random.NextDouble();
            for (var p = 0; p < height * width; p++)
                images[(n * height * width) + p] = (byte)(127.5 + (127 * Math.Sin((a * (p / width)) + (b * (p % width)) + phase)));
        }

        return images;
    }
}
