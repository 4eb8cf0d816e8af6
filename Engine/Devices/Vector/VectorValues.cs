using System.Runtime.CompilerServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Operations on single values; one chunk is a range of values.</summary>
internal abstract unsafe class VectorValues
{
    /// <summary>Values per chunk.</summary>
    public const int Block = 16384;

    /// <summary>Gathers the pictures of these entries of the order.</summary>
    public abstract void Run(in GatherPictures op, int* order);

    public abstract void Run(in ReluForward op);

    public abstract void Run(in ReluBackward op);

    public abstract void Run(in AdamStep op);

    public abstract void Run(in AverageWeights op);
}

/// <inheritdoc/>
internal sealed unsafe class VectorValues<S, V>(VectorDevice device) : VectorValues
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int GatherRows = 32;

    public override void Run(in GatherPictures op, int* order) => device.Team.Run(Numbers.CeilDiv(op.X.Rows, GatherRows), new GatherJob
    {
        Images = device.Pointer(op.Images, 0),
        Order = order,
        Batch = op.X.Rows,
        Pixels = op.X.Columns,
        X = device.Pointer(op.X),
    });

    public override void Run(in ReluForward op) => device.Team.Run(
        Numbers.CeilDiv(op.X.IntCount, Block), new ReluJob { Count = op.X.IntCount, X = device.Pointer(op.X), Y = device.Pointer(op.Y) });

    public override void Run(in ReluBackward op) => device.Team.Run(Numbers.CeilDiv(op.Y.IntCount, Block), new ReluGradientJob
    {
        Count = op.Y.IntCount,
        Y = device.Pointer(op.Y),
        Dy = device.Pointer(op.Dy),
        Dx = device.Pointer(op.Dx),
    });

    public override void Run(in AdamStep op) => device.Team.Run(
        Numbers.CeilDiv(op.Weights.IntCount, Block),
        new AdamJob { Count = op.Weights.IntCount, G = device.Pointer(op.Gradients), State = new(device, op) });

    public override void Run(in AverageWeights op) => device.Team.Run(Numbers.CeilDiv(op.Mean.IntCount, Block), new AverageJob
    {
        Count = op.Mean.IntCount,
        To = device.Pointer(op.Mean),
        From = device.Pointer(op.Weights),
        Rate = op.Rate,
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relu(int count, float* x, float* y)
    {
        var zero = S.Broadcast(0);
        var i = 0;
        for (; i <= count - S.Width; i += S.Width)
        {
            var value = S.Load(x + i);
            S.Store(y + i, S.Max(zero, value));
        }

        for (; i < count; i++)
            y[i] = x[i] < 0 ? 0 : x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReluGradient(int count, float* y, float* dy, float* dx)
    {
        var zero = S.Broadcast(0);
        var i = 0;
        for (; i <= count - S.Width; i += S.Width)
            S.Store(dx + i, S.IfGreater(S.Load(y + i), zero, S.Load(dy + i), zero));
        for (; i < count; i++)
            dx[i] = y[i] > 0 ? dy[i] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adam(AdamState s, float* gradients, int count)
    {
        V b1 = S.Broadcast(s.Beta1), c1 = S.Broadcast(1 - s.Beta1), b2 = S.Broadcast(s.Beta2), c2 = S.Broadcast(1 - s.Beta2);
        V alpha = S.Broadcast(s.Alpha), epsilon = S.Broadcast(s.Epsilon), keep = S.Broadcast(s.Keep);
        var i = 0;
        for (; i <= count - S.Width; i += S.Width)
        {
            var g = S.Load(gradients + i);
            var m = S.Fma(b1, S.Load(s.First + i), S.Multiply(c1, g));
            var v = S.Fma(b2, S.Load(s.Second + i), S.Multiply(c2, S.Multiply(g, g)));
            S.Store(s.First + i, m);
            S.Store(s.Second + i, v);
            S.Store(
                s.Weights + i,
                S.Subtract(S.Multiply(keep, S.Load(s.Weights + i)), S.Divide(S.Multiply(alpha, m), S.Add(S.Sqrt(v), epsilon))));
        }

        for (; i < count; i++)
        {
            var g = gradients[i];
            var m = s.First[i] = float.MultiplyAddEstimate(s.Beta1, s.First[i], (1 - s.Beta1) * g);
            var v = s.Second[i] = float.MultiplyAddEstimate(s.Beta2, s.Second[i], (1 - s.Beta2) * (g * g));
            s.Weights[i] = (s.Keep * s.Weights[i]) - (s.Alpha * m / (MathF.Sqrt(v) + s.Epsilon));
        }
    }

    private struct GatherJob : IJob
    {
        public byte* Images;
        public int* Order;
        public int Batch;
        public int Pixels;
        public float* X;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var white = S.Broadcast(255);
            var end = Math.Min((chunk + 1) * GatherRows, Batch);
            for (var b = chunk * GatherRows; b < end; b++)
            {
                var image = Images + ((nint)Order[b] * Pixels);
                var x = X + ((nint)b * Pixels);
                var i = 0;
                for (; i <= Pixels - S.Width; i += S.Width)
                    S.Store(x + i, S.Divide(S.LoadBytes(image + i), white));
                for (; i < Pixels; i++)
                    x[i] = image[i] / 255.0f;
            }
        }
    }

    private struct ReluJob : IJob
    {
        public int Count;
        public float* X;
        public float* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var i = chunk * Block;
            Relu(Math.Min(Block, Count - i), X + i, Y + i);
        }
    }

    private struct ReluGradientJob : IJob
    {
        public int Count;
        public float* Y;
        public float* Dy;
        public float* Dx;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var i = chunk * Block;
            ReluGradient(Math.Min(Block, Count - i), Y + i, Dy + i, Dx + i);
        }
    }

    private struct AverageJob : IJob
    {
        public int Count;
        public float* To;
        public float* From;
        public float Rate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var rate = S.Broadcast(Rate);
            int i = chunk * Block, end = Math.Min(i + Block, Count);
            for (; i <= end - S.Width; i += S.Width)
                S.Store(To + i, S.Fma(rate, S.Subtract(S.Load(From + i), S.Load(To + i)), S.Load(To + i)));
            for (; i < end; i++)
                To[i] = float.MultiplyAddEstimate(Rate, From[i] - To[i], To[i]);
        }
    }

    private struct AdamJob : IJob
    {
        public int Count;
        public float* G;
        public AdamState State;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var i = chunk * Block;
            Adam(State.At(i), G + i, Math.Min(Block, Count - i));
        }
    }
}

/// <summary>The arrays that Adam updates, and its coefficients for this step.</summary>
internal unsafe struct AdamState
{
    public float* Weights;
    public float* First;
    public float* Second;
    public readonly float Alpha;
    public readonly float Beta1;
    public readonly float Beta2;
    public readonly float Epsilon;

    /// <summary>1 − decay: a step multiplies each weight by it before the update.</summary>
    public readonly float Keep;

    public AdamState(VectorDevice device, in AdamStep op)
    {
        Weights = device.Pointer(op.Weights);
        First = device.Pointer(op.M);
        Second = device.Pointer(op.V);
        (Alpha, Beta1, Beta2, Epsilon) = (op.Update.Alpha, op.Update.Beta1, op.Update.Beta2, op.Update.Epsilon);
        Keep = 1 - op.Update.Decay;
    }

    /// <summary>The same, beginning at this weight.</summary>
    public readonly AdamState At(nint i) => this with { Weights = Weights + i, First = First + i, Second = Second + i };
}
