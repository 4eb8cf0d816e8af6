namespace ILGPU.Runtime;

/// <summary>All of a buffer, as the package presents it; kernels take the <see cref="ArrayView{T}"/> inside it.</summary>
public readonly struct ArrayView1D<T, TStride>
    where T : unmanaged
    where TStride : struct
{
    internal ArrayView1D(ArrayView<T> baseView) => BaseView = baseView;

    public ArrayView<T> BaseView { get; }
}
