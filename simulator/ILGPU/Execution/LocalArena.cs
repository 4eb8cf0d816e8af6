using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>The private memory of a group's threads: never given back before the next group, and fresh for each allocation.</summary>
internal sealed unsafe class LocalArena : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>What a thread can have at most on a real device.</summary>
    private const int LimitBytes = 512 << 10;

    private readonly List<NativeBlock> _chunks = [];
    private int _chunk;
    private int _used;

    public void Dispose() => _chunks.ForEach(c => c.Dispose());

    public bool Contains(void* address) => _chunks.Exists(c => c.Contains(address));

    public void BeginGroup()
    {
        _chunk = 0;
        _used = 0;
    }

    public ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged
    {
        long bytes = ((long)extent * sizeof(T) + 15) / 16 * 16;
        if (extent < 0 || bytes > LimitBytes)
            throw new KernelFault($"local memory: {bytes} bytes asked for, a thread has {LimitBytes} at most");
        if (_used + bytes > ChunkBytes)
        {
            _chunk++;
            _used = 0;
        }

        if (_chunk == _chunks.Count)
            _chunks.Add(new NativeBlock(ChunkBytes));
        NativeBlock chunk = _chunks[_chunk];
        chunk.Fill(_used, bytes);
        var view = new ArrayView<T>(chunk.Start + _used, extent, MemoryOnChip.Local);
        _used += (int)bytes;
        return view;
    }
}
