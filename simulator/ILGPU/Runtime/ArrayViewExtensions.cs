using ILGPU.Execution;

namespace ILGPU.Runtime;

/// <summary>Copies between host and device memory, and clearing. All work is finished when a method returns.</summary>
public static unsafe class ArrayViewExtensions
{
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => new Span<T>(Check<T, TView>(source, stream, span.Length), span.Length).CopyTo(span);

    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => span.CopyTo(new Span<T>(Check<T, TView>(target, stream, span.Length), span.Length));

    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView
    {
        var memory = Check(view, stream);
        System.Runtime.InteropServices.NativeMemory.Clear((void*)memory.Address, (nuint)memory.Bytes);
    }

    private static void* Check<T, TView>(TView view, AcceleratorStream stream, int length)
        where T : unmanaged
        where TView : IContiguousArrayView
    {
        var memory = Check(view, stream);
        if ((long)length * sizeof(T) > memory.Bytes)
            throw new ArgumentOutOfRangeException(nameof(length), $"{length} elements do not fit a view of {memory.Bytes / sizeof(T)}");
        return (void*)memory.Address;
    }

    private static IViewMemory Check<TView>(TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView
    {
        var memory = (IViewMemory)view;
        if (memory.Owner is { } buffer)
        {
            ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
            if (stream.Accelerator != buffer.Accelerator)
                throw new ArgumentException("the stream belongs to another accelerator than the buffer");
        }

        return memory;
    }
}
