using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// For each byte the places of its set bits, ascending, one byte each: it compresses a list where there is no such instruction.
/// </summary>
internal static unsafe class SetBits
{
    public static readonly ulong* Places = Make();

    private static ulong* Make()
    {
        var places = (ulong*)NativeMemory.AllocZeroed(256, sizeof(ulong));
        for (var mask = 0; mask < 256; mask++)
        {
            var next = (byte*)(places + mask);
            for (var bit = 0; bit < 8; bit++)
                if ((mask >> bit & 1) != 0)
                    *next++ = (byte)bit;
        }

        return places;
    }
}
