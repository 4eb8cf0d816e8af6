namespace ILGPU;

/// <summary>The step between neighbours of a one-dimensional view.</summary>
public static class Stride1D
{
    public readonly struct Dense : IStride1D
    {
        public int XStride => 1;

        public Index1D StrideExtent => new(XStride);

        public int ComputeElementIndex(Index1D index) => index.X * XStride;

        public long ComputeElementIndex(LongIndex1D index) => index.X * XStride;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public Index1D ReconstructFromElementIndex(int elementIndex) => elementIndex / XStride;

        public LongIndex1D ReconstructFromElementIndex(long elementIndex) => elementIndex / XStride;

        public int ComputeBufferLength(Index1D extent) => extent.X == 0 ? 0 : ((extent.X - 1) * XStride) + 1;

        public long ComputeBufferLength(LongIndex1D extent) => extent.X == 0 ? 0 : ((extent.X - 1) * XStride) + 1;

        public General AsGeneral() => new(XStride);

        public General To1DStride() => AsGeneral();

        public override string ToString() => $"{XStride}";
    }

    public readonly struct General : IStride1D
    {
        public General(Index1D stride)
        {
            XStride = stride;
        }

        public int XStride { get; }

        public Index1D StrideExtent => new(XStride);

        public int ComputeElementIndex(Index1D index) => index.X * XStride;

        public long ComputeElementIndex(LongIndex1D index) => index.X * XStride;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public Index1D ReconstructFromElementIndex(int elementIndex) => elementIndex / XStride;

        public LongIndex1D ReconstructFromElementIndex(long elementIndex) => elementIndex / XStride;

        public int ComputeBufferLength(Index1D extent) => extent.X == 0 ? 0 : ((extent.X - 1) * XStride) + 1;

        public long ComputeBufferLength(LongIndex1D extent) => extent.X == 0 ? 0 : ((extent.X - 1) * XStride) + 1;

        public General AsGeneral() => new(XStride);

        public General To1DStride() => AsGeneral();

        public override string ToString() => $"{XStride}";
    }
}
