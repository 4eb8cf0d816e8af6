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
    private static readonly AdamUpdate Update = new(1e-7f, 0.9f, 0.999f, 1e-7f);

    private DeviceBuffer<int> _order = null!;
    private Tensor _x, _pooled, _hidden, _logits, _dPooled, _dHidden, _dLogits;
    private DeviceBuffer<float> _metrics = null!, _all = null!, _gradients = null!, _m = null!, _v = null!;

    [Benchmark]
    public void Gather() => Device.Run(new GatherPictures(_images, _labels, _order, 0, _x.First(Batch), _label));

    [Benchmark]
    public void ConvolutionPoolRelu() => ConvolutionForward(Batch);

    [Benchmark]
    public void ConvolutionPoolReluBackward() => Device.Run(new ConvolutionPoolReluBackward(
        Convolution, Pool, _x.First(Batch), _pooled.First(Batch), _dPooled, _argMax, Filters(_gradients), FilterBias(_gradients)));

    [Benchmark]
    public void DenseForward() => DenseForward(Batch);

    [Benchmark]
    public void DenseBackwardInput() => Device.Run(new DenseBackwardInput(_dHidden, Weights(_all).Rows(Inputs), _dPooled));

    [Benchmark]
    public void DenseBackwardWeights() =>
        Device.Run(new DenseBackwardWeights(_pooled.First(Batch), _dHidden, Weights(_gradients).Rows(Inputs), Bias(_gradients)));

    [Benchmark]
    public void DenseBackwardWeightsAdam()
    {
        var gradient = Weights(_gradients).Rows(Inputs);
        Device.Run(new DenseBackwardWeightsAdam(
            new(_pooled.First(Batch), _dHidden, gradient, Bias(_gradients)),
            new(Weights(_all), gradient, Weights(_m), Weights(_v), Update)));
    }

    [Benchmark]
    public void SoftmaxCrossEntropy() => Device.Run(new CrossEntropy(_logits.First(Batch), _label, _dLogits, _metrics, 0));

    [Benchmark]
    public void Adam() => Device.Run(new AdamStep(_all, _gradients, _m, _v, Update));

    /// <summary>469 of these are an epoch.</summary>
    [Benchmark]
    public void TrainingStep()
    {
        Gather();
        Forward(Batch);
        SoftmaxCrossEntropy();
        Device.Run(new DenseBackwardWeights(_hidden.First(Batch), _dLogits, OutWeights(_gradients).Rows(Units), OutBias(_gradients)));
        Device.Run(new DenseBackwardInput(_dLogits, OutWeights(_all).Rows(Units), _dHidden));
        Device.Run(new ReluBackward(_hidden.First(Batch), _dHidden, _dHidden));
        DenseBackwardInput();
        ConvolutionPoolReluBackward();
        DenseBackwardWeightsAdam();
        UpdateRange(0, 320);
        UpdateRange(320 + (Inputs * Units), Parameters);
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
        (_x, _pooled, _hidden, _logits) = (
            Floats(Most * 784).Rows(Most), Floats(Most * Inputs).Rows(Most), Floats(Most * Units).Rows(Most), Floats(Most * 10).Rows(Most));
        (_dPooled, _dHidden, _dLogits) = (
            Floats(Batch * Inputs).Rows(Batch), Floats(Batch * Units).Rows(Batch), Floats(Batch * 10).Rows(Batch));
        _metrics = Floats(2);
        (_all, _gradients, _m, _v) = (Floats(Parameters), Floats(Parameters), Floats(Parameters), Floats(Parameters, relu: true));
        ConvolutionForward(Most);
    }

    private static DeviceBuffer<float> Filters(DeviceBuffer<float> all) => all.Slice(0, 288);

    private static DeviceBuffer<float> FilterBias(DeviceBuffer<float> all) => all.Slice(288, 32);

    private static DeviceBuffer<float> Weights(DeviceBuffer<float> all) => all.Slice(320, Inputs * Units);

    private static DeviceBuffer<float> Bias(DeviceBuffer<float> all) => all.Slice(320 + (Inputs * Units), Units);

    private static DeviceBuffer<float> OutWeights(DeviceBuffer<float> all) => all.Slice(Parameters - 1290, 1280);

    private static DeviceBuffer<float> OutBias(DeviceBuffer<float> all) => all.Slice(Parameters - 10, 10);

    private void UpdateRange(int from, int to)
    {
        DeviceBuffer<float> Of(DeviceBuffer<float> all) => all.Slice(from, to - from);
        Device.Run(new AdamStep(Of(_all), Of(_gradients), Of(_m), Of(_v), Update));
    }

    private void ConvolutionForward(int batch) =>
        Device.Run(new ConvolutionPoolReluForward(
            Convolution, Pool, _x.First(batch), Filters(_all), FilterBias(_all), _pooled.First(batch), _argMax));

    private void DenseForward(int batch) =>
        Device.Run(new DenseForward(_pooled.First(batch), Weights(_all).Rows(Inputs), Bias(_all), _hidden.First(batch), Relu: true));

    private void Forward(int batch)
    {
        ConvolutionForward(batch);
        DenseForward(batch);
        Device.Run(new DenseForward(_hidden.First(batch), OutWeights(_all).Rows(Units), OutBias(_all), _logits.First(batch)));
    }
}
