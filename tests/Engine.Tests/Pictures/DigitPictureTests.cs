using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures.Preparation;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>The shipped model reads pictures as people have them.</summary>
public sealed class DigitPictureTests : IDisposable
{
    /// <summary>Every so many digits of the excerpt's 500 are tried: 1 for a measurement.</summary>
    private const int Step = 10;

    private readonly Device _device = DeviceCatalog.Open("cpu");
    private readonly DigitClassifier _classifier;

    public DigitPictureTests() => _classifier = new(_device, TrainedModel.Load(ShippedModel.Find()!), 1);

    public static TheoryData<string> Kinds => [.. DamagedPictures.Kinds.Keys];

    public void Dispose()
    {
        _classifier.Dispose();
        _device.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_pictures_are_read_and_hardly_ever_surely_wrong(string kind)
    {
        var digits = MnistExcerpt.Load().Train;
        var random = new Random(7);
        int tried = 0, right = 0, surelyWrong = 0;
        for (var i = 0; i < digits.Count; i += Step, tried++)
        {
            var picture = DamagedPictures.Kinds[kind](digits.Images.AsSpan(i * 784, 784).ToArray(), random);
            if (DigitPicture.Prepare(picture) is not { } prepared)
                continue;
            var verdict = _classifier.Read(prepared);
            if (verdict.Digit == digits.Labels[i])
                right++;
            else if (!verdict.IsUnsure)
                surelyWrong++;
        }

        Assert.True(right >= 0.82 * tried && surelyWrong <= 0.04 * tried, $"{kind}: {right} of {tried} right, {surelyWrong} surely wrong");
    }

    [Fact]
    public void Blank_pictures_of_any_level_are_never_surely_a_digit()
    {
        foreach (var (name, picture) in DamagedPictures.Blank(new Random(1)))
        {
            var prepared = DigitPicture.Prepare(picture);
            if (name.Contains("noise", StringComparison.Ordinal))
                Assert.True(prepared is null || _classifier.Read(prepared).IsUnsure, name);
            else
                Assert.True(prepared is null, name);
        }
    }

    [Fact]
    public void What_is_prepared_as_MNIST_is_taken_bit_for_bit()
    {
        var (train, test) = MnistExcerpt.Load();
        foreach (var digit in train.Images.Chunk(784).Concat(test.Images.Chunk(784)))
        {
            var expected = Array.ConvertAll(digit, v => v / 255f);
            Assert.Equal(expected, DigitPicture.Prepare(new(28, 28, 1, digit)));
            Assert.Equal(expected, DigitPicture.Prepare(new(28, 28, 1, Array.ConvertAll(digit, v => (byte)(255 - v)))));
            Assert.Equal(expected, DigitPicture.Prepare(new(28, 28, 4, [.. digit.SelectMany(v => (byte[])[v, v, v, 255])])));
        }
    }
}
