using System.Runtime.CompilerServices;
using GpuDigits.Kernels;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Pooling, vectorised over the channels; one chunk is some pictures.</summary>
internal abstract class VectorPooling
{
    public abstract void Run(in MaxPoolForward op);

    public abstract void Run(in MaxPoolBackward op);

    public abstract void Run(in AveragePoolForward op);

    public abstract void Run(in AveragePoolBackward op);
}

/// <inheritdoc/>
internal sealed unsafe class VectorPooling<S, V>(VectorDevice device) : VectorPooling
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private enum Kinds
    {
        MaxForward,
        MaxBackward,
        AverageForward,
        AverageBackward,
    }

    public override void Run(in MaxPoolForward op) =>
        Run(Kinds.MaxForward, op.Shape, op.X, op.Y, device.Pointer(op.ArgMax, op.Y.Count));

    public override void Run(in MaxPoolBackward op) =>
        Run(Kinds.MaxBackward, op.Shape, op.Dx, op.Dy, device.Pointer(op.ArgMax, op.Dy.Count));

    public override void Run(in AveragePoolForward op) => Run(Kinds.AverageForward, op.Shape, op.X, op.Y, null);

    public override void Run(in AveragePoolBackward op) => Run(Kinds.AverageBackward, op.Shape, op.Dx, op.Dy, null);

    private void Run(Kinds kind, in PoolShape shape, in Tensor x, in Tensor y, byte* argMax)
    {
        var pictures = PicturesPerChunk(16L * (shape.InputSize + shape.OutputSize));
        device.Team.Run(Numbers.CeilDiv(x.Rows, pictures), new PoolJob
        {
            Kind = kind,
            Shape = shape,
            Batch = x.Rows,
            Pictures = pictures,
            X = device.Pointer(x),
            Y = device.Pointer(y),
            ArgMax = argMax,
        });
    }

    /// <summary>The part of a window that lies inside the picture, as positions in the window.</summary>
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

        /// <summary>Offset of the pixel at this position of the window.</summary>
        public nint Pixel(int row, int column) => ((((nint)_y + row) * _shape.Width) + _x + column) * _shape.Channels;
    }

    /// <summary>Computes one picture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(in PoolShape s, float* x, float* y, byte* argMax)
    {
        for (var o = 0; o < s.OutHeight * s.OutWidth; o++, y += s.Channels, argMax += s.Channels)
        {
            var w = new Window(s, o);
            var c = 0;
            for (; c <= s.Channels - S.Width; c += S.Width)
            {
                V best = S.Load(x + w.Pixel(w.Top, w.Left) + c), place = S.Broadcast((w.Top * s.PoolWidth) + w.Left);
                for (var i = w.Top; i < w.Bottom; i++)
                    for (var j = w.Left; j < w.Right; j++)
                    {
                        var value = S.Load(x + w.Pixel(i, j) + c);
                        place = S.IfGreater(value, best, S.Broadcast((i * s.PoolWidth) + j), place);
                        best = S.Max(value, best);
                    }

                S.Store(y + c, best);
                S.StoreBytes(argMax + c, place);
            }

            for (; c < s.Channels; c++)
            {
                var best = x[w.Pixel(w.Top, w.Left) + c];
                var place = (w.Top * s.PoolWidth) + w.Left;
                for (var i = w.Top; i < w.Bottom; i++)
                    for (var j = w.Left; j < w.Right; j++)
                        if (x[w.Pixel(i, j) + c] > best)
                            (best, place) = (x[w.Pixel(i, j) + c], (i * s.PoolWidth) + j);
                (y[c], argMax[c]) = (best, (byte)place);
            }
        }
    }

    /// <summary>Computes one picture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxGradient(in PoolShape s, float* dy, byte* argMax, float* dx)
    {
        var zero = S.Broadcast(0);
        new Span<float>(dx, s.InputSize).Clear();
        for (var o = 0; o < s.OutHeight * s.OutWidth; o++, dy += s.Channels, argMax += s.Channels)
        {
            var w = new Window(s, o);
            var c = 0;
            for (; c <= s.Channels - S.Width; c += S.Width)
            {
                V g = S.Load(dy + c), place = S.LoadBytes(argMax + c);
                for (var i = w.Top; i < w.Bottom; i++)
                    for (var j = w.Left; j < w.Right; j++)
                    {
                        var to = dx + w.Pixel(i, j) + c;
                        S.Store(to, S.Add(S.Load(to), S.IfEqual(place, S.Broadcast((i * s.PoolWidth) + j), g, zero)));
                    }
            }

            for (; c < s.Channels; c++)
                dx[w.Pixel(argMax[c] / s.PoolWidth, argMax[c] % s.PoolWidth) + c] += dy[c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Average(in PoolShape s, float* x, float* y)
    {
        for (var o = 0; o < s.OutHeight * s.OutWidth; o++, y += s.Channels)
        {
            var w = new Window(s, o);
            var scale = 1.0f / w.Values;
            var c = 0;
            for (; c <= s.Channels - S.Width; c += S.Width)
            {
                var sum = S.Broadcast(0);
                for (var i = w.Top; i < w.Bottom; i++)
                    for (var j = w.Left; j < w.Right; j++)
                        sum = S.Add(sum, S.Load(x + w.Pixel(i, j) + c));
                S.Store(y + c, S.Multiply(sum, S.Broadcast(scale)));
            }

            for (; c < s.Channels; c++)
            {
                float sum = 0;
                for (var i = w.Top; i < w.Bottom; i++)
                    for (var j = w.Left; j < w.Right; j++)
                        sum += x[w.Pixel(i, j) + c];
                y[c] = sum * scale;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AverageGradient(in PoolShape s, float* dy, float* dx)
    {
        new Span<float>(dx, s.InputSize).Clear();
        for (var o = 0; o < s.OutHeight * s.OutWidth; o++, dy += s.Channels)
        {
            var w = new Window(s, o);
            var scale = 1.0f / w.Values;
            for (var i = w.Top; i < w.Bottom; i++)
                for (var j = w.Left; j < w.Right; j++)
                {
                    var to = dx + w.Pixel(i, j);
                    var c = 0;
                    for (; c <= s.Channels - S.Width; c += S.Width)
                        S.Store(to + c, S.Add(S.Load(to + c), S.Multiply(S.Load(dy + c), S.Broadcast(scale))));
                    for (; c < s.Channels; c++)
                        to[c] += dy[c] * scale;
                }
        }
    }

    private struct PoolJob : IJob
    {
        public Kinds Kind;
        public PoolShape Shape;
        public int Batch;
        public int Pictures;
        public float* X;
        public float* Y;
        public byte* ArgMax;

        public readonly void Run(int chunk, Scratch scratch)
        {
            for (var b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                var x = X + ((nint)b * Shape.InputSize);
                var y = Y + ((nint)b * Shape.OutputSize);
                var argMax = ArgMax + ((nint)b * Shape.OutputSize);
                switch (Kind)
                {
                    case Kinds.MaxForward: Max(Shape, x, y, argMax); break;
                    case Kinds.MaxBackward: MaxGradient(Shape, y, argMax, x); break;
                    case Kinds.AverageForward: Average(Shape, x, y); break;
                    default: AverageGradient(Shape, y, x); break;
                }
            }
        }
    }
}
