using System.Runtime.CompilerServices;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Dense layers. Forward with some rows: the inputs (the length of the sum) are split into parts; each part's product is stored in a
/// separate partial result, and the partial results are added in order. In this way every thread reads only its parts of the large matrix.
/// Gradients are split by the inputs, which are columns or rows of the result. Forward with very few rows: the weight rows of the inputs
/// that are not zero are summed.
/// </summary>
internal abstract class VectorDense
{
    public abstract void Run(in DenseForward op);

    public abstract void Run(in DenseBackwardInput op);

    /// <summary>Stores the gradient of the weights in its tensor, or applies Adam's step immediately.</summary>
    public abstract void Run(in DenseBackwardWeights op, AdamStep? update = null);
}

/// <inheritdoc/>
internal sealed unsafe class VectorDense<S, V>(VectorDevice device) : VectorDense
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int DepthBlock = 352;
    private const int RowBlock = 256;
    private const int InputBlock = 64;
    private const int InputChunk = 3 * InputBlock;

    // So few rows are faster one by one: each reads only the weights of its values that are not zero. Very few, where zeros can be skipped
    // in blocks of weights, too.
    private const int FewRows = 8, VeryFewRows = 2;

    // Up to so many rows a part has at least so many products: with fewer, adding the partial results costs more than a thread saves.
    private const int SomeRows = 16, LeastWork = 700_000;

    // A row with fewer weights than these is finished before another thread has begun.
    private const int ManyWeights = 200_000;

    public override void Run(in DenseForward op)
    {
        var (batch, inputs, outputs) = (op.X.Rows, op.X.Columns, op.Y.Columns);
        float* x = device.Pointer(op.X), weights = device.Pointer(op.Weights), bias = device.Pointer(op.Bias), y = device.Pointer(op.Y);
        var few = SparseProduct<S, V>.Takes(outputs) ? VeryFewRows : outputs >= SparseProduct<S, V>.RowBlock ? FewRows : 1;
        if (batch <= few)
        {
            RunRows(op);
            return;
        }

        var rowBlocks = Numbers.CeilDiv(batch, RowBlock);
        var parts = rowBlocks >= 4 ? 1 : Numbers.CeilDiv(inputs, DepthBlock);
        if (batch <= SomeRows)
            parts = (int)Math.Min(parts, Math.Max(2, (long)batch * inputs * outputs / LeastWork));
        var partial = parts > 1 ? device.Shared.Floats(parts * op.Y.Count) : y;
        device.Team.Run(rowBlocks * parts, new ForwardJob
        {
            X = x,
            Weights = weights,
            Bias = bias,
            Y = partial,
            Batch = batch,
            Inputs = inputs,
            Outputs = outputs,
            Parts = parts,
            Relu = op.Relu,
        });
        if (parts > 1)
            device.Team.Run(Numbers.CeilDiv(batch, FinishJob.Rows), new FinishJob
            {
                Partial = partial,
                Bias = bias,
                Y = y,
                Batch = batch,
                Outputs = outputs,
                Parts = parts,
                Relu = op.Relu,
            });
    }

    public override void Run(in DenseBackwardInput op) => device.Team.Run(Numbers.CeilDiv(op.Dx.Columns, InputBlock), new BackwardInputJob
    {
        Dy = device.Pointer(op.Dy),
        Weights = device.Pointer(op.Weights),
        Dx = device.Pointer(op.Dx),
        Batch = op.Dx.Rows,
        Inputs = op.Dx.Columns,
        Outputs = op.Dy.Columns,
    });

    public override void Run(in DenseBackwardWeights op, AdamStep? update = null)
    {
        var (batch, inputs, outputs) = (op.X.Rows, op.X.Columns, op.Dy.Columns);
        float* dy = device.Pointer(op.Dy), packed = device.Shared.Floats(PackedPanel<S, V>.Size(batch, outputs));
        device.Team.Run(Numbers.CeilDiv(outputs, PackedPanel<S, V>.MaxWidth), new PackedPanel<S, V>.PackJob
        {
            Source = dy,
            Stride = outputs,
            Depth = batch,
            Columns = outputs,
            Packed = packed,
            Sums = device.Pointer(op.DBias),
        });
        device.Team.Run(Numbers.CeilDiv(inputs, InputChunk), new BackwardWeightsJob
        {
            X = device.Pointer(op.X),
            Dy = dy,
            Packed = packed,
            DWeights = update is null ? device.Pointer(op.DWeights) : null,
            Adam = update is { } step ? new(device, step) : default,
            Batch = batch,
            Inputs = inputs,
            Outputs = outputs,
        });
    }

    private void RunRows(in DenseForward op)
    {
        var most = op.Weights.Count < ManyWeights ? 1 : Numbers.CeilDiv(op.Y.Columns, SparseProduct<S, V>.RowBlock);
        var parts = Math.Min(Numbers.CeilDiv(device.Threads, op.X.Rows), most);
        device.Team.Run(op.X.Rows * parts, new SparseProduct<S, V>.RowJob
        {
            X = device.Pointer(op.X),
            Weights = device.Pointer(op.Weights),
            Bias = device.Pointer(op.Bias),
            Y = device.Pointer(op.Y),
            Inputs = op.X.Columns,
            Outputs = op.Y.Columns,
            Parts = parts,
            Relu = op.Relu,
        });
    }

    /// <summary>One chunk is (part of the inputs, block of rows).</summary>
    private struct ForwardJob : IJob
    {
        public float* X;
        public float* Weights;
        public float* Bias;
        public float* Y;
        public int Batch;
        public int Inputs;
        public int Outputs;
        public int Parts;
        public bool Relu;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var part = chunk % Parts;
            var row = chunk / Parts * RowBlock;
            var rows = Math.Min(RowBlock, Batch - row);
            var groups = Numbers.CeilDiv(Inputs, 16);
            int first = (int)((long)groups * part / Parts) * 16, end = Math.Min((int)((long)groups * (part + 1) / Parts) * 16, Inputs);
            if (SparseProduct<S, V>.Pays(X + ((nint)row * Inputs) + first, Inputs, rows, end - first, Outputs))
            {
                Sparse(row, rows, first, end, part, scratch);
                return;
            }

            for (var k = first; k < end; k += DepthBlock)
                Block(row, rows, k, Math.Min(DepthBlock, end - k), part, k > first, scratch);
        }

        /// <summary>Skips the zeros of x, in blocks of weight rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sparse(int row, int rows, int first, int end, int part, Scratch scratch)
        {
            var start = Bias;
            if (Parts > 1)
            {
                start = scratch.Floats(Outputs);
                new Span<float>(start, Outputs).Clear();
            }

            var y = Y + (((nint)part * Batch) + row) * Outputs;
            var depth = SparseProduct<S, V>.Depth(Outputs);
            for (var k = first; k < end; k += depth, start = null)
                SparseProduct<S, V>.Rows(
                    X + ((nint)row * Inputs) + k, Inputs, rows, Math.Min(depth, end - k), Weights + ((nint)k * Outputs), Outputs, start, y);
            if (Relu && Parts == 1)
                VectorValues<S, V>.Relu(rows * Outputs, y, y);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Block(int row, int rows, int k, int depth, int part, bool accumulate, Scratch scratch)
        {
            var width = PackedPanel<S, V>.MaxWidth;
            var weights = Weights + ((nint)k * Outputs);
            var pack = rows > 16 || PackedPanel<S, V>.Width(Outputs % width) != Outputs % width;
            var packed = pack ? scratch.Floats(PackedPanel<S, V>.Size(depth, Outputs)) : null;
            if (pack)
                PackedPanel<S, V>.PackAll(weights, Outputs, depth, Outputs, packed);
            var x = X + ((nint)row * Inputs) + k;
            var y = Y + (((long)part * Batch) + row) * Outputs;
            for (var r = 0; r < rows; r += S.MaxRows, x += (nint)S.MaxRows * Inputs, y += (nint)S.MaxRows * Outputs)
            {
                var height = Math.Min(S.MaxRows, rows - r);
                if (height < rows - r)
                    Prefetch(x + ((nint)S.MaxRows * Inputs), Inputs, Math.Min(S.MaxRows, rows - r - height), depth);
                for (var n = 0; n < Outputs; n += width)
                {
                    var columns = Math.Min(width, Outputs - n);
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = x,
                            ARow = Inputs,
                            AStep = 1,
                            B = pack ? packed + ((nint)n * depth) : weights + n,
                            BStep = pack ? PackedPanel<S, V>.Width(columns) : Outputs,
                            C = y + n,
                            CRow = Outputs,
                            Bias = Parts > 1 ? null : Bias + n,
                            Segments = 1,
                            Depth = depth,
                            Accumulate = accumulate,
                            Relu = Relu && Parts == 1 && k + depth == Inputs,
                        },
                        height, columns);
                }
            }
        }
    }

    /// <summary>y = bias + the partial results in order, then ReLU.</summary>
    private struct FinishJob : IJob
    {
        public const int Rows = 32;

        public float* Partial;
        public float* Bias;
        public float* Y;
        public int Batch;
        public int Outputs;
        public int Parts;
        public bool Relu;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var stride = (long)Batch * Outputs;
            var zero = S.Broadcast(0);
            for (var r = chunk * Rows; r < Math.Min((chunk + 1) * Rows, Batch); r++)
            {
                var from = Partial + ((long)r * Outputs);
                var y = Y + ((long)r * Outputs);
                var n = 0;
                for (; n <= Outputs - S.Width; n += S.Width)
                {
                    var sum = S.Load(Bias + n);
                    for (var p = 0; p < Parts; p++)
                        sum = S.Add(sum, S.Load(from + (p * stride) + n));
                    S.Store(y + n, Relu ? S.Max(zero, sum) : sum);
                }

                for (; n < Outputs; n++)
                {
                    var sum = Bias[n];
                    for (var p = 0; p < Parts; p++)
                        sum += from[(p * stride) + n];
                    y[n] = Relu && sum < 0 ? 0 : sum;
                }
            }
        }
    }

    /// <summary>One chunk is a block of inputs: columns of dx, for which the rows of the weights are packed as columns.</summary>
    private struct BackwardInputJob : IJob
    {
        public float* Dy;
        public float* Weights;
        public float* Dx;
        public int Batch;
        public int Inputs;
        public int Outputs;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var panel = scratch.Floats((long)Outputs * PackedPanel<S, V>.MaxWidth);
            var end = Math.Min((chunk + 1) * InputBlock, Inputs);
            for (var i = chunk * InputBlock; i < end; i += PackedPanel<S, V>.MaxWidth)
            {
                var columns = Math.Min(PackedPanel<S, V>.MaxWidth, end - i);
                PackedPanel<S, V>.PackTransposed(Weights + ((nint)i * Outputs), Outputs, Outputs, columns, panel);
                Tile<S, V>.Multiply(
                    new TileProduct
                    {
                        A = Dy,
                        ARow = Outputs,
                        AStep = 1,
                        B = panel,
                        BStep = PackedPanel<S, V>.Width(columns),
                        C = Dx + i,
                        CRow = Inputs,
                        Segments = 1,
                        Depth = Outputs,
                    },
                    Batch, columns);
            }
        }
    }

    /// <summary>One chunk is some blocks of inputs: rows of dw.</summary>
    private struct BackwardWeightsJob : IJob
    {
        public float* X;
        public float* Dy;
        public float* Packed;
        public float* DWeights;
        public AdamState Adam;
        public int Batch;
        public int Inputs;
        public int Outputs;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var block = scratch.Floats(((RowStride + (long)Outputs) * InputBlock) + Outputs);
            var end = Math.Min((chunk + 1) * InputChunk, Inputs);
            for (var i = chunk * InputChunk; i < end; i += InputBlock)
                Rows(i, Math.Min(InputBlock, end - i), Math.Min(InputBlock, end - i - InputBlock), block);
        }

        /// <summary>
        /// Floats of a transposed row of x: the batch and one more cache line, so that the rows do not share the same few cache sets.
        /// </summary>
        private readonly int RowStride => (int)Aligned.Round(Batch) + 16;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Rows(int i, int rows, int next, float* block)
        {
            var first = (nint)i * Outputs;
            var dWeights = DWeights == null ? block + ((nint)RowStride * InputBlock) : DWeights + first;
            var adam = Adam.At(first);
            if (DWeights == null)
            {
                Prefetch(adam.Weights, 0, 1, rows * Outputs);
                Prefetch(adam.First, 0, 1, rows * Outputs);
                Prefetch(adam.Second, 0, 1, rows * Outputs);
            }

            if (SparseProduct<S, V>.Pays(X + i, Inputs, Batch, rows, Outputs))
                Sparse(i, rows, next, block, dWeights);
            else
                Dense(i, rows, next, block, dWeights);
            if (DWeights == null)
                VectorValues<S, V>.Adam(adam, dWeights, rows * Outputs);
        }

        /// <summary>Skips the zeros of x, in blocks of rows of dy.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sparse(int i, int rows, int next, float* block, float* dWeights)
        {
            var start = block + ((RowStride + (nint)Outputs) * InputBlock);
            new Span<float>(start, Outputs).Clear();
            PackedPanel<S, V>.PackTransposed(X + i, Inputs, rows, Batch, block, RowStride);
            var depth = SparseProduct<S, V>.Depth(Outputs);
            for (var b = 0; b < Batch; b += depth, start = null)
            {
                var samples = Math.Min(depth, Batch - b);
                Prefetch(X + ((nint)b * Inputs) + i + InputBlock, Inputs, samples, next);
                SparseProduct<S, V>.Rows(block + b, RowStride, rows, samples, Dy + ((nint)b * Outputs), Outputs, start, dWeights);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Dense(int i, int rows, int next, float* block, float* dWeights)
        {
            for (var b = 0; b < Batch; b++)
            {
                var x = X + ((nint)b * Inputs) + i;
                new ReadOnlySpan<float>(x, rows).CopyTo(new Span<float>(block + (b * InputBlock), rows));
                Prefetch(x + InputBlock, 0, 1, next);
            }

            for (var n = 0; n < Outputs; n += PackedPanel<S, V>.MaxWidth)
            {
                var columns = Math.Min(PackedPanel<S, V>.MaxWidth, Outputs - n);
                Tile<S, V>.Multiply(
                    new TileProduct
                    {
                        A = block,
                        ARow = 1,
                        AStep = InputBlock,
                        B = Packed + ((nint)n * Batch),
                        BStep = PackedPanel<S, V>.Width(columns),
                        C = dWeights + n,
                        CRow = Outputs,
                        Segments = 1,
                        Depth = Batch,
                    },
                    rows, columns);
            }
        }
    }
}
