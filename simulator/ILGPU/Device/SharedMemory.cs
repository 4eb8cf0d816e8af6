using ILGPU.Execution;

namespace ILGPU;

/// <summary>Shared memory of a group; see <see cref="SharedArena"/>.</summary>
public static class SharedMemory
{
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged
    {
        var here = GroupContext.Here;
        return here.Shared.Allocate<T>(here.Linear, extent);
    }
}
