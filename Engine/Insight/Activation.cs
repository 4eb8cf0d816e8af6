using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Insight;

/// <summary>A cell of a tensor: row, column and channel of a picture; a vector's value n is the cell (0, 0, n).</summary>
public readonly record struct Cell(int Y, int X, int Channel);

/// <summary>The values of one sample at one place of a network.</summary>
/// <param name="Shape">Height×width×channels for a picture, one size for a vector.</param>
/// <param name="Values">Row-major; do not write into it.</param>
public sealed record Activation(Shape Shape, float[] Values)
{
    /// <summary>Rows; 1 for a vector.</summary>
    public int Height => Shape.Rank == 3 ? Shape[0] : 1;

    /// <summary>Columns; 1 for a vector.</summary>
    public int Width => Shape.Rank == 3 ? Shape[1] : 1;

    /// <summary>Channels; all values for a vector.</summary>
    public int Channels => Shape.Size / (Height * Width);

    /// <summary>The value of a cell.</summary>
    public float this[Cell cell] => Values[IndexOf(cell)];

    /// <summary>Where a cell's value lies in <see cref="Values"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public int IndexOf(Cell cell) => Contains(cell)
        ? (((cell.Y * Width) + cell.X) * Channels) + cell.Channel
        : throw new ArgumentOutOfRangeException(nameof(cell), cell, $"not a cell of {Shape}");

    /// <summary>The cell whose value lies at an index.</summary>
    public Cell CellAt(int index) => new(index / Channels / Width, index / Channels % Width, index % Channels);

    /// <summary>Whether the tensor has this cell.</summary>
    public bool Contains(Cell cell) =>
        (uint)cell.Y < (uint)Height && (uint)cell.X < (uint)Width && (uint)cell.Channel < (uint)Channels;

    /// <summary>One channel as a picture [height, width], copied.</summary>
    public float[] Channel(int channel)
    {
        var plane = new float[Height * Width];
        for (var i = 0; i < plane.Length; i++)
            plane[i] = Values[(i * Channels) + channel];
        return plane;
    }
}
