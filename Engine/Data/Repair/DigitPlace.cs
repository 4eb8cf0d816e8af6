using System.Numerics;

namespace GpuDigits.Engine.Data.Repair;

/// <summary>Where a digit stands in a picture and how large it is, as in MNIST; and what else lies there.</summary>
internal static class DigitPlace
{
    /// <summary>From this level on pixels hang together, and from that one on they count for the size.</summary>
    private const float Ink = 0.15f, Inked = 0.2f;

    /// <summary>The smallest piece of a digit as a share of its largest one; and of a piece at the edge, where no digit reaches.</summary>
    private const float LeastPiece = 0.15f, LeastAtEdge = 0.5f;

    /// <summary>The larger side of a digit, and what is so different from it that the digit is scaled.</summary>
    private const float Box = 20, MostScale = 2, Larger = 1.25f, LeastShift = 2;

    /// <summary>Takes away the pieces that are too small to be part of the digit.</summary>
    public static Grey WithoutSpecks(Grey grey)
    {
        var owners = new int[grey.Values.Length];
        var pieces = new List<(float Mass, bool IsAtEdge)> { default };
        for (var i = 0; i < owners.Length; i++)
        {
            if (owners[i] == 0 && grey.Values[i] >= Ink)
                pieces.Add(Collect(i, pieces.Count));
        }

        var most = pieces.Max(piece => piece.Mass);
        return grey.MapAt((x, y, v) => pieces[owners[(y * grey.Width) + x]] is { Mass: > 0 } piece
            && piece.Mass >= (piece.IsAtEdge ? LeastAtEdge : LeastPiece) * most ? v : 0);

        (float Mass, bool IsAtEdge) Collect(int first, int number)
        {
            var (mass, isAtEdge) = (0f, false);
            var open = new Stack<int>([first]);
            owners[first] = number;
            while (open.TryPop(out var at))
            {
                int column = at % grey.Width, row = at / grey.Width;
                mass += grey.Values[at];
                isAtEdge |= column == 0 || row == 0 || column == grey.Width - 1 || row == grey.Height - 1;
                for (var k = 0; k < 9; k++)
                {
                    int x = column + (k % 3) - 1, y = row + (k / 3) - 1, next = (y * grey.Width) + x;
                    if (grey.Pixel(x, y) < Ink || owners[next] != 0)
                        continue;
                    owners[next] = number;
                    open.Push(next);
                }
            }

            return (mass, isAtEdge);
        }
    }

    /// <summary>Makes a small digit larger, and brings a digit that is elsewhere to the middle of pixel 14.</summary>
    public static Grey Centre(Grey grey)
    {
        int left = grey.Width, right = -1, top = grey.Height, bottom = -1;
        for (var i = 0; i < grey.Values.Length; i++)
        {
            int x = i % grey.Width, y = i / grey.Width;
            if (grey.Values[i] >= Inked)
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
        }

        if (right < 0)
            return grey;
        var scale = Math.Min(MostScale, Box / (Math.Max(right - left, bottom - top) + 1));
        var map = Matrix3x2.CreateScale(scale < Larger ? 1 : scale);
        var middle = new Vector2(grey.Width, grey.Height) / 2;
        var shift = middle - CentreOf(grey.Warp(map));
        // Whole pixels leave the strokes as sharp as they are.
        var whole = new Vector2(MathF.Round(shift.X), MathF.Round(shift.Y));
        return map.IsIdentity && whole.Length() < LeastShift ? grey : grey.Warp(map * Matrix3x2.CreateTranslation(whole));
    }

    private static Vector2 CentreOf(Grey grey)
    {
        var (sum, mass) = (Vector2.Zero, 0f);
        for (var i = 0; i < grey.Values.Length; i++)
        {
            sum += grey.Values[i] * new Vector2(i % grey.Width, i / grey.Width);
            mass += grey.Values[i];
        }

        return sum / mass;
    }
}
