using System.Runtime.CompilerServices;
using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>
/// Values that threads show each other at a barrier or warp operation: deposit, wait, take. There are two sides used in turn, so that
/// a thread which already goes on to the next operation does not overwrite what others have yet to take.
/// </summary>
internal sealed unsafe class Exchange
{
    private const int SlotBytes = 64;

    private byte[] _slots = [];
    private int[] _warpRounds = [];
    private int _threads;
    private int _warpSize;
    private int _groupRound;
    private int _groupResult;

    public void Begin(int threads, int warpSize)
    {
        _threads = threads;
        _warpSize = warpSize;
        // Two sides each for the warps and for the group, and one slot for the group's common result.
        int needed = ((4 * threads) + 1) * SlotBytes;
        if (_slots.Length < needed)
            _slots = GC.AllocateUninitializedArray<byte>(needed);
        int warps = (threads + warpSize - 1) / warpSize;
        if (_warpRounds.Length < warps)
            _warpRounds = new int[warps];
    }

    public void BeginGroup()
    {
        Array.Clear(_warpRounds);
        _groupRound = 0;
        _groupResult = 0;
    }

    public void ReleaseGroup() => _groupRound++;

    public void ReleaseWarp(int warp) => _warpRounds[warp]++;

    public void DepositInWarp<T>(GroupContext at, T value)
        where T : unmanaged => Slot<T>(at.Linear, _warpRounds[at.Linear / _warpSize] & 1) = value;

    /// <summary>What a lane of the thread's warp deposited; a value that shows as unwritten if the group has no such thread.</summary>
    public T TakeInWarp<T>(GroupContext at, int lane)
        where T : unmanaged
    {
        int warp = at.Linear / _warpSize;
        int thread = (warp * _warpSize) + lane;
        return thread < _threads ? Slot<T>(thread, (_warpRounds[warp] - 1) & 1) : Unwritten<T>();
    }

    public void DepositInGroup<T>(GroupContext at, T value)
        where T : unmanaged => Slot<T>(at.Linear, 2 + (_groupRound & 1)) = value;

    public T TakeInGroup<T>(int thread)
        where T : unmanaged => Slot<T>(thread, 2 + ((_groupRound - 1) & 1));

    /// <summary>A result that the first thread to ask computes for all.</summary>
    public bool TryTakeResult<T>(out T result)
        where T : unmanaged
    {
        result = Slot<T>(0, 4);
        return _groupResult == _groupRound;
    }

    public T KeepResult<T>(T result)
        where T : unmanaged
    {
        _groupResult = _groupRound;
        return Slot<T>(0, 4) = result;
    }

    public static T Unwritten<T>()
        where T : unmanaged
    {
        T value;
        new Span<byte>(&value, sizeof(T)).Fill(NativeBlock.Unwritten);
        return value;
    }

    private ref T Slot<T>(int thread, int side)
        where T : unmanaged
    {
        if (sizeof(T) > SlotBytes)
            throw new KernelFault($"{typeof(T).Name} has {sizeof(T)} bytes; values exchanged between threads have {SlotBytes} at most");
        return ref Unsafe.As<byte, T>(ref _slots[((side * _threads) + thread) * SlotBytes]);
    }
}
