using BenchmarkDotNet.Attributes;
using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Benchmarks;

/// <summary>3×3 convolutions of deeper models, 64 pictures, padding same.</summary>
public class ConvolutionBenchmarks : DeviceBenchmarks
{
    private const int Batch = 64;
    private ConvolutionShape _shape;
    private DeviceBuffer<float> _x = null!, _y = null!, _filters = null!, _bias = null!, _dx = null!, _dFilters = null!, _dBias = null!;

    /// <summary>Size, channels, filters, stride.</summary>
    [Params("28 16 16 1", "28 32 32 1", "28 32 64 2", "14 64 64 1")]
    public string Shape { get; set; } = "";

    [Benchmark]
    public void Forward() => Device.Run(new ConvolutionForward(_shape, _x.Rows(Batch), _filters, _bias, _y.Rows(Batch), Relu: true));

    [Benchmark]
    public void BackwardInput() => Device.Run(new ConvolutionBackwardInput(_shape, _y.Rows(Batch), _filters, _dx.Rows(Batch)));

    [Benchmark]
    public void BackwardFilters() => Device.Run(new ConvolutionBackwardFilters(_shape, _x.Rows(Batch), _y.Rows(Batch), _dFilters, _dBias));

    protected override void Allocate()
    {
        int[] n = [.. Shape.Split(' ').Select(s => int.Parse(s, System.Globalization.CultureInfo.InvariantCulture))];
        var output = (n[0] + n[3] - 1) / n[3];
        var pad = Math.Max(((output - 1) * n[3]) + 3 - n[0], 0) / 2;
        _shape = new ConvolutionShape(n[0], n[0], n[1], n[2], 3, 3, n[3], n[3], pad, pad, output, output);
        (_x, _dx) = (Floats(Batch * _shape.InputSize), Floats(Batch * _shape.InputSize));
        (_filters, _dFilters) = (Floats(_shape.FilterSize), Floats(_shape.FilterSize));
        (_y, _bias, _dBias) = (Floats(Batch * _shape.OutputSize), Floats(_shape.Filters), Floats(_shape.Filters));
    }
}
