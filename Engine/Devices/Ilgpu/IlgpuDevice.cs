using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// Any ILGPU accelerator: CUDA, OpenCL, or ILGPU's CPU simulation. Operations are queued on one stream and never wait. A kernel is compiled
/// when its operation first runs; its launcher is kept as long as the device. Every buffer is checked against the shapes before a launch,
/// so that a kernel cannot access memory outside its buffers, as long as the entries of an order name pictures.
/// </summary>
public sealed partial class IlgpuDevice : Device
{
    /// <summary>Threads in the largest group that the kernels use.</summary>
    public const int LargestGroup = GroupSizes.Largest;

    private readonly Context _context;
    private readonly int _sharedBytes;
    private readonly bool _shuffles;
    private MemoryBuffer1D<float, Stride1D.Dense>? _scratch;

    /// <summary>Takes ownership of an ILGPU context and one of its accelerators.</summary>
    /// <param name="id">The name that selects it.</param>
    /// <param name="context">Created with EnableAlgorithms(); disposed with the device.</param>
    /// <param name="accelerator">Disposed with the device.</param>
    /// <param name="groupThreads">Most threads per group; the accelerator's own limit and <see cref="LargestGroup"/> apply as well.</param>
    /// <param name="busyGroups">Number of groups that keep the accelerator busy; a product with fewer is split along its depth. 0: the
    /// number of multiprocessors.</param>
    /// <param name="shuffles">Whether the lanes of a warp may exchange values. Null: on all devices except OpenCL, where ILGPU supports it
    /// for Intel's devices only.</param>
    /// <param name="sharedBytes">Most shared memory per group; the accelerator's own limit applies as well.</param>
    /// <exception cref="DeviceException">The accelerator's groups or their shared memory are too small.</exception>
    public IlgpuDevice(
        string id, Context context, Accelerator accelerator, int groupThreads = LargestGroup, int busyGroups = 0, bool? shuffles = null,
        int sharedBytes = int.MaxValue)
    {
        Id = id;
        _context = context;
        Accelerator = accelerator;
        groupThreads = Math.Min(groupThreads, accelerator.MaxNumThreadsPerGroup);
        Sizes = new GroupSizes(groupThreads);
        _sharedBytes = Math.Min(sharedBytes, accelerator.MaxSharedMemoryPerGroup);
        BusyGroups = busyGroups > 0 ? busyGroups : accelerator.NumMultiprocessors;
        Loader = new KernelLoader($"{id} ({accelerator.Name})");
        _shuffles = shuffles ?? accelerator.AcceleratorType != AcceleratorType.OpenCL;
        Stream = accelerator.DefaultStream;
        if (groupThreads < GroupSizes.Smallest)
        {
            throw new DeviceException(
                $"{id}: the kernels need groups of {GroupSizes.Smallest} threads, {accelerator.Name} allows {groupThreads}.");
        }
        if (_sharedBytes < MatrixProduct.SharedBytes)
        {
            throw new DeviceException(
                $"{id}: the kernels need {MatrixProduct.SharedBytes} bytes of shared memory, {accelerator.Name} has {_sharedBytes}.");
        }
        _normalization = new(this);
        _pooledConvolution = new(this);
        _denseForward = new(this);
        _denseBackwardInput = new(this);
        _denseBackwardWeights = new(this);
        _denseBackward = new(this);
        _convolutionForward = new(this);
        _convolutionBackwardInput = new(this);
        _convolutionBackwardFilters = new(this);
        _summedConvolution = new(this);
        _convolutionBackward = new(this);
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description => Describe(Accelerator.Device);

    /// <summary>Whether it is ILGPU's simulation, which is too slow for large products.</summary>
    public bool IsSimulated => Accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>
    /// Number of groups that keep the accelerator busy: a product with fewer is split along its depth. With 1, it runs the kernels that a
    /// smaller accelerator, or a larger product, would need.
    /// </summary>
    public int BusyGroups { get; set; }

    /// <summary>The kernels used so far, with the tile shapes that they were compiled for.</summary>
    public IReadOnlyCollection<string> UsedKernels => Loader.Used;

    /// <summary>Compiles the kernels.</summary>
    internal KernelLoader Loader { get; set; }

    /// <summary>Group sizes for this accelerator.</summary>
    internal GroupSizes Sizes { get; }

    /// <summary>The accelerator that the kernels are loaded on.</summary>
    internal Accelerator Accelerator { get; }

    /// <summary>The one stream of all operations.</summary>
    internal AcceleratorStream Stream { get; }

    /// <summary>Model, multiprocessors and memory of an ILGPU device.</summary>
    internal static string Describe(ILGPU.Runtime.Device device) => device.AcceleratorType == AcceleratorType.CPU
        ? "ILGPU's simulation of a GPU on the CPU: checks kernels, too slow to train"
        : $"{device.Name.Trim()}, {device.NumMultiprocessors} multiprocessors, {device.MemorySize / (double)(1L << 30):0.0} GiB";

    /// <inheritdoc/>
    public override DeviceBuffer<T> Allocate<T>(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var memory = AllocateMemory<T>(length);
        var buffer = new IlgpuBuffer<T>(this, memory.View.BaseView, memory);
        buffer.Clear();
        return buffer;
    }

    /// <inheritdoc/>
    public override DeviceException? Explain(Exception error) =>
        base.Explain(error) ?? (error.GetBaseException().GetType().Namespace?.StartsWith(nameof(ILGPU), StringComparison.Ordinal) == true
            ? new DeviceException($"{Id} ({Accelerator.Name}): an operation failed: {IlgpuError.Line(error)}", error)
            : null);

    /// <inheritdoc/>
    public override void Synchronize()
    {
        Settle();
        try
        {
            Stream.Synchronize();
        }
        catch (Exception error)
        {
            throw new DeviceException($"{Id} ({Accelerator.Name}): an operation failed: {IlgpuError.Line(error)}", error);
        }
    }

    /// <summary>At least this many floats for intermediate values between two kernels; the next operation may overwrite them.</summary>
    internal ArrayView<float> Scratch(long length)
    {
        if (_scratch is null || _scratch.Length < length)
        {
            Synchronize();
            Free(_scratch);
            _scratch = null;
            _scratch = AllocateMemory<float>(length);
        }
        return _scratch.View.BaseView.SubView(0, length);
    }

    /// <summary>How to split a product so that it keeps the device busy.</summary>
    internal ProductPlan Plan(int rows, int columns, int depth)
    {
        var shape = Sizes.Tile(rows, columns, depth, BusyGroups);
        return ProductPlan.Of(shape, rows, columns, depth, Sizes.Slices(shape, rows, columns, depth, BusyGroups));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        Free(_scratch);
        foreach (var memory in _shares.Values)
            Free(memory);
        Free(Accelerator);
        Free(_context);
    }

    /// <summary>Frees something of the driver's. One that has failed for good fails here too, after it was said what failed.</summary>
    internal void Free(IDisposable? what)
    {
        try
        {
            what?.Dispose();
        }
        catch (Exception e) when (IsFailure(e, out _))
        {
            // There is nothing left to do for it.
        }
    }

    private MemoryBuffer1D<T, Stride1D.Dense> AllocateMemory<T>(long length)
        where T : unmanaged
    {
        try
        {
            return Accelerator.Allocate1D<T>(length);
        }
        catch (Exception error)
        {
            var mebibytes = length * (double)Interop.SizeOf<T>() / (1 << 20);
            throw new DeviceException(
                $"{Id} ({Accelerator.Name}): cannot allocate {mebibytes:0.0} MiB of its {Accelerator.MemorySize >> 20} MiB: "
                + IlgpuError.Line(error),
                error);
        }
    }

    /// <summary>Compiles a kernel and returns its launcher; see <see cref="KernelLoader.Load"/>.</summary>
    internal TLauncher Load<TKernel, TLauncher>(Func<TKernel, TLauncher> compile, TKernel kernel)
        where TKernel : Delegate
        where TLauncher : Delegate => Loader.Load(compile, kernel);

    internal ArrayView<float> View(in Tensor tensor) => View(tensor.Buffer, tensor.Count);

    /// <summary>The first values of a buffer, as many as an operation uses.</summary>
    internal ArrayView<T> View<T>(DeviceBuffer<T> buffer, long length)
        where T : unmanaged
    {
        if (buffer is not IlgpuBuffer<T> own || own.Device != this)
            throw new ArgumentException($"The buffer is in the memory of {buffer.Device.Id}, the operation runs on {Id}.", nameof(buffer));
        if (length > own.Length)
            throw new ArgumentException($"The operation needs {length} values, the buffer holds {own.Length}.", nameof(buffer));
        if (length > int.MaxValue)
            throw new DeviceException($"{Id}: {length} values are too many for the kernels' 32-bit indices; use a smaller batch.");
        Settle(sum => sum.Touches(own.Root, own.Offset, length));
        return own.View.SubView(0, length);
    }
}
