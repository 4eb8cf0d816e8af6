using System.Runtime.InteropServices;
using GpuDigits.Pictures;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Insight;

/// <summary>Reads a drawn sheet: the colour at a place, and where a text stands. Places are in the sheet's units.</summary>
/// <param name="canvas">The sheet.</param>
/// <param name="background">The colour behind the texts that are searched for.</param>
internal sealed class SheetReader(SheetCanvas canvas, SKColor background)
{
    private const int Scale = 2, Width = 640 * Scale;

    /// <summary>Pixels of background that a text must have on both sides, so that 1 is not found in 10.</summary>
    private const int Space = 8;

    /// <summary>The rounding of a glyph's colours depends a little on its place.</summary>
    private const int Tolerance = 24;

    private readonly SKColor[] _pixels = Colors(canvas);

    public int Height => _pixels.Length / Width / Scale;

    public SKColor At(float x, float y) => _pixels[((int)(y * Scale) * Width) + (int)(x * Scale)];

    /// <summary>The middle of each place where the sheet shows exactly this text.</summary>
    public IReadOnlyList<(float X, float Y)> Find(string text, SKColor colour, float size)
    {
        var (wanted, across) = Draw(text, colour, size);
        var down = wanted.Length / across;

        // Few places have the colour of the strongest ink, so it is compared first.
        var anchor = Enumerable.Range(0, wanted.Length).MaxBy(i => Math.Abs(wanted[i].Green - background.Green));
        var found = new List<(float X, float Y)>();
        for (var y = 0; y <= (_pixels.Length / Width) - down; y++)
        {
            for (var x = 0; x <= Width - across; x++)
            {
                if (IsAlike(anchor) && Enumerable.Range(0, wanted.Length).All(IsAlike))
                    found.Add(((x + (across / 2f)) / Scale, (y + (down / 2f)) / Scale));

                bool IsAlike(int i)
                {
                    SKColor there = _pixels[((y + (i / across)) * Width) + x + (i % across)], here = wanted[i];
                    return Math.Abs(there.Red - here.Red) <= Tolerance && Math.Abs(there.Green - here.Green) <= Tolerance
                        && Math.Abs(there.Blue - here.Blue) <= Tolerance;
                }
            }
        }

        return found;
    }

    /// <summary>The pixels of a text on the background, cut to its ink and the space on both sides.</summary>
    private (SKColor[] Pixels, int Across) Draw(string text, SKColor colour, float size)
    {
        const int Across = 600;
        using var alone = new SheetCanvas(Across, 40, background, Scale);
        alone.Text(20, 25, text, colour, size);
        SKColor[][] inked = [.. Colors(alone).Chunk(Across * Scale).Where(row => row.Any(pixel => pixel != background))];
        int first = inked.Min(row => Array.FindIndex(row, pixel => pixel != background)) - Space,
            end = inked.Max(row => Array.FindLastIndex(row, pixel => pixel != background)) + 1 + Space;
        return ([.. inked.SelectMany(row => row[first..end])], end - first);
    }

    private static SKColor[] Colors(SheetCanvas canvas) => Array.ConvertAll(
        MemoryMarshal.Cast<byte, uint>(canvas.Pixels).ToArray(), rgba => new SKColor((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16)));
}
