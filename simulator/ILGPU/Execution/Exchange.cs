using System.Runtime.CompilerServices;
using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>
/// Exchanges values between the threads of a warp: deposit, wait, take. Two buffers are used alternately, so that a thread that has already
/// reached the next operation does not overwrite values that others still need.
/// </summary>
internal sealed unsafe class Exchange
{
    private const int SlotBytes = 64;

    private byte[] _slots = [];
    private int[] _warpRounds = [];
    private int _threads;
    private int _warpSize;

    public void Begin(int threads, int warpSize)
    {
        _threads = threads;
        _warpSize = warpSize;
        var needed = 2 * threads * SlotBytes;
        if (_slots.Length < needed)
            _slots = GC.AllocateUninitializedArray<byte>(needed);
        var warps = (threads + warpSize - 1) / warpSize;
        if (_warpRounds.Length < warps)
            _warpRounds = new int[warps];
    }

    public void BeginGroup() => Array.Clear(_warpRounds);

    public void ReleaseWarp(int warp) => _warpRounds[warp]++;

    public void DepositInWarp<T>(GroupContext at, T value)
        where T : unmanaged => Slot<T>(at.Linear, _warpRounds[at.Linear / _warpSize] & 1) = value;

    /// <summary>
    /// The value that a lane of the thread's warp deposited, or the pattern of unwritten memory if the group has no such thread.
    /// </summary>
    public T TakeInWarp<T>(GroupContext at, int lane)
        where T : unmanaged
    {
        var warp = at.Linear / _warpSize;
        var thread = (warp * _warpSize) + lane;
        return thread < _threads ? Slot<T>(thread, (_warpRounds[warp] - 1) & 1) : Unwritten<T>();
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

/// <summary>The two halves of a warp operation, before and after its wait.</summary>
internal static class WarpExchange
{
    public static void Deposit<T>(T value)
        where T : unmanaged
    {
        var here = GroupContext.Here;
        here.Exchange.DepositInWarp(here, value);
    }

    public static T Take<T>(int lane)
        where T : unmanaged
    {
        var here = GroupContext.Here;
        return here.Exchange.TakeInWarp<T>(here, lane);
    }
}
