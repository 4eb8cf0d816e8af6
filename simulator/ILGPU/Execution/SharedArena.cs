using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>
/// A group's shared memory. All threads of a group make the same allocations in the same order; the n-th allocation of every thread is the
/// same memory. It is reset for every group.
/// </summary>
internal sealed unsafe class SharedArena : IDisposable
{
    private const int Alignment = 16;

    private readonly List<(int Offset, int Bytes, Type Element)> _allocated = [];
    private NativeBlock _memory = new(0);
    private int[] _taken = [];
    private int _limit;
    private int _used;

    public nint Start => (nint)_memory.Start;

    public void Dispose() => _memory.Dispose();

    public bool Contains(void* address) => _memory.Contains(address);

    public void Begin(int threads, int limit)
    {
        _limit = limit;
        if (_memory.Bytes < limit)
        {
            _memory.Dispose();
            _memory = new NativeBlock(limit);
        }

        if (_taken.Length < threads)
            _taken = new int[threads];
    }

    public void BeginGroup()
    {
        if (_allocated.Count > 0)
            Array.Clear(_taken);
        _allocated.Clear();
        _used = 0;
    }

    public ArrayView<T> Allocate<T>(int thread, int extent)
        where T : unmanaged
    {
        var number = _taken[thread]++;
        var bytes = checked(extent * sizeof(T));
        if (number == _allocated.Count)
            Add<T>(bytes);
        (var offset, var allocated, var element) = _allocated[number];
        if (allocated != bytes || element != typeof(T))
        {
            throw new KernelFault($"shared memory: allocation {number + 1} is {bytes / sizeof(T)} {typeof(T).Name} for one thread and "
                + $"{allocated} bytes of {element.Name} for another; all threads of a group must allocate alike");
        }

        return new ArrayView<T>(_memory.Start + offset, extent, MemoryOnChip.Memory);
    }

    private void Add<T>(int bytes)
    {
        var offset = (_used + Alignment - 1) / Alignment * Alignment;
        if (bytes < 0 || offset + (long)bytes > _limit)
            throw new KernelFault($"shared memory: {offset + (long)bytes} bytes per group were requested, the limit is {_limit}");
        _memory.Fill(offset, bytes);
        _used = offset + bytes;
        _allocated.Add((offset, bytes, typeof(T)));
    }
}
