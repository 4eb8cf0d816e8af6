namespace GpuDigits.Kernels;

/// <summary>The position of a flat index in an NHWC tensor [batch, height, width, channels].</summary>
internal readonly struct Pixel(int picture, int y, int x, int channel)
{
    public readonly int Picture = picture;
    public readonly int Y = y;
    public readonly int X = x;
    public readonly int Channel = channel;

    public static Pixel Decode(int index, int height, int width, int channels)
    {
        var pixel = index / channels;
        var line = pixel / width;
        var picture = line / height;
        return new Pixel(picture, line - (picture * height), pixel - (line * width), index - (pixel * channels));
    }
}

/// <summary>The pooling windows [FirstY, EndY) × [FirstX, EndX) that contain an input value.</summary>
internal readonly struct Windows(int firstY, int endY, int firstX, int endX)
{
    public readonly int FirstY = firstY;
    public readonly int EndY = endY;
    public readonly int FirstX = firstX;
    public readonly int EndX = endX;

    public static Windows Over(in PoolShape shape, in Pixel at) => new(
        First(at.Y + shape.PadTop, shape.PoolHeight, shape.StrideY), End(at.Y + shape.PadTop, shape.StrideY, shape.OutHeight),
        First(at.X + shape.PadLeft, shape.PoolWidth, shape.StrideX), End(at.X + shape.PadLeft, shape.StrideX, shape.OutWidth));

    // Windows begin at multiples of the stride and cover [begin, begin + size).
    private static int First(int place, int size, int stride) => place < size ? 0 : ((place - size) / stride) + 1;

    private static int End(int place, int stride, int count) => Math.Min((place / stride) + 1, count);
}
