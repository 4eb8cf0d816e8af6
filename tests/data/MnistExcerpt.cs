using GpuDigits.Engine.Data;

namespace GpuDigits.Tests;

/// <summary>The first 500 training and 200 test digits of MNIST; see the README beside the files.</summary>
internal static class MnistExcerpt
{
    public static (DigitSet Train, DigitSet Test) Load() => (Read("train"), Read("t10k"));

    private static DigitSet Read(string set) => DigitSet.Read(PathOf($"{set}-images-excerpt.gz"), PathOf($"{set}-labels-excerpt.gz"));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
