namespace ILGPU.Runtime;

/// <summary>All of a buffer, as the package shows it; kernels take the <see cref="ArrayView{T}"/> beneath.</summary>
public readonly struct ArrayView1D<T, TStride>(ArrayView<T> baseView)
    where T : unmanaged
    where TStride : struct
{
    public ArrayView<T> BaseView { get; } = baseView;
}
