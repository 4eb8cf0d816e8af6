namespace GpuDigits.Kernels.Tests;

public sealed class DivisorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(28)]
    [InlineData(64)]
    [InlineData(641)]
    [InlineData(65_537)]
    [InlineData((1 << 30) + 1)]
    [InlineData(int.MaxValue)]
    public void MultiplyingIsDividing(int divisor)
    {
        var by = new Divisor(divisor);
        int[] edges = [0, 1, divisor - 1, divisor, int.MaxValue - 1, int.MaxValue, int.MaxValue / divisor * divisor,
            (int)Math.Max(0, ((long)int.MaxValue / divisor * divisor) - 1)];
        var random = new Random(1);
        foreach (var value in edges.Concat(Enumerable.Range(0, 10_000).Select(_ => random.Next())))
            Assert.Equal(value / divisor, by.Divide(value));
    }
}
