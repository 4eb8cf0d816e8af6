using System.Runtime.CompilerServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>A thread's memory for a block of tiles (<see cref="WinogradTiles"/>), and the first half of the work on it.</summary>
internal unsafe struct WinogradBlock<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly ConvolutionShape _shape;
    private readonly PaddedPicture _padding;
    private readonly float* _padded;
    private float* _picture;

    public WinogradBlock(in ConvolutionShape shape, Scratch scratch)
    {
        (_shape, Tiles) = (shape, new(shape));
        _padding = Tiles.Pad(shape);
        var padded = Aligned.Round(_padding.Size);
        var places = Winograd<S, V>.Places * (nint)Tiles.Block;
        _padded = scratch.Floats(padded + (places * (shape.Channels + shape.Filters)));
        Patches = _padded + padded;
        Results = Patches + (places * shape.Channels);
    }

    public WinogradTiles Tiles { get; }

    /// <summary>The transformed patches [tile, position, channel].</summary>
    public float* Patches { get; }

    /// <summary>Room for as many tiles of the filters [tile, position, filter].</summary>
    public float* Results { get; }

    /// <summary>
    /// Transforms the patches of some rows of tiles of some pictures. A picture is padded at its first rows; a block of several pictures
    /// has all of their rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(float* x, int pictures, int top, int rows, bool isFirst)
    {
        var stride = rows * Tiles.Columns * (nint)Winograd<S, V>.Places * _shape.Channels;
        for (var i = 0; i < pictures; i++)
        {
            if (isFirst)
                _picture = _padding.Apply(x + ((nint)i * _shape.InputSize), _padded);
            Winograd<S, V>.TransformPatches(
                _picture + (WinogradTiles.Side * (nint)top * _padding.Row), _padding.Row, rows, Tiles.Columns, _shape.Channels,
                Patches + (i * stride));
        }
    }
}
