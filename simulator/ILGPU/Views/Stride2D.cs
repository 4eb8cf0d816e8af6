namespace ILGPU;

/// <summary>The steps between neighbours of a two-dimensional view.</summary>
public static class Stride2D
{
    public readonly struct DenseX : IStride2D
    {
        public DenseX(int yStride)
        {
            YStride = yStride;
        }

        public int XStride => 1;

        public int YStride { get; }

        public Index2D StrideExtent => new(XStride, YStride);

        public static DenseX FromExtent(Index2D extent) => new(extent.X);

        public static DenseX FromExtent(LongIndex2D extent) => new(checked((int)extent.X));

        public int ComputeElementIndex(Index2D index) => (index.X * XStride) + (index.Y * YStride);

        public long ComputeElementIndex(LongIndex2D index) => (index.X * XStride) + (index.Y * YStride);

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public Index2D ReconstructFromElementIndex(int elementIndex) => (Index2D)ReconstructFromElementIndex((long)elementIndex);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) => new(elementIndex % YStride, elementIndex / YStride);

        public int ComputeBufferLength(Index2D extent) => checked((int)ComputeBufferLength(extent.ToLongIndex()));

        public long ComputeBufferLength(LongIndex2D extent) => extent.Size == 0 ? 0 : ComputeElementIndex(extent - LongIndex2D.One) + 1;

        public General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));

        public override string ToString() => StrideExtent.ToString();
    }

    public readonly struct DenseY : IStride2D
    {
        public DenseY(int xStride)
        {
            XStride = xStride;
        }

        public int XStride { get; }

        public int YStride => 1;

        public Index2D StrideExtent => new(XStride, YStride);

        public static DenseY FromExtent(Index2D extent) => new(extent.Y);

        public static DenseY FromExtent(LongIndex2D extent) => new(checked((int)extent.Y));

        public int ComputeElementIndex(Index2D index) => (index.X * XStride) + (index.Y * YStride);

        public long ComputeElementIndex(LongIndex2D index) => (index.X * XStride) + (index.Y * YStride);

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public Index2D ReconstructFromElementIndex(int elementIndex) => (Index2D)ReconstructFromElementIndex((long)elementIndex);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) => new(elementIndex / XStride, elementIndex % XStride);

        public int ComputeBufferLength(Index2D extent) => checked((int)ComputeBufferLength(extent.ToLongIndex()));

        public long ComputeBufferLength(LongIndex2D extent) => extent.Size == 0 ? 0 : ComputeElementIndex(extent - LongIndex2D.One) + 1;

        public General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));

        public override string ToString() => StrideExtent.ToString();
    }

    public readonly struct General : IStride2D
    {
        public General(Index2D stride)
        {
            XStride = stride.X;
            YStride = stride.Y;
        }

        public int XStride { get; }

        public int YStride { get; }

        public Index2D StrideExtent => new(XStride, YStride);

        public int ComputeElementIndex(Index2D index) => (index.X * XStride) + (index.Y * YStride);

        public long ComputeElementIndex(LongIndex2D index) => (index.X * XStride) + (index.Y * YStride);

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) => ComputeElementIndex(StrideCheck.In(index, extent));

        public Index2D ReconstructFromElementIndex(int elementIndex) => (Index2D)ReconstructFromElementIndex((long)elementIndex);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) => new(XStride < YStride ? elementIndex % YStride / XStride : elementIndex / XStride, XStride < YStride ? elementIndex / YStride : elementIndex % XStride / YStride);

        public int ComputeBufferLength(Index2D extent) => checked((int)ComputeBufferLength(extent.ToLongIndex()));

        public long ComputeBufferLength(LongIndex2D extent) => extent.Size == 0 ? 0 : ComputeElementIndex(extent - LongIndex2D.One) + 1;

        public General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));

        public override string ToString() => StrideExtent.ToString();
    }
}
