namespace ILGPU;

/// <summary>Orders memory accesses; one thread of a group runs at a time, so only other groups can tell.</summary>
public static class MemoryFence
{
    public static void GroupLevel() => Interlocked.MemoryBarrier();

    public static void DeviceLevel() => Interlocked.MemoryBarrier();

    public static void SystemLevel() => Interlocked.MemoryBarrier();
}
