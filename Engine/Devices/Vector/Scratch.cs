using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Working memory that grows to the largest request and is then reused, so that a training step allocates nothing. Each thread has one. A
/// new request invalidates the previous one.
/// </summary>
internal sealed unsafe class Scratch : IDisposable
{
    private float* _memory;
    private long _length;

    /// <summary>Memory for count floats, aligned to 64 bytes, with arbitrary contents.</summary>
    public float* Floats(long count)
    {
        if (count > _length)
        {
            // The length is kept last: without memory there is none.
            Dispose();
            var length = Math.Max(count, Aligned.HugePage / sizeof(float));
            _memory = (float*)Aligned.Allocate(length * sizeof(float));
            _length = length;
        }

        return _memory;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _length = 0;
    }
}
