using ILGPU;

namespace GpuDigits.Simulator.Tests;

/// <summary>c = a · b for row-major n × n matrices: a plain kernel, and one over tiles in shared memory.</summary>
public static class MatrixKernels
{
    public const int Tile = 16;

    public static void Plain(Index1D at, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n)
    {
        int y = at / n, x = at - (y * n);
        float sum = 0;
        for (var k = 0; k < n; k++)
            sum += a[(y * n) + k] * b[(k * n) + x];
        c[at] = sum;
    }

    public static void Tiled(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n)
    {
        var tileA = SharedMemory.Allocate<float>(Tile * Tile);
        var tileB = SharedMemory.Allocate<float>(Tile * Tile);
        var x = (Grid.IdxX * Tile) + Group.IdxX;
        var y = (Grid.IdxY * Tile) + Group.IdxY;
        var local = (Group.IdxY * Tile) + Group.IdxX;
        float sum = 0;
        for (var first = 0; first < n; first += Tile)
        {
            tileA[local] = y < n && first + Group.IdxX < n ? a[(y * n) + first + Group.IdxX] : 0;
            tileB[local] = x < n && first + Group.IdxY < n ? b[((first + Group.IdxY) * n) + x] : 0;
            Group.Barrier();
            for (var k = 0; k < Tile; k++)
                sum += tileA[(Group.IdxY * Tile) + k] * tileB[(k * Tile) + Group.IdxX];
            Group.Barrier();
        }

        if (x < n && y < n)
            c[(y * n) + x] = sum;
    }
}
