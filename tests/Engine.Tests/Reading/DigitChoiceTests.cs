using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>Which digit a window holds is said by the shape, how likely it is one by the place.</summary>
public sealed class DigitChoiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_digits_keep_their_sum_and_the_odds_of_two_are_those_of_the_shape_squared(int seed)
    {
        var random = new Random(seed);
        var (classes, shape) = (Logarithms(random, Alphabet.Classes), Logarithms(random, Alphabet.None));
        var before = (float[])classes.Clone();
        DigitChoice.ByShape(classes, shape);
        Assert.Equal(before[10..], classes[10..]);
        Assert.Equal(Sum(before), Sum(classes), 1e-5);
        for (var digit = 1; digit < 10; digit++)
            Assert.Equal(2 * (shape[digit] - shape[0]), classes[digit] - classes[0], 1e-4f);
    }

    [Fact]
    public void A_shape_that_is_certainly_no_digit_gives_numbers_all_the_same()
    {
        var classes = Logarithms(new Random(4), Alphabet.Classes);
        var before = Sum(classes);
        var shape = new float[Alphabet.None];
        Array.Fill(shape, MathF.Log(1e-9f));
        DigitChoice.ByShape(classes, shape);
        Assert.All(classes, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(before, Sum(classes), 1e-5);
    }

    private static double Sum(float[] logarithms) => logarithms[..10].Sum(one => Math.Exp(one));

    private static float[] Logarithms(Random random, int count)
    {
        double[] shares = [.. Enumerable.Range(0, count).Select(_ => Math.Pow(random.NextDouble(), 4))];
        return [.. shares.Select(share => (float)Math.Log((share / shares.Sum()) + 1e-9))];
    }
}
