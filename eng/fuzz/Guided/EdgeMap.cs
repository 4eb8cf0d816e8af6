using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace GpuDigits.Fuzz.Guided;

/// <summary>
/// Which branches of the instrumented assemblies were taken. Their code counts, in a table of 64 KiB, each pair of branches that follow
/// each other; two pairs may share a place. How often counts by powers of two, as in AFL.
/// </summary>
internal sealed unsafe class EdgeMap
{
    private const int Size = 1 << 16;

    // The instrumented code writes here, from its first statement to the end of the process.
    private static readonly byte* Counts = Allocate();

    private readonly byte[] _seen = new byte[Size];

    /// <summary>How many places of the table were ever reached.</summary>
    public int Edges => Size - _seen.AsSpan().Count((byte)0);

    /// <summary>Makes the table. Instrumented code must not run before.</summary>
    public static void Begin() => Trace.SharedMem = Counts;

    /// <summary>Forgets the branches of the input before.</summary>
    public static void Clear()
    {
        new Span<byte>(Counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the branches since <see cref="Clear"/>; whether one of them, or its frequency, is new.</summary>
    public bool Add()
    {
        var isNew = false;
        var words = MemoryMarshal.Cast<byte, ulong>(new ReadOnlySpan<byte>(Counts, Size));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
                continue;
            for (var at = word * sizeof(ulong); at < (word + 1) * sizeof(ulong); at++)
            {
                if (Counts[at] is var count && count != 0 && Frequency(count) is var bit && (_seen[at] & bit) == 0)
                {
                    _seen[at] |= bit;
                    isNew = true;
                }
            }
        }

        return isNew;
    }

    /// <summary>The places of the table that were reached since <see cref="Clear"/>.</summary>
    public static int[] Reached() => [.. from at in Enumerable.Range(0, Size) where Counts[at] != 0 select at];

    private static byte Frequency(byte count) => (byte)(1 << System.Numerics.BitOperations.Log2(count));

    private static byte* Allocate() => (byte*)NativeMemory.AllocZeroed(Size);
}
