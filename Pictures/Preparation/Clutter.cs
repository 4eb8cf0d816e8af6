using System.Drawing;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// What lies beside the writing and is none: punch holes, the spiral of a notepad, printed text, a pen on the sheet, the buttons of a
/// window. What belongs to the writing is near it, or as tall. Blots belong to it only where they lie between its lines: the point of a
/// decimal fraction, the dots of a division sign.
/// </summary>
internal static class Clutter
{
    /// <summary>A blot is a piece whose box is nearly a square, of which at least so much is ink.</summary>
    private const float Square = 0.7f, Filled = 0.65f;

    /// <summary>
    /// Another line of writing is so many times as tall, and how far from a line a dot may be, and in its rows a minus, in heights of the
    /// writing.
    /// </summary>
    private const float Smaller = 0.6f, Taller = 1.7f, Room = 0.3f, RoomOfMinus = 2;

    /// <summary>
    /// What begins at the edge of the picture and is longer than this share of its larger side lies on the paper, unless this share of it
    /// is beside the writing.
    /// </summary>
    private const float Long = 0.5f;

    /// <summary>
    /// The margin, as a share of a side of the paper: there are the holes and the spiral. Writing fills a larger share of its box than the
    /// last one; what is left of a shadow's long rim does not.
    /// </summary>
    private const float Margin = 0.1f, Sparse = 0.02f;

    /// <summary>Whether nothing in a mask looks like writing: all of it lies in one margin of the paper, or hardly fills its box.</summary>
    public static bool IsAll(bool[] mask, bool[] counted, int width)
    {
        Rectangle ink = MaskBox.Of(mask, width), paper = MaskBox.Of(counted, width);
        float x = Margin * paper.Width, y = Margin * paper.Height;
        return mask.Count(isInk => isInk) < Sparse * ink.Width * ink.Height
            || ink.Right <= paper.Left + x || ink.Left >= paper.Right - x
            || ink.Bottom <= paper.Top + y || ink.Top >= paper.Bottom - y;
    }

    /// <summary>Removes it from the pieces of ink in a picture, if there are lines at all.</summary>
    /// <returns>What was removed.</returns>
    public static InkComponent[] Remove(List<InkComponent> pieces, int width, int height)
    {
        var groups = NearPieces.Groups([.. pieces.Where(piece => !IsBlot(piece) && !LiesOnPaper(piece))]);
        if (groups.Count == 0)
            return [];
        var tall = Tallest(groups.MaxBy(group => group.Where(piece => !IsAtEdge(piece)).Sum(Weight))!);
        var lines = groups.Where(group => Tallest(group) >= Smaller * tall && Tallest(group) <= Taller * tall).SelectMany(group => group);
        var box = lines.Select(Box).Aggregate(Rectangle.Union);
        box.Inflate((int)(Room * tall), (int)(Room * tall));
        var byPlace = pieces.ToLookup(piece =>
            LiesOnPaper(piece) ? IsBeside(piece) : box.Contains(Box(piece)) || IsMinus(piece));
        pieces.Clear();
        pieces.AddRange(byPlace[true]);
        return [.. byPlace[false]];

        // A digit that touches the long rim of a shadow.
        bool IsBeside(InkComponent piece) =>
            piece.Pixels.Count(i => i / width >= box.Top && i / width < box.Bottom) >= Long * piece.Pixels.Length;

        bool IsMinus(InkComponent piece) =>
            piece.Width > 2 * piece.Height && Rectangle.Inflate(box, (int)(RoomOfMinus * tall), 0).Contains(Box(piece));

        bool LiesOnPaper(InkComponent piece) => IsAtEdge(piece) && piece.Extent > Long * Math.Max(width, height);

        bool IsAtEdge(InkComponent piece) => Box(piece) is var at
            && (at.Left == 0 || at.Top == 0 || at.Right == width || at.Bottom == height);
    }

    private static bool IsBlot(InkComponent piece) =>
        Math.Min(piece.Width, piece.Height) >= Square * piece.Extent && piece.Pixels.Length >= Filled * piece.Width * piece.Height;

    private static int Tallest(InkComponent[] group) => group.Max(piece => piece.Height);

    /// <summary>Digits weigh more than the many small strokes of printed text, and than a bar of the same length.</summary>
    private static float Weight(InkComponent piece) => piece.Extent * (piece.Width + piece.Height);

    private static Rectangle Box(InkComponent piece) => new(piece.Left, piece.Top, piece.Width, piece.Height);
}
