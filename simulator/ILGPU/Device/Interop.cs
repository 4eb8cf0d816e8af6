using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>Sizes of values.</summary>
public static class Interop
{
    public static int SizeOf<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();
}
