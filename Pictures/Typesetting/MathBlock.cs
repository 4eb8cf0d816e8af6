using System.Drawing;
using System.Numerics;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>A part of a formula while it is laid out: its baseline is y = 0, its left end x = 0.</summary>
internal sealed class MathBlock
{
    private readonly List<MathRun> _runs = [];
    private readonly List<MathLine> _lines = [];
    private readonly List<MathSymbol> _symbols = [];

    public float Width { get; set; }

    public float Ascent { get; private set; }

    public float Descent { get; private set; }

    /// <summary>Adds a run that begins at the end of the block; a symbol without a number has −1.</summary>
    public void Append(string text, ReadOnlySpan<int> symbols, float size)
    {
        var font = Font.Default;
        _runs.Add(new(text, new(Width, 0), size));
        for (var i = 0; i < text.Length; i++)
        {
            var advance = font.Advance(text[i], tabular: false) * size;
            var (bottom, top) = font.HeightsOf(text[i]);
            Reach(top * size, -bottom * size);
            if (symbols[i] >= 0)
                _symbols.Add(new(symbols[i], RectangleF.FromLTRB(Width, -top * size, Width + advance, -bottom * size)));
            Width += advance;
        }
    }

    /// <summary>Adds a block behind the end.</summary>
    /// <param name="block">The block.</param>
    /// <param name="space">How far behind.</param>
    /// <param name="raise">How far above the baseline.</param>
    public void Append(MathBlock block, float space = 0, float raise = 0)
    {
        Place(block, Width + space, -raise);
        Width += space + block.Width;
    }

    /// <summary>Adds a block at a place; the width stays.</summary>
    public void Place(MathBlock block, float x, float y)
    {
        var by = new Vector2(x, y);
        _runs.AddRange(block._runs.Select(run => run with { At = run.At + by }));
        _lines.AddRange(block._lines.Select(line => line with { Path = [.. line.Path.Select(point => point + by)] }));
        _symbols.AddRange(block._symbols.Select(one => one with { Box = one.Box with { X = one.Box.X + x, Y = one.Box.Y + y } }));
        Reach(block.Ascent - y, block.Descent + y);
    }

    /// <summary>Adds a line; the width stays.</summary>
    public void Draw(float thickness, params ReadOnlySpan<Vector2> path)
    {
        _lines.Add(new([.. path], thickness));
        foreach (var point in path)
            Reach((thickness / 2) - point.Y, point.Y + (thickness / 2));
    }

    /// <summary>Says where a symbol stands; one without a number is left out.</summary>
    public void Mark(int symbol, RectangleF box)
    {
        if (symbol >= 0)
            _symbols.Add(new(symbol, box));
    }

    public MathLayout ToLayout() => new(Width, Ascent, Descent, [.. _runs], [.. _lines], [.. _symbols]);

    private void Reach(float ascent, float descent) =>
        (Ascent, Descent) = (MathF.Max(Ascent, ascent), MathF.Max(Descent, descent));
}
