using BenchmarkDotNet.Attributes;
using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Benchmarks;

/// <summary>The tutorial network's operations on a batch of 128, a whole training step, and readings.</summary>
public class TutorialBenchmarks : DeviceBenchmarks
{
    private const int Batch = 128;
    private const int Most = 256;
    private const int Inputs = 5408;
    private const int Units = 128;
    private const int Parameters = 693_962;

    private static readonly ConvolutionShape Convolution = new(28, 28, 1, 32, 3, 3, 1, 1, 0, 0, 26, 26);
    private static readonly PoolShape Pool = new(26, 26, 32, 2, 2, 2, 2, 0, 0, 13, 13);

    private DeviceBuffer<byte> _images = null!, _labels = null!, _argMax = null!, _label = null!;
    private DeviceBuffer<int> _order = null!;
    private DeviceBuffer<float> _x = null!, _pooled = null!, _hidden = null!, _logits = null!, _dPooled = null!, _dHidden = null!;
    private DeviceBuffer<float> _dLogits = null!, _metrics = null!, _all = null!, _gradients = null!, _m = null!, _v = null!;

    [Benchmark]
    public void Gather() => Device.GatherBatch(_images, _labels, _order, 0, Batch, 784, _x, _label);

    [Benchmark]
    public void ConvolutionPoolRelu() => ConvolutionForward(Batch);

    [Benchmark]
    public void ConvolutionPoolReluBackward() => Device.ConvolutionPoolReluBackward(
        Convolution, Pool, Batch, _x, _pooled, _dPooled, _argMax, Filters(_gradients), FilterBias(_gradients));

    [Benchmark]
    public void DenseForward() => DenseForward(Batch);

    [Benchmark]
    public void DenseBackwardInput() => Device.DenseBackwardInput(Batch, Inputs, Units, _dHidden, Weights(_all), _dPooled);

    [Benchmark]
    public void DenseBackwardWeights() =>
        Device.DenseBackwardWeights(Batch, Inputs, Units, _pooled, _dHidden, Weights(_gradients), Bias(_gradients));

    [Benchmark]
    public void DenseBackwardWeightsAdam() => Device.DenseBackwardWeightsAdam(
        Batch, Inputs, Units, _pooled, _dHidden, Weights(_gradients), Bias(_gradients), Weights(_all), Weights(_m), Weights(_v),
        1e-7f, 0.9f, 0.999f, 1e-7f);

    [Benchmark]
    public void SoftmaxCrossEntropy() => Device.SoftmaxCrossEntropy(Batch, 10, _logits, _label, _dLogits, _metrics, 0);

    [Benchmark]
    public void Adam() => Device.Adam(Parameters, _all, _gradients, _m, _v, 1e-7f, 0.9f, 0.999f, 1e-7f);

    /// <summary>469 of these are an epoch.</summary>
    [Benchmark]
    public void TrainingStep()
    {
        Gather();
        Forward(Batch);
        SoftmaxCrossEntropy();
        Device.DenseBackwardWeights(Batch, Units, 10, _hidden, _dLogits, OutWeights(_gradients), OutBias(_gradients));
        Device.DenseBackwardInput(Batch, Units, 10, _dLogits, OutWeights(_all), _dHidden);
        Device.ReluBackward(Batch * Units, _hidden, _dHidden, _dHidden);
        DenseBackwardInput();
        ConvolutionPoolReluBackward();
        DenseBackwardWeightsAdam();
        Device.Adam(320, _all, _gradients, _m, _v, 1e-7f, 0.9f, 0.999f, 1e-7f);
        var tail = 320 + (Inputs * Units);
        Device.Adam(
            Parameters - tail, Tail(_all, tail), Tail(_gradients, tail), Tail(_m, tail), Tail(_v, tail), 1e-7f, 0.9f, 0.999f, 1e-7f);
    }

    [Benchmark]
    public void Read1() => Forward(1);

    [Benchmark]
    public void Read256() => Forward(Most);

    protected override void Allocate()
    {
        _images = Device.Allocate<byte>(1000 * 784);
        var pixels = new byte[1000 * 784];
        new Random(2).NextBytes(pixels);
        _images.CopyFromHost(pixels);
        (_labels, _label, _argMax) = (Device.Allocate<byte>(1000), Device.Allocate<byte>(Batch), Device.Allocate<byte>(Most * Inputs));
        _order = Device.Allocate<int>(1000);
        (_x, _pooled, _hidden, _logits) = (Floats(Most * 784), Floats(Most * Inputs), Floats(Most * Units), Floats(Most * 10));
        (_dPooled, _dHidden, _dLogits, _metrics) = (Floats(Batch * Inputs), Floats(Batch * Units), Floats(Batch * 10), Floats(2));
        (_all, _gradients, _m, _v) = (Floats(Parameters), Floats(Parameters), Floats(Parameters), Floats(Parameters, relu: true));
        ConvolutionForward(Most);
    }

    private static DeviceBuffer<float> Filters(DeviceBuffer<float> all) => all.Slice(0, 288);

    private static DeviceBuffer<float> FilterBias(DeviceBuffer<float> all) => all.Slice(288, 32);

    private static DeviceBuffer<float> Weights(DeviceBuffer<float> all) => all.Slice(320, Inputs * Units);

    private static DeviceBuffer<float> Bias(DeviceBuffer<float> all) => all.Slice(320 + (Inputs * Units), Units);

    private static DeviceBuffer<float> OutWeights(DeviceBuffer<float> all) => all.Slice(Parameters - 1290, 1280);

    private static DeviceBuffer<float> OutBias(DeviceBuffer<float> all) => all.Slice(Parameters - 10, 10);

    private static DeviceBuffer<float> Tail(DeviceBuffer<float> all, int first) => all.Slice(first, Parameters - first);

    private void ConvolutionForward(int batch) =>
        Device.ConvolutionPoolReluForward(Convolution, Pool, batch, _x, Filters(_all), FilterBias(_all), _pooled, _argMax);

    private void DenseForward(int batch) => Device.DenseForward(batch, Inputs, Units, _pooled, Weights(_all), Bias(_all), _hidden, relu: true);

    private void Forward(int batch)
    {
        ConvolutionForward(batch);
        DenseForward(batch);
        Device.DenseForward(batch, Units, 10, _hidden, OutWeights(_all), OutBias(_all), _logits);
    }
}
