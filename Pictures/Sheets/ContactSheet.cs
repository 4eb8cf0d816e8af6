using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>Cells side by side under a line of text, each with a picture and two lines below it.</summary>
/// <param name="Columns">Cells side by side.</param>
/// <param name="CellWidth">The width of a picture.</param>
/// <param name="PictureHeight">Its height.</param>
internal readonly record struct ContactSheet(int Columns, int CellWidth, int PictureHeight)
{
    private const int Caption = 44, Margin = 14, Title = 26;

    private const float TextSize = 13;

    /// <summary>Draws a cell for each of some things.</summary>
    /// <param name="shown">The things.</param>
    /// <param name="title">The line above.</param>
    /// <param name="drawPicture">Draws a picture with its upper left corner at a place.</param>
    /// <param name="lines">The two lines below a picture, with their colours.</param>
    public SheetCanvas Draw<T>(
        IReadOnlyCollection<T> shown, string title, Action<SheetCanvas, T, int, int> drawPicture,
        Func<T, (string Text, SKColor Colour)[]> lines)
    {
        int across = CellWidth + Margin, down = PictureHeight + Caption + Margin;
        var rows = Math.Max(1, (shown.Count + Columns - 1) / Columns);
        var canvas = new SheetCanvas((Columns * across) + Margin, (rows * down) + (2 * Margin) + Title, SheetTheme.Dark.Background);
        canvas.Text(Margin, Margin + 12, title, SheetTheme.Dark.Dim);
        foreach (var (i, one) in shown.Index())
        {
            int x = Margin + (i % Columns * across), y = Margin + Title + (i / Columns * down);
            canvas.RoundedBox(x, y, CellWidth, PictureHeight, 4, SheetTheme.Dark.Card);
            drawPicture(canvas, one, x, y);
            foreach (var (k, line) in lines(one).Index())
                canvas.Text(x, y + PictureHeight + 17 + (18 * k), Shorten(line.Text), line.Colour, TextSize);
        }

        return canvas;
    }

    /// <summary>A text that fits below a picture: the end of a long one is left out.</summary>
    private string Shorten(string text)
    {
        var length = text.Length;
        while (SheetCanvas.TextWidth(text[..length], TextSize) > CellWidth)
            length--;
        return length == text.Length ? text : text[..Math.Max(0, length - 1)] + "…";
    }
}
