using System.Numerics;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Lab;

/// <summary>Cells in rows and columns on the screen, numbered from <see cref="Top"/> and <see cref="Left"/>.</summary>
internal readonly record struct LabGrid(Box Box, int Rows, int Columns, int Top = 0, int Left = 0)
{
    public float Cell => Box.Width / Columns;

    /// <summary>The largest grid that fits a place, at its upper left; cells have whole pixels if there is room.</summary>
    public static LabGrid In(Box place, int rows, int columns, int top = 0, int left = 0)
    {
        var cell = MathF.Min(place.Width / columns, place.Height / rows);
        if (cell >= 2)
            cell = MathF.Floor(cell);
        return new(new(place.X, place.Y, cell * columns, cell * rows), rows, columns, top, left);
    }

    public Box BoxOf(int y, int x, int height = 1, int width = 1) =>
        new(Box.X + (x - Left) * Cell, Box.Y + (y - Top) * Cell, width * Cell, height * Cell);

    /// <summary>The cell at a place on the screen.</summary>
    public (int Y, int X)? At(Vector2 point) => !Box.Contains(point) ? null
        : (Top + Math.Min(Rows - 1, (int)((point.Y - Box.Y) / Cell)), Left + Math.Min(Columns - 1, (int)((point.X - Box.X) / Cell)));
}
