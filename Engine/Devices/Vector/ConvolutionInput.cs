using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuDigits.Kernels;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The input gradient of a convolution, itself computed as convolutions. With t = iy + PadTop, output oy reads the input through filter row
/// i = t − oy·StrideY, so only the rows i ≡ t (mod StrideY) contribute. The inputs with the same t mod StrideY and the same column residue
/// form a phase. Each phase is a convolution with stride 1 of dy, padded with zeros, and the phase's part of the filters, reversed and with
/// channels and filters exchanged. Products with inserted zeros are never computed.
/// </summary>
internal sealed unsafe class ConvolutionInput<S, V>(VectorDevice device)
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public void Run(in ConvolutionBackwardInput op)
    {
        var shape = op.Shape;
        var pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        var packed = device.Shared.Floats(
            PackedPanel<S, V>.Size(shape.FilterHeight * shape.FilterWidth * shape.Filters, shape.Channels));
        device.Team.Run(
            shape.StrideY * shape.StrideX, new PackJob { Shape = shape, Filters = device.Pointer(op.Filters), Packed = packed });
        device.Team.Run(Numbers.CeilDiv(op.Dx.Rows, pictures), new GradientJob
        {
            Shape = shape,
            Batch = op.Dx.Rows,
            Pictures = pictures,
            Dy = device.Pointer(op.Dy),
            Packed = packed,
            Dx = device.Pointer(op.Dx),
        });
    }

    /// <summary>One dimension of a phase.</summary>
    /// <param name="residue">t mod stride.</param>
    /// <param name="filter">Filter rows.</param>
    /// <param name="stride">Stride.</param>
    /// <param name="pad">Number of zeros before the first input.</param>
    /// <param name="size">Number of inputs.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Phase(int residue, int filter, int stride, int pad, int size)
    {
        /// <summary>Filter rows in the phase: residue, residue + stride, …</summary>
        public int Taps => residue < filter ? Numbers.CeilDiv(filter - residue, stride) : 0;

        /// <summary>The first input of the phase; the others follow at a distance of the stride.</summary>
        public int First => (((residue - pad) % stride) + stride) % stride;

        public int Count => First < size ? Numbers.CeilDiv(size - First, stride) : 0;

        /// <summary>Filter row of tap a; the taps are in reverse order.</summary>
        public int Tap(int a) => residue + (stride * (Taps - 1 - a));

        /// <summary>The row of dy that the first tap of the first input reads; negative if it lies in the zeros before dy.</summary>
        public int Start => ((First + pad) / stride) - (Taps - 1);
    }

    private static Phase PhaseY(in ConvolutionShape s, int residue) => new(residue, s.FilterHeight, s.StrideY, s.PadTop, s.Height);

    private static Phase PhaseX(in ConvolutionShape s, int residue) => new(residue, s.FilterWidth, s.StrideX, s.PadLeft, s.Width);

    /// <summary>Filter positions (rows · columns) in the phases before this one.</summary>
    private static int TapsBefore(in ConvolutionShape s, int phase)
    {
        var taps = 0;
        for (var p = 0; p < phase; p++)
            taps += PhaseY(s, p / s.StrideX).Taps * PhaseX(s, p % s.StrideX).Taps;
        return taps;
    }

    /// <summary>One chunk is one phase: panels over the channels of [tap row, tap column, filter].</summary>
    private struct PackJob : IJob
    {
        public ConvolutionShape Shape;
        public float* Filters;
        public float* Packed;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var s = Shape;
            Phase y = PhaseY(s, chunk / s.StrideX), x = PhaseX(s, chunk % s.StrideX);
            var panel = Packed + PackedPanel<S, V>.Size(TapsBefore(s, chunk) * s.Filters, s.Channels);
            for (var c = 0; c < s.Channels; c += PackedPanel<S, V>.MaxWidth)
            {
                var columns = Math.Min(PackedPanel<S, V>.MaxWidth, s.Channels - c);
                for (var a = 0; a < y.Taps; a++)
                    for (var b = 0; b < x.Taps; b++)
                    {
                        var tap = Filters + ((((nint)y.Tap(a) * s.FilterWidth) + x.Tap(b)) * s.Channels * s.Filters);
                        PackedPanel<S, V>.PackTransposed(tap + ((nint)c * s.Filters), s.Filters, s.Filters, columns, panel);
                        panel += (nint)s.Filters * PackedPanel<S, V>.Width(columns);
                    }
            }
        }
    }

    private struct GradientJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Pictures;
        public float* Dy;
        public float* Packed;
        public float* Dx;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var s = Shape;
            int top = Numbers.CeilDiv(s.FilterHeight, s.StrideY) - 1, left = Numbers.CeilDiv(s.FilterWidth, s.StrideX) - 1;
            var height = Math.Max(s.OutHeight, ((s.Height - 1 + s.PadTop) / s.StrideY) + 1);
            var width = Math.Max(s.OutWidth, ((s.Width - 1 + s.PadLeft) / s.StrideX) + 1);
            var padding = new PaddedPicture(s.OutHeight, s.OutWidth, s.Filters, top, left, top + height, left + width);
            var memory = scratch.Floats(padding.Size);
            for (var b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                var dy = padding.Apply(Dy + ((nint)b * s.OutputSize), memory);
                for (var p = 0; p < s.StrideY * s.StrideX; p++)
                    Gradient(p, dy, padding.Row, top, left, Dx + ((nint)b * s.InputSize));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Gradient(int phase, float* dy, int row, int top, int left, float* dx)
        {
            var s = Shape;
            Phase y = PhaseY(s, phase / s.StrideX), x = PhaseX(s, phase % s.StrideX);
            var packed = Packed + PackedPanel<S, V>.Size(TapsBefore(s, phase) * s.Filters, s.Channels);
            var depth = x.Taps * s.Filters;
            var window = dy + ((nint)(y.Start + top) * row) + ((nint)(x.Start + left) * s.Filters);
            for (var c = 0; c < s.Channels; c += PackedPanel<S, V>.MaxWidth)
            {
                var columns = Math.Min(PackedPanel<S, V>.MaxWidth, s.Channels - c);
                var width = PackedPanel<S, V>.Width(columns);
                for (var i = 0; i < y.Count; i++)
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = window + ((nint)i * row),
                            ARow = s.Filters,
                            AStep = 1,
                            ASegment = row,
                            B = packed,
                            BStep = width,
                            BSegment = (nint)depth * width,
                            C = dx + ((((nint)y.First + ((nint)i * s.StrideY)) * s.Width) + x.First) * s.Channels + c,
                            CRow = s.StrideX * s.Channels,
                            Segments = y.Taps,
                            Depth = depth,
                        },
                        x.Count, columns);
                packed += (nint)y.Taps * depth * width;
            }
        }
    }
}
