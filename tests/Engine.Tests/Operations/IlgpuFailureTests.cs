using System.Linq.Expressions;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Kernels;
using ILGPU.Runtime.OpenCL;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>What a person reads where a driver, a compiler or the size of a card's memory gets in the way.</summary>
public sealed class IlgpuFailureTests
{
    private const int NoDevice = 100, Mismatch = 803, Unknown = 999;

    [Theory]
    [InlineData(CLError.CL_BUILD_PROGRAM_FAILURE)]
    [InlineData(CLError.CL_OUT_OF_RESOURCES)]
    public void AnErrorOfOpenClHasItsName(CLError error)
    {
        using var device = DeviceCatalog.Open("ilgpu-cpu");
        var message = device.Explain(new CLException(error))!.Message;
        Assert.EndsWith($"an operation failed: OpenCL error {error}", message, StringComparison.Ordinal);
    }

    /// <summary>Whoever calls: nobody need know what a driver throws.</summary>
    [Fact]
    public void AnErrorOfTheDriverInAnOperationIsAFailureOfTheDevice()
    {
        using var device = DeviceCatalog.Open("ilgpu-cpu");
        var error = Assert.Throws<DeviceException>(() => device.Run(new Failing(new CLException(CLError.CL_OUT_OF_RESOURCES))));
        Assert.StartsWith("ilgpu-cpu (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("an operation failed: OpenCL error CL_OUT_OF_RESOURCES", error.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => device.Run(new Failing(new FormatException())));
        Assert.Same(error, Assert.Throws<DeviceException>(() => device.Run(new Failing(error))));
    }

    /// <summary>Compiled when its operation first runs, or, as products, when it is launched.</summary>
    [Theory]
    [InlineData("MovingAverage.Update")]
    [InlineData("MatrixProduct.Multiply(AlongRows, AlongColumns, BiasRelu)")]
    [InlineData("MatrixProduct.MultiplyBoth(AlongColumns, AlongColumns, Gradients, AlongRows, AlongRows, MaskedValues)")]
    public void AKernelThatIsRefusedIsNamed(string kernel)
    {
        using var device = IlgpuPlatform.Simulation.Open(1, busyGroups: 1);
        device.Loader = new Refusing();
        using var values = device.Allocate<float>(9);
        Tensor one = values.Slice(0, 1);
        Action operation = kernel switch
        {
            "MovingAverage.Update" => () => device.Run(new AverageWeights(values, values, 0.5f)),
            "MatrixProduct.Multiply(AlongRows, AlongColumns, BiasRelu)" => () => device.Run(new DenseForward(one, one, one, one)),
            _ => () => device.Run(new DenseBackward(one, one, one, one, values.Slice(1, 1), values.Slice(2, 1))),
        };
        var error = Assert.Throws<DeviceException>(operation);
        Assert.Equal($"refusing: kernel {kernel} cannot be run: OpenCL error CL_BUILD_PROGRAM_FAILURE", error.Message);
        Assert.Same(error, device.Explain(error));
    }

    [Theory]
    [InlineData(Classifier.SharedBytes, true)]
    [InlineData(32 << 10, false)]
    public void TheClassifierIsOnlyTakenWhereItsSharedMemoryIs(int sharedBytes, bool fused)
    {
        using var device = IlgpuPlatform.Simulation.Open(1, busyGroups: 1, sharedBytes: sharedBytes);
        using var values = device.Allocate<float>(600);
        using var labels = device.Allocate<byte>(1);
        Tensor x = values.Slice(0, 16), weights = values.Slice(20, 160).Rows(16), logits = values.Slice(190, 10),
            gradient = values.Slice(200, 10);
        device.Run(new Classify(
            new(x, weights, values.Slice(180, 10), logits), new(logits, labels, gradient, values.Slice(400, 2), 0),
            new(x, gradient, weights, values.Slice(210, 160).Rows(16), values.Slice(370, 10), values.Slice(380, 16))));
        device.Synchronize();
        Assert.Equal(fused, device.UsedKernels.Contains("Classifier.Run"));
    }

    [Fact]
    public void ADeviceWithoutRoomForProductsIsRefusedInOneLine()
    {
        var message = Assert.Throws<DeviceException>(() => IlgpuPlatform.Simulation.Open(1, sharedBytes: 16 << 10)).Message;
        Assert.StartsWith("ilgpu-cpu: the kernels need 25088 bytes of shared memory", message, StringComparison.Ordinal);
        Assert.EndsWith("has 16384.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoDevice, 0, 0, 0, "the CUDA driver finds no GPU (cuInit: error 100, text of 100)")]
    [InlineData(Mismatch, 0, 0, 0, "the CUDA driver does not start (cuInit: error 803, text of 803)")]
    [InlineData(Unknown, 0, 0, 0, "the CUDA driver does not start (cuInit: error 999, text of 999)")]
    [InlineData(0, 3, 0, 1, "the CUDA driver does not tell its version (cuDriverGetVersion: error 3, text of 3)")]
    [InlineData(0, 0, Unknown, 1, "the CUDA driver does not list its GPUs (cuDeviceGetCount: error 999, text of 999)")]
    [InlineData(0, 0, 0, 0, "the CUDA driver finds no GPU")]
    [InlineData(0, 0, 0, 1, "the CUDA driver is too old for the GPU, or the GPU for ILGPU (the driver knows CUDA 10.2): update the driver")]
    public void WhyThereIsNoGpuIsAskedOfTheDriver(int start, int version, int count, int gpus, string reason)
    {
        var driver = new CudaDriver(() => start, () => (version, 10020), () => (count, gpus), error => $"text of {error}.");
        Assert.Equal(reason, driver.WhyNoGpu());
    }

    private readonly struct Failing(Exception error) : IOperation
    {
        public bool Fits => true;

        public Cost Cost => default;

        public void On(Device device) => throw error;
    }

    // Kernels that are compiled at once fail at once; products, compiled for a shape, fail when they are launched.
    private sealed class Refusing() : KernelLoader("refusing")
    {
        public override TLauncher Load<TKernel, TLauncher>(Func<TKernel, TLauncher> compile, TKernel kernel)
        {
            if (!kernel.Method.Name.StartsWith("Multiply", StringComparison.Ordinal))
                return base.Load<TKernel, TLauncher>(_ => throw new CLException(CLError.CL_BUILD_PROGRAM_FAILURE), kernel);
            var parameters = typeof(TLauncher).GetMethod("Invoke")!.GetParameters().Select(p => Expression.Parameter(p.ParameterType))
                .ToArray();
            var refusal = Expression.Throw(Expression.Constant(new CLException(CLError.CL_BUILD_PROGRAM_FAILURE)));
            return Expression.Lambda<TLauncher>(refusal, parameters).Compile();
        }
    }
}
