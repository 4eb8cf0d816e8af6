using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>The sums of a batch normalisation, in slices that the next launch adds.</summary>
/// <param name="Values">As <see cref="BatchNormalizationKernels"/> lays them out.</param>
/// <param name="Slices">Number of slices; 0: the moving mean and variance are used.</param>
internal readonly record struct NormalizationSums(F Values, int Slices);

/// <summary>Launches the kernels of <see cref="BatchNormalizationKernels"/>.</summary>
/// <param name="device">The device that they run on.</param>
internal sealed class NormalizationLauncher(IlgpuDevice device)
{
    // Largest x whose gradients one launch computes, in few groups.
    private const int LargestAtOnce = 1 << 18;
    private const int SectorFloats = 8;

    private Action<KernelConfig, NormalizationShape, F, F, F>? _sums;
    private Action<KernelConfig, NormalizationShape, Dropping, F, NormalizationChannels, F, F>? _forward;
    private Action<KernelConfig, NormalizationShape, PoolShape, F, NormalizationChannels, F, F, F, B>? _forwardPool;
    private Action<KernelConfig, NormalizationShape, F, F, F, F, F>? _gradientSums;
    private Action<KernelConfig, NormalizationShape, F, F, F, NormalizationChannels, F, NormalizationGradients, F>? _backward;
    private Action<KernelConfig, NormalizationShape, PoolShape, F, F, B, NormalizationChannels, F, NormalizationGradients, F>?
        _backwardPool;

    // The largest group, which the kernels are compiled for.
    private KernelSpecialization Limit => new(device.Sizes.Normalization, null);

    /// <summary>The first launch of the forward pass.</summary>
    public NormalizationSums Sums(in BatchNormalizationForward op)
    {
        if (!(op.Rate > 0))
            return new(device.View(op.State.MovingMean), 0);
        var (config, shape) = Launch(op.X.Rows, op.X.Columns);
        var sums = Space(config.GridDim.X, op.X.Columns);
        _sums ??= device.Load(
            kernel => device.Accelerator.LoadStreamKernel<NormalizationShape, F, F, F>(kernel, Limit), BatchNormalizationKernels.Sums);
        _sums(config, shape, device.View(op.X), device.View(op.State.MovingMean), sums.Values);
        return sums;
    }

    /// <summary>The second launch of the forward pass, followed by a dropout.</summary>
    public void Forward(in BatchNormalizationForward op, in NormalizationSums sums, DropValues? drop = null)
    {
        var (config, shape) = Launch(op.X.Rows, op.X.Columns);
        _forward ??= device.Load(
            kernel => device.Accelerator.LoadStreamKernel<NormalizationShape, Dropping, F, NormalizationChannels, F, F>(kernel, Limit),
            BatchNormalizationKernels.Forward);
        _forward(
            config, Of(shape, op, sums), drop is { } d ? IlgpuDevice.Dropping(d) : default, device.View(op.X), Channels(op.State),
            sums.Values, device.View(op.Y));
    }

    /// <summary>The second launch of the forward pass, followed by a max-pool.</summary>
    public void Forward(in BatchNormalizationForward op, in NormalizationSums sums, in MaxPoolForward pool, in Tensor peaks)
    {
        var (config, shape) = Launch(checked((int)(pool.Y.Count / op.X.Columns)), op.X.Columns);
        _forwardPool ??= device.Load(
            kernel => device.Accelerator.LoadStreamKernel<NormalizationShape, PoolShape, F, NormalizationChannels, F, F, F, B>(
                kernel, Limit),
            BatchNormalizationKernels.ForwardPool);
        _forwardPool(
            config, Of(shape, op, sums), pool.Shape, device.View(op.X), Channels(op.State), sums.Values, device.View(pool.Y),
            device.View(peaks), device.View(pool.ArgMax, pool.Y.Count));
    }

    /// <summary>The gradients; scale is the factor of a dropout behind the ReLU.</summary>
    public void Backward(in BatchNormalizationBackward op, float scale = 1)
    {
        if (op.X.Count <= LargestAtOnce)
            Backward(op, new NormalizationSums(device.View(op.State.Saved), 0), scale);
        else
            Backward(op, GradientSums(op.X, op.Y, op.Dy, op.State, op.Relu, scale), scale);
    }

    /// <summary>The first launch of the backward pass. Behind a pool, x are its peaks, y and dy its output and its gradient.</summary>
    public NormalizationSums GradientSums(
        in Tensor x, in Tensor y, in Tensor dy, in BatchNormalizationState state, bool relu, float scale = 1)
    {
        var (config, shape) = Launch(x.Rows, x.Columns);
        var sums = Space(config.GridDim.X, x.Columns);
        _gradientSums ??= device.Load(
            kernel => device.Accelerator.LoadStreamKernel<NormalizationShape, F, F, F, F, F>(kernel, Limit),
            BatchNormalizationKernels.GradientSums);
        _gradientSums(
            config, shape with { Relu = relu ? 1 : 0, Scale = scale }, device.View(x), device.View(y), device.View(dy),
            device.View(state.Saved), sums.Values);
        return sums;
    }

    /// <summary>The second launch of the backward pass, or without sums the only one.</summary>
    public void Backward(in BatchNormalizationBackward op, in NormalizationSums sums, float scale = 1)
    {
        var (config, shape) = sums.Slices > 0 ? Launch(op.X.Rows, op.X.Columns) : LaunchAtOnce(op.X.Rows, op.X.Columns);
        _backward ??= device.Load(
            kernel => device.Accelerator.LoadStreamKernel<
                NormalizationShape, F, F, F, NormalizationChannels, F, NormalizationGradients, F>(kernel, Limit),
            BatchNormalizationKernels.Backward);
        _backward(
            config, Of(shape, op, sums) with { Scale = scale }, device.View(op.X), device.View(op.Y), device.View(op.Dy),
            Channels(op.State), sums.Values, new NormalizationGradients(device.View(op.DGamma), device.View(op.DBeta)),
            device.View(op.Dx));
    }

    /// <summary>The second launch of the backward pass behind a max-pool, whose dy includes the ReLU's gradient.</summary>
    public void Backward(in BatchNormalizationBackward op, in NormalizationSums sums, in MaxPoolBackward pool)
    {
        var (config, shape) = Launch(op.X.Rows, op.X.Columns);
        _backwardPool ??= device.Load(
            kernel => device.Accelerator.LoadStreamKernel<
                NormalizationShape, PoolShape, F, F, B, NormalizationChannels, F, NormalizationGradients, F>(kernel, Limit),
            BatchNormalizationKernels.BackwardPool);
        _backwardPool(
            config, Of(shape, op, sums), pool.Shape, device.View(op.X), device.View(pool.Dy), device.View(pool.ArgMax, pool.Dy.Count),
            Channels(op.State), sums.Values, new NormalizationGradients(device.View(op.DGamma), device.View(op.DBeta)),
            device.View(op.Dx));
    }

    /// <summary>Memory for the sums of some slices.</summary>
    public NormalizationSums Space(int slices, int channels) =>
        new(device.Scratch(BatchNormalizationKernels.SumsLength(slices, channels)), slices);

    private static NormalizationShape Of(in NormalizationShape shape, in BatchNormalizationForward op, in NormalizationSums sums) =>
        shape with { Relu = op.Relu ? 1 : 0, Slices = sums.Slices, Count = op.X.Rows, Epsilon = op.Epsilon, Rate = op.Rate };

    private static NormalizationShape Of(in NormalizationShape shape, in BatchNormalizationBackward op, in NormalizationSums sums) =>
        shape with { Relu = op.Relu ? 1 : 0, Slices = sums.Slices, Count = op.X.Rows };

    private NormalizationChannels Channels(in BatchNormalizationState state) => new(
        device.View(state.Gamma), device.View(state.Beta), device.View(state.MovingMean), device.View(state.MovingVariance),
        device.View(state.Saved));

    // Neighbouring threads process neighbouring channels. Each group reads all slices of the sums first, hence no more groups than keep the
    // device busy.
    private (KernelConfig Config, NormalizationShape Shape) Launch(int rows, int channels)
    {
        var lanes = IlgpuDevice.PowerOfTwo(channels, device.Sizes.Lanes);
        var groupRows = device.Sizes.Normalization / lanes;
        var blocks = Numbers.CeilDiv(channels, lanes);
        var slices = Math.Clamp(device.BusyGroups / blocks, 1, Numbers.CeilDiv(rows, 2 * groupRows));
        var perSlice = Numbers.CeilDiv(rows, slices);
        var config = new KernelConfig(new Index3D(Numbers.CeilDiv(rows, perSlice), blocks, 1), new Index3D(lanes, groupRows, 1));
        return (config, new NormalizationShape(rows, perSlice, channels, 0, 0, 1, 0, 0, 0));
    }

    // Each group covers all rows, of as few channels as a sector of memory holds.
    private (KernelConfig Config, NormalizationShape Shape) LaunchAtOnce(int rows, int channels)
    {
        var lanes = IlgpuDevice.PowerOfTwo(channels, SectorFloats);
        var config = new KernelConfig(
            new Index3D(1, Numbers.CeilDiv(channels, lanes), 1), new Index3D(lanes, device.Sizes.Normalization / lanes, 1));
        return (config, new NormalizationShape(rows, rows, channels, 0, 0, 1, 0, 0, 0));
    }
}
