using System.Runtime.CompilerServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Gathering with augmentation; one chunk is some pictures. A picture lies in the thread's cache with a border of zeros. The positions to
/// read are computed for a vector of pixels at a time. Only the reads themselves are done pixel by pixel, because gather instructions are
/// slow.
/// </summary>
internal abstract unsafe class VectorAugmentation
{
    /// <summary>Gathers the pictures of these entries of the order.</summary>
    public abstract void Run(in GatherAugmented op, int* order);
}

/// <inheritdoc/>
internal sealed unsafe class VectorAugmentation<S, V>(VectorDevice device) : VectorAugmentation
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int Rows = 8;

    // Displacements of a row of nodes: first along x, then along y, each padded to 8 to fit vectors.
    private const int NodeStride = 8;

    public override void Run(in GatherAugmented op, int* order)
    {
        var batch = op.Batch;

        // The node weights of a row for each of its pixels, and the pixels' numbers: the same for all pictures.
        var stride = (int)Aligned.Round(batch.Width);
        var weights = device.Shared.Floats((ElasticField.Side + 1) * stride);
        new Span<float>(weights, ElasticField.Side * stride).Clear();
        for (var p = 0; p < stride; p++)
        {
            weights[(ElasticField.Side * stride) + p] = p;
            var place = ElasticField.Place(Math.Min(p, batch.Width - 1), batch.Width);
            var first = ElasticField.First(place);
            for (var node = 0; node < 4; node++)
                weights[((first + node) * stride) + p] = ElasticField.Weight(node, place - first);
        }

        device.Team.Run(Numbers.CeilDiv(op.X.Rows, Rows), new AugmentJob
        {
            Images = device.Pointer(op.Images, 0),
            Order = order,
            Count = op.X.Rows,
            Batch = batch,
            Settings = op.Settings,
            Weights = weights,
            Stride = stride,
            X = device.Pointer(op.X),
        });
    }

    private struct AugmentJob : IJob
    {
        public byte* Images;
        public int* Order;
        public int Count;
        public AugmentBatch Batch;
        public AugmentSettings Settings;
        public float* Weights;
        public int Stride;
        public float* X;

        // A line of the picture with one zero before it and at least two after it, for the pixels to the right of the last one and below.
        private readonly int Line => (int)Aligned.Round(Batch.Width + 3);

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padded = (Batch.Height + 3) * Line;
            var picture = scratch.Floats((2 * padded) + (2 * Stride) + (2 * NodeStride * (ElasticField.Side + 1)));
            var ink = picture + padded;
            var places = ink + padded;
            var nodes = places + (2 * Stride);
            new Span<float>(picture, 2 * padded).Clear();
            for (var b = chunk * Rows; b < Math.Min((chunk + 1) * Rows, Count); b++)
            {
                var source = Order[b];
                var sample = new AugmentSample(Settings, Batch, source);
                var x = X + ((nint)b * Batch.Pixels);
                Convert(Images + ((nint)source * Batch.Pixels), picture);
                if (sample.ChangesInk)
                    ChangeInk(sample, picture, ink);
                DrawNodes(source, nodes);
                Warp(sample, sample.ChangesInk ? ink : picture, places, nodes, x);
                if (sample.Gain != 1 || sample.Tone != 0)
                    ChangeContrast(sample, x);
                for (var row = Math.Max(0, sample.Top); row < Math.Min(Batch.Height, sample.Bottom); row++)
                    for (var column = Math.Max(0, sample.Left); column < Math.Min(Batch.Width, sample.Right); column++)
                        x[(row * Batch.Width) + column] = 0;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Convert(byte* image, float* picture)
        {
            var white = S.Broadcast(255);
            int line = Line, width = Batch.Width;
            for (var row = 0; row < Batch.Height; row++)
            {
                var to = picture + ((row + 1) * line) + 1;
                var i = 0;
                for (; i <= width - S.Width; i += S.Width)
                    S.Store(to + i, S.Divide(S.LoadBytes(image + i), white));
                if (i > 0 && i < width)
                {
                    // The last vector overlaps the one before it.
                    S.Store(to + width - S.Width, S.Divide(S.LoadBytes(image + width - S.Width), white));
                    i = width;
                }

                for (; i < width; i++)
                    to[i] = image[i] / 255.0f;
                image += width;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ChangeInk(in AugmentSample sample, float* picture, float* ink)
        {
            V morph = S.Broadcast(MathF.Abs(sample.Morph)), blur = S.Broadcast(sample.Blur);
            V two = S.Broadcast(2), sixteenth = S.Broadcast(1 / 16f);
            int line = Line, width = Batch.Width;
            var thicker = sample.Morph > 0;
            for (var row = 1; row <= Batch.Height; row++)
            {
                float* from = picture + (row * line) + 1, to = ink + (row * line) + 1;
                var i = 0;
                for (; i < width; i += S.Width)
                {
                    var p = from + i;
                    V value = S.Load(p), above = S.Load(p - line), below = S.Load(p + line), left = S.Load(p - 1), right = S.Load(p + 1);
                    var goal = thicker
                        ? Larger(Larger(value, Larger(above, below)), Larger(left, right))
                        : Smaller(Smaller(value, Smaller(above, below)), Smaller(left, right));
                    var upper = S.Add(S.Load(p - line - 1), S.Load(p - line + 1));
                    var corners = S.Add(upper, S.Add(S.Load(p + line - 1), S.Load(p + line + 1)));
                    var sides = S.Add(S.Add(above, below), S.Add(left, right));
                    var mean = S.Multiply(S.Fma(two, S.Fma(two, value, sides), corners), sixteenth);
                    S.Store(to + i, S.Fma(blur, S.Subtract(mean, value), S.Fma(morph, S.Subtract(goal, value), value)));
                }

                // Whole vectors have written beyond the picture, at most to the next line's first column.
                new Span<float>(to + width, i - width).Clear();
            }
        }

        private readonly void DrawNodes(int source, float* nodes)
        {
            for (var node = 0; node < ElasticField.Nodes && Settings.Elastic != 0; node++)
            {
                var bits = Batch.NodeBits(source, node);
                var to = nodes + (node / ElasticField.Side * 2 * NodeStride) + (node % ElasticField.Side);
                (to[0], to[NodeStride]) = (Settings.Elastic * ElasticField.X(bits), Settings.Elastic * ElasticField.Y(bits));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Warp(in AugmentSample sample, float* picture, float* places, float* nodes, float* x)
        {
            var mixed = nodes + (2 * NodeStride * ElasticField.Side);
            var numbers = Weights + (ElasticField.Side * Stride);
            V xx = S.Broadcast(sample.Xx), yx = S.Broadcast(sample.Yx);
            V zero = S.Broadcast(0), lastX = S.Broadcast(Batch.Width + 1), lastY = S.Broadcast(Batch.Height + 1);
            var elastic = Settings.Elastic != 0;
            int line = Line, width = Batch.Width;
            for (var row = 0; row < Batch.Height; row++)
            {
                if (elastic)
                    MixNodes(row, nodes, mixed);
                V beginX = S.Broadcast((sample.Xy * row) + sample.X0 + 1), beginY = S.Broadcast((sample.Yy * row) + sample.Y0 + 1);
                for (var i = 0; i < width; i += S.Width)
                {
                    var number = S.Load(numbers + i);
                    V fromX = S.Fma(xx, number, beginX), fromY = S.Fma(yx, number, beginY);
                    for (var node = 0; elastic && node < ElasticField.Side; node++)
                    {
                        var weight = S.Load(Weights + (node * Stride) + i);
                        fromX = S.Fma(weight, S.Broadcast(mixed[node]), fromX);
                        fromY = S.Fma(weight, S.Broadcast(mixed[NodeStride + node]), fromY);
                    }

                    S.Store(places + i, Smaller(Larger(fromX, zero), lastX));
                    S.Store(places + Stride + i, Smaller(Larger(fromY, zero), lastY));
                }

                for (var i = 0; i < width; i++)
                {
                    float fromX = places[i], fromY = places[Stride + i];
                    int left = float.ConvertToIntegerNative<int>(fromX), top = float.ConvertToIntegerNative<int>(fromY);
                    float across = fromX - left, down = fromY - top;
                    var p = picture + (top * line) + left;
                    var upper = float.MultiplyAddEstimate(across, p[1] - p[0], p[0]);
                    var lower = float.MultiplyAddEstimate(across, p[line + 1] - p[line], p[line]);
                    x[i] = float.MultiplyAddEstimate(down, lower - upper, upper);
                }

                x += width;
            }
        }

        /// <summary>Combines the four rows of nodes that influence a row of pixels into one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void MixNodes(int row, float* nodes, float* mixed)
        {
            var place = ElasticField.Place(row, Batch.Height);
            var first = ElasticField.First(place);
            V a = S.Broadcast(ElasticField.Weight(0, place - first)), b = S.Broadcast(ElasticField.Weight(1, place - first));
            V c = S.Broadcast(ElasticField.Weight(2, place - first)), d = S.Broadcast(ElasticField.Weight(3, place - first));
            nodes += first * 2 * NodeStride;
            for (var i = 0; i < 2 * NodeStride; i += S.Width)
            {
                var upper = S.Fma(b, S.Load(nodes + (2 * NodeStride) + i), S.Multiply(a, S.Load(nodes + i)));
                var lower = S.Fma(d, S.Load(nodes + (6 * NodeStride) + i), S.Multiply(c, S.Load(nodes + (4 * NodeStride) + i)));
                S.Store(mixed + i, S.Add(upper, lower));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ChangeContrast(in AugmentSample sample, float* x)
        {
            V gain = S.Broadcast(sample.Gain), tone = S.Broadcast(sample.Tone), one = S.Broadcast(1);
            var i = 0;
            for (; i <= Batch.Pixels - S.Width; i += S.Width)
            {
                var value = S.Load(x + i);
                S.Store(x + i, S.Multiply(gain, S.Fma(S.Multiply(tone, value), S.Subtract(one, value), value)));
            }

            for (; i < Batch.Pixels; i++)
                x[i] = sample.Curve(x[i]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Larger(V a, V b) => S.Max(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Smaller(V a, V b) => S.IfGreater(a, b, b, a);
    }
}
