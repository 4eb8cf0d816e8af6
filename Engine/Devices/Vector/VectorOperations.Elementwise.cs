namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Operations on each value by itself; a chunk is a run of values.</summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    private const int ElementBlock = 16384;
    private const int GatherRows = 32;

    public override void Gather(byte* images, int* order, int batch, int pixels, float* x) => team.Run(
        Ceiling(batch, GatherRows), new GatherJob { Images = images, Order = order, Batch = batch, Pixels = pixels, X = x });

    public override void ReluForward(int count, float* x, float* y) =>
        team.Run(Ceiling(count, ElementBlock), new ReluJob { Count = count, X = x, Y = y });

    public override void ReluBackward(int count, float* y, float* dy, float* dx) =>
        team.Run(Ceiling(count, ElementBlock), new ReluGradientJob { Count = count, Y = y, Dy = dy, Dx = dx });

    public override void Adam(
        int count, float* weights, float* gradients, float* m, float* v, float alpha, float beta1, float beta2, float epsilon) =>
        team.Run(Ceiling(count, ElementBlock), new AdamJob
        {
            Count = count,
            W = weights,
            G = gradients,
            M = m,
            Second = v,
            Alpha = alpha,
            Beta1 = beta1,
            Beta2 = beta2,
            Epsilon = epsilon,
        });

    private static void Relu(int count, float* x, float* y)
    {
        V zero = S.Broadcast(0);
        int i = 0;
        for (; i <= count - S.Width; i += S.Width)
        {
            V value = S.Load(x + i);
            S.Store(y + i, S.IfGreater(zero, value, zero, value));
        }

        for (; i < count; i++)
            y[i] = x[i] < 0 ? 0 : x[i];
    }

    private static void ReluGradient(int count, float* y, float* dy, float* dx)
    {
        V zero = S.Broadcast(0);
        int i = 0;
        for (; i <= count - S.Width; i += S.Width)
            S.Store(dx + i, S.IfGreater(S.Load(y + i), zero, S.Load(dy + i), zero));
        for (; i < count; i++)
            dx[i] = y[i] > 0 ? dy[i] : 0;
    }

    private struct GatherJob : IJob
    {
        public byte* Images;
        public int* Order;
        public int Batch;
        public int Pixels;
        public float* X;

        public readonly void Run(int chunk, Scratch scratch)
        {
            V scale = S.Broadcast(1.0f / 255);
            int end = Math.Min((chunk + 1) * GatherRows, Batch);
            for (int b = chunk * GatherRows; b < end; b++)
            {
                byte* image = Images + ((nint)Order[b] * Pixels);
                float* x = X + ((nint)b * Pixels);
                int i = 0;
                for (; i <= Pixels - S.Width; i += S.Width)
                    S.Store(x + i, S.Multiply(S.LoadBytes(image + i), scale));
                for (; i < Pixels; i++)
                    x[i] = image[i] * (1.0f / 255);
            }
        }
    }

    private struct ReluJob : IJob
    {
        public int Count;
        public float* X;
        public float* Y;

        public readonly void Run(int chunk, Scratch scratch)
        {
            int i = chunk * ElementBlock;
            Relu(Math.Min(ElementBlock, Count - i), X + i, Y + i);
        }
    }

    private struct ReluGradientJob : IJob
    {
        public int Count;
        public float* Y;
        public float* Dy;
        public float* Dx;

        public readonly void Run(int chunk, Scratch scratch)
        {
            int i = chunk * ElementBlock;
            ReluGradient(Math.Min(ElementBlock, Count - i), Y + i, Dy + i, Dx + i);
        }
    }

    private struct AdamJob : IJob
    {
        public int Count;
        public float* W;
        public float* G;
        public float* M;
        public float* Second;
        public float Alpha;
        public float Beta1;
        public float Beta2;
        public float Epsilon;

        public readonly void Run(int chunk, Scratch scratch)
        {
            V b1 = S.Broadcast(Beta1), c1 = S.Broadcast(1 - Beta1), b2 = S.Broadcast(Beta2), c2 = S.Broadcast(1 - Beta2);
            V alpha = S.Broadcast(Alpha), epsilon = S.Broadcast(Epsilon);
            int i = chunk * ElementBlock, end = Math.Min(i + ElementBlock, Count);
            for (; i <= end - S.Width; i += S.Width)
            {
                V g = S.Load(G + i);
                V m = S.Fma(b1, S.Load(M + i), S.Multiply(c1, g));
                V v = S.Fma(b2, S.Load(Second + i), S.Multiply(c2, S.Multiply(g, g)));
                S.Store(M + i, m);
                S.Store(Second + i, v);
                S.Store(W + i, S.Subtract(S.Load(W + i), S.Divide(S.Multiply(alpha, m), S.Add(S.Sqrt(v), epsilon))));
            }

            for (; i < end; i++)
            {
                float g = G[i];
                float m = M[i] = float.MultiplyAddEstimate(Beta1, M[i], (1 - Beta1) * g);
                float v = Second[i] = float.MultiplyAddEstimate(Beta2, Second[i], (1 - Beta2) * (g * g));
                W[i] -= Alpha * m / (MathF.Sqrt(v) + Epsilon);
            }
        }
    }
}
