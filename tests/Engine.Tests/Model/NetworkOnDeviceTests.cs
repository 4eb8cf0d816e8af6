using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Model;

/// <summary>Many pictures at once, and what is left of a network that is put away.</summary>
public sealed class NetworkOnDeviceTests
{
    private static readonly DigitSet Digits = MnistExcerpt.Load().Test.Take(0, 5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_set_that_is_read_in_batches_has_the_features_of_each_picture_alone(int batch)
    {
        using var device = new VectorDevice();
        using DigitClassifier one = new(device, Noise(10), 1), many = new(device, Noise(10), batch);
        AssertNear(Each(digit => one.Features(Levels.ToFloats(digit.Images))), many.Features(Digits));
    }

    [Fact]
    public void Shapes_that_are_read_at_once_are_those_of_each_picture_alone()
    {
        using var device = new VectorDevice();
        var places = new Sequential(new(Placement.Inputs), new Dense(Alphabet.Classes), new Softmax());
        var model = Noise(Alphabet.None) with { Places = new(places, places.Initialise(2)) };
        using var networks = new SymbolNetworks(device, model, 2);
        var shapes = Each(digit => networks.ReadShapes([digit.Images]));
        Assert.Equal(Digits.Count, shapes.Chunk(Alphabet.None).DistinctBy(one => one[0]).Count());
        AssertNear(shapes, networks.ReadShapes([.. Digits.Images.Chunk(28 * 28)]));
    }

    [Fact]
    public void A_network_that_is_disposed_gives_its_memory_back()
    {
        using var device = new VectorDevice();
        var network = new Network(device, Noise(10).Architecture, 1);
        float[] read = new float[(int)network.Weights.Length], picture = new float[(int)network.Input.Length];
        network.Weights.CopyToHost(read);
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Weights.CopyToHost(read));
        Assert.Throws<ObjectDisposedException>(() => network.Input.CopyToHost(picture));
    }

    /// <summary>A batch sums in another order.</summary>
    private static void AssertNear(float[] expected, float[] read) => Assert.Equal(expected, read, (a, b) => MathF.Abs(a - b) < 1e-5f);

    private static float[] Each(Func<DigitSet, float[]> read) =>
        [.. Enumerable.Range(0, Digits.Count).SelectMany(i => read(Digits.Take(i, 1)))];

    private static TrainedModel Noise(int classes)
    {
        var network = new Sequential(new(28, 28, 1), new Flatten(), new Dense(12), new Relu(), new Dense(classes), new Softmax());
        return new(network, network.Initialise(3));
    }
}
