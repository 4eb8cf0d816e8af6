namespace ILGPU;

public interface IIndex
{
    long Size { get; }
}

/// <summary>The index of a thread, or a number of threads or groups.</summary>
public readonly struct Index1D(int x) : IIndex
{
    public int X { get; } = x;

    long IIndex.Size => X;

    public static Index1D operator +(Index1D first, Index1D second) => new(first.X + second.X);

    public static Index1D operator -(Index1D first, Index1D second) => new(first.X - second.X);

    public static Index1D operator *(Index1D first, Index1D second) => new(first.X * second.X);

    public static Index1D operator /(Index1D first, Index1D second) => new(first.X / second.X);

    public static implicit operator int(Index1D idx) => idx.X;

    public static implicit operator Index1D(int idx) => new(idx);

    public override string ToString() => $"({X})";
}

/// <summary>The size of a two-dimensional grid or group.</summary>
public readonly struct Index2D(int x, int y) : IIndex
{
    public int X { get; } = x;

    public int Y { get; } = y;

    long IIndex.Size => (long)X * Y;

    public override string ToString() => $"({X}, {Y})";
}

/// <summary>The size of a grid or group, or a position in it.</summary>
public readonly struct Index3D(int x, int y, int z) : IIndex
{
    public int X { get; } = x;

    public int Y { get; } = y;

    public int Z { get; } = z;

    long IIndex.Size => LongSize;

    internal long LongSize => (long)X * Y * Z;

    internal bool IsWithin(Index3D most) => X <= most.X && Y <= most.Y && Z <= most.Z;

    public override string ToString() => $"({X}, {Y}, {Z})";
}
