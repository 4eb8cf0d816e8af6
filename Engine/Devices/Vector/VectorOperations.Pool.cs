using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Pooling, vectorised over the channels; a chunk is some pictures.</summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    private enum PoolKind
    {
        MaxForward,
        MaxBackward,
        AverageForward,
        AverageBackward,
    }

    public override void MaxPoolForward(in PoolShape shape, int batch, float* x, float* y, byte* argMax) =>
        RunPool(PoolKind.MaxForward, shape, batch, x, y, argMax);

    public override void MaxPoolBackward(in PoolShape shape, int batch, float* dy, byte* argMax, float* dx) =>
        RunPool(PoolKind.MaxBackward, shape, batch, dx, dy, argMax);

    public override void AveragePoolForward(in PoolShape shape, int batch, float* x, float* y) =>
        RunPool(PoolKind.AverageForward, shape, batch, x, y, null);

    public override void AveragePoolBackward(in PoolShape shape, int batch, float* dy, float* dx) =>
        RunPool(PoolKind.AverageBackward, shape, batch, dx, dy, null);

    private void RunPool(PoolKind kind, in PoolShape shape, int batch, float* x, float* y, byte* argMax)
    {
        int pictures = PicturesPerChunk(16L * (shape.InputSize + shape.OutputSize));
        team.Run(Ceiling(batch, pictures), new PoolJob
        {
            Kind = kind,
            Shape = shape,
            Batch = batch,
            Pictures = pictures,
            X = x,
            Y = y,
            ArgMax = argMax,
        });
    }

    /// <summary>The part of a window that lies in the picture, as places in it.</summary>
    private readonly ref struct Window
    {
        public readonly int Top;
        public readonly int Bottom;
        public readonly int Left;
        public readonly int Right;
        private readonly int _y;
        private readonly int _x;
        private readonly PoolShape _shape;

        public Window(in PoolShape s, int output)
        {
            _shape = s;
            _y = (output / s.OutWidth * s.StrideY) - s.PadTop;
            _x = (output % s.OutWidth * s.StrideX) - s.PadLeft;
            (Top, Bottom) = (Math.Max(-_y, 0), Math.Min(s.PoolHeight, s.Height - _y));
            (Left, Right) = (Math.Max(-_x, 0), Math.Min(s.PoolWidth, s.Width - _x));
        }

        public int Values => Math.Max(Bottom - Top, 0) * Math.Max(Right - Left, 0);

        /// <summary>Offset of the pixel at this place of the window.</summary>
        public nint Pixel(int row, int column) => ((((nint)_y + row) * _shape.Width) + _x + column) * _shape.Channels;
    }

    /// <summary>One picture.</summary>
    private static void MaxPool(in PoolShape s, float* x, float* y, byte* argMax)
    {
        for (int o = 0; o < s.OutHeight * s.OutWidth; o++, y += s.Channels, argMax += s.Channels)
        {
            var w = new Window(s, o);
            int c = 0;
            for (; c <= s.Channels - S.Width; c += S.Width)
            {
                V best = S.Load(x + w.Pixel(w.Top, w.Left) + c), place = S.Broadcast((w.Top * s.PoolWidth) + w.Left);
                for (int i = w.Top; i < w.Bottom; i++)
                    for (int j = w.Left; j < w.Right; j++)
                    {
                        V value = S.Load(x + w.Pixel(i, j) + c);
                        place = S.IfGreater(value, best, S.Broadcast((i * s.PoolWidth) + j), place);
                        best = S.IfGreater(value, best, value, best);
                    }

                S.Store(y + c, best);
                S.StoreBytes(argMax + c, place);
            }

            for (; c < s.Channels; c++)
            {
                float best = x[w.Pixel(w.Top, w.Left) + c];
                int place = (w.Top * s.PoolWidth) + w.Left;
                for (int i = w.Top; i < w.Bottom; i++)
                    for (int j = w.Left; j < w.Right; j++)
                        if (x[w.Pixel(i, j) + c] > best)
                            (best, place) = (x[w.Pixel(i, j) + c], (i * s.PoolWidth) + j);
                (y[c], argMax[c]) = (best, (byte)place);
            }
        }
    }

    /// <summary>One picture.</summary>
    private static void MaxPoolGradient(in PoolShape s, float* dy, byte* argMax, float* dx)
    {
        V zero = S.Broadcast(0);
        new Span<float>(dx, s.InputSize).Clear();
        for (int o = 0; o < s.OutHeight * s.OutWidth; o++, dy += s.Channels, argMax += s.Channels)
        {
            var w = new Window(s, o);
            int c = 0;
            for (; c <= s.Channels - S.Width; c += S.Width)
            {
                V g = S.Load(dy + c), place = S.LoadBytes(argMax + c);
                for (int i = w.Top; i < w.Bottom; i++)
                    for (int j = w.Left; j < w.Right; j++)
                    {
                        float* to = dx + w.Pixel(i, j) + c;
                        S.Store(to, S.Add(S.Load(to), S.IfEqual(place, S.Broadcast((i * s.PoolWidth) + j), g, zero)));
                    }
            }

            for (; c < s.Channels; c++)
                dx[w.Pixel(argMax[c] / s.PoolWidth, argMax[c] % s.PoolWidth) + c] += dy[c];
        }
    }

    private static void AveragePool(in PoolShape s, float* x, float* y)
    {
        for (int o = 0; o < s.OutHeight * s.OutWidth; o++, y += s.Channels)
        {
            var w = new Window(s, o);
            float scale = 1.0f / w.Values;
            int c = 0;
            for (; c <= s.Channels - S.Width; c += S.Width)
            {
                V sum = S.Broadcast(0);
                for (int i = w.Top; i < w.Bottom; i++)
                    for (int j = w.Left; j < w.Right; j++)
                        sum = S.Add(sum, S.Load(x + w.Pixel(i, j) + c));
                S.Store(y + c, S.Multiply(sum, S.Broadcast(scale)));
            }

            for (; c < s.Channels; c++)
            {
                float sum = 0;
                for (int i = w.Top; i < w.Bottom; i++)
                    for (int j = w.Left; j < w.Right; j++)
                        sum += x[w.Pixel(i, j) + c];
                y[c] = sum * scale;
            }
        }
    }

    private static void AveragePoolGradient(in PoolShape s, float* dy, float* dx)
    {
        new Span<float>(dx, s.InputSize).Clear();
        for (int o = 0; o < s.OutHeight * s.OutWidth; o++, dy += s.Channels)
        {
            var w = new Window(s, o);
            float scale = 1.0f / w.Values;
            for (int i = w.Top; i < w.Bottom; i++)
                for (int j = w.Left; j < w.Right; j++)
                {
                    float* to = dx + w.Pixel(i, j);
                    int c = 0;
                    for (; c <= s.Channels - S.Width; c += S.Width)
                        S.Store(to + c, S.Add(S.Load(to + c), S.Multiply(S.Load(dy + c), S.Broadcast(scale))));
                    for (; c < s.Channels; c++)
                        to[c] += dy[c] * scale;
                }
        }
    }

    private struct PoolJob : IJob
    {
        public PoolKind Kind;
        public PoolShape Shape;
        public int Batch;
        public int Pictures;
        public float* X;
        public float* Y;
        public byte* ArgMax;

        public readonly void Run(int chunk, Scratch scratch)
        {
            for (int b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                float* x = X + ((nint)b * Shape.InputSize);
                float* y = Y + ((nint)b * Shape.OutputSize);
                byte* argMax = ArgMax + ((nint)b * Shape.OutputSize);
                switch (Kind)
                {
                    case PoolKind.MaxForward: MaxPool(Shape, x, y, argMax); break;
                    case PoolKind.MaxBackward: MaxPoolGradient(Shape, y, argMax, x); break;
                    case PoolKind.AverageForward: AveragePool(Shape, x, y); break;
                    default: AveragePoolGradient(Shape, y, x); break;
                }
            }
        }
    }
}
