using System.Reflection;
using System.Runtime.CompilerServices;

namespace ILGPU.Execution;

/// <summary>
/// The position of the running GPU thread, and what its group shares. A worker runs one group at a time, and one thread of that group at a
/// time, so a kernel's Group, Grid and Warp read plain fields.
/// </summary>
internal sealed class GroupContext
{
    public int GridX;
    public int GridY;
    public int GridZ;
    public int GridDimX;
    public int GridDimY;
    public int GridDimZ;
    public int DimX;
    public int DimY;
    public int DimZ;
    public int IdxX;
    public int IdxY;
    public int IdxZ;
    public int Linear;
    public int Size;
    public int WarpSize;

    [ThreadStatic]
    private static GroupContext? _current;

    /// <summary>The context of the GPU thread that runs on the current thread.</summary>
    /// <exception cref="InvalidOperationException">Called outside a kernel.</exception>
    public static GroupContext Here
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current ?? throw Outside();
    }

    public static GroupContext? Current
    {
        get => _current;
        set => _current = value;
    }

    public SharedArena Shared { get; } = new();

    public Exchange Exchange { get; } = new();

    /// <summary>The observer of an inspected launch; null in a normal launch.</summary>
    public Observer? Observer { get; set; }

    public Index3D GridIndex => new(GridX, GridY, GridZ);

    public Index3D ThreadIndex => new(IdxX, IdxY, IdxZ);

    public int Lane => Linear % WarpSize;

    /// <summary>The property getters that kernels call, and the field that each one reads.</summary>
    public static Dictionary<MethodBase, FieldInfo> Getters()
    {
        var result = new Dictionary<MethodBase, FieldInfo>();
        Add(typeof(Group), "IdxX", nameof(IdxX));
        Add(typeof(Group), "IdxY", nameof(IdxY));
        Add(typeof(Group), "IdxZ", nameof(IdxZ));
        Add(typeof(Group), "DimX", nameof(DimX));
        Add(typeof(Group), "DimY", nameof(DimY));
        Add(typeof(Group), "DimZ", nameof(DimZ));
        Add(typeof(Group), "LinearIndex", nameof(Linear));
        Add(typeof(Grid), "IdxX", nameof(GridX));
        Add(typeof(Grid), "IdxY", nameof(GridY));
        Add(typeof(Grid), "IdxZ", nameof(GridZ));
        Add(typeof(Grid), "DimX", nameof(GridDimX));
        Add(typeof(Grid), "DimY", nameof(GridDimY));
        Add(typeof(Grid), "DimZ", nameof(GridDimZ));
        Add(typeof(Warp), "WarpSize", nameof(WarpSize));
        return result;

        void Add(Type type, string property, string field) =>
            result.Add(type.GetProperty(property)!.GetMethod!, typeof(GroupContext).GetField(field)!);
    }

    /// <summary>Prepares for a launch.</summary>
    public void Begin(Index3D gridDim, Index3D groupDim, int warpSize, int sharedLimit)
    {
        (GridDimX, GridDimY, GridDimZ) = (gridDim.X, gridDim.Y, gridDim.Z);
        (DimX, DimY, DimZ) = (groupDim.X, groupDim.Y, groupDim.Z);
        Size = (int)groupDim.LongSize;
        WarpSize = warpSize;
        Shared.Begin(Size, sharedLimit);
        Exchange.Begin(Size, warpSize);
    }

    /// <summary>Prepares for a group: resets shared memory to the unwritten state.</summary>
    public void BeginGroup(long group)
    {
        GridX = (int)(group % GridDimX);
        var rest = group / GridDimX;
        GridY = (int)(rest % GridDimY);
        GridZ = (int)(rest / GridDimY);
        Shared.BeginGroup();
        Exchange.BeginGroup();
    }

    /// <summary>Makes a thread of the group the running thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Select(int thread)
    {
        Linear = thread;
        if (thread < DimX)
        {
            IdxX = thread;
            IdxY = 0;
            IdxZ = 0;
            return;
        }

        var rest = thread / DimX;
        IdxX = thread - (rest * DimX);
        IdxZ = rest / DimY;
        IdxY = rest - (IdxZ * DimY);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException Outside() =>
        new("Group, Grid, Warp and SharedMemory exist inside of a kernel only");
}
