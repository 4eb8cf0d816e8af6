using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// Reads written calculations, one JSON object per line:
/// <c>{"id":…,"writer":…,"kind":…,"plain":"13×14=182","strokes":[[[x,y],…],…],"symbols":[{"label":"1","strokes":[0]},…]}</c>. Other members
/// are ignored. The unit of the coordinates does not matter: the ink comes out in pad pixels, at a usual size of handwriting. The limits of
/// <see cref="StrokeFile"/> hold but for <see cref="MaxStrokes"/>.
/// </summary>
public static class CalculationFile
{
    /// <summary>Most strokes in a calculation.</summary>
    public const int MaxStrokes = 1_000;

    /// <summary>Most characters in a name, a kind or a text.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>The median extent of a stroke in pad pixels.</summary>
    public const float StrokeExtent = 60;

    /// <summary>Most pad pixels across a calculation.</summary>
    private const float MaxExtent = 1e5f;

    /// <summary>Distance to the pad's upper left corner.</summary>
    private const float Margin = 40;

    private const double PointerInterval = 8, Lift = 120;

    private const string Item = "written calculation";

    /// <summary>Reads the calculations of a file lazily, with what their writers meant.</summary>
    /// <exception cref="InkException">The file cannot be read, contains no calculation, or a line is invalid or lacks a member; thrown
    /// when the bad line is reached.</exception>
    public static IEnumerable<CalculationSample> Read(string path) => InkLines.Read(path, Parse, Item);

    /// <summary>Reads the calculations of a stream lazily; messages call it <paramref name="path"/>.</summary>
    /// <exception cref="InkException">As <see cref="Read(string)"/>.</exception>
    public static IEnumerable<CalculationSample> Read(Stream stream, string path) => InkLines.Read(stream, path, Parse, Item);

    /// <summary>Reads the ink of a file lazily, in pad pixels. Only the member "strokes" is needed and looked at.</summary>
    /// <exception cref="InkException">As <see cref="Read(string)"/>.</exception>
    public static IEnumerable<ImmutableArray<Stroke>> ReadInk(string path) =>
        InkLines.Read(path, root => Ink(root).ToArray(), Item).Select(ImmutableArray.Create);

    /// <summary>Reads the ink of a stream lazily; messages call it <paramref name="path"/>.</summary>
    /// <exception cref="InkException">As <see cref="Read(string)"/>.</exception>
    public static IEnumerable<ImmutableArray<Stroke>> ReadInk(Stream stream, string path) =>
        InkLines.Read(stream, path, root => Ink(root).ToArray(), Item).Select(ImmutableArray.Create);

    /// <summary>
    /// Reads single symbols lazily, one a line: <c>{"label":"7","strokes":[[[x,y],…],…]}</c>. A label may be of any characters.
    /// </summary>
    /// <exception cref="InkException">As <see cref="Read(string)"/>.</exception>
    public static IEnumerable<SymbolSample> ReadSymbols(string path) =>
        InkLines.Read(path, root => new SymbolSample(Text(root, "label"), Ink(root)), "symbol");

    private static CalculationSample Parse(JsonElement root)
    {
        var strokes = Ink(root);
        var written = new WrittenCalculation(Text(root, "plain"), strokes, Symbols(root, strokes.Length));
        return new CalculationSample(Text(root, "id"), StrokeFile.Writer(root), Text(root, "kind"), written);
    }

    private static string Text(JsonElement root, string name)
    {
        var text = InkLines.Text(root, name);
        InkLines.Require(text.Length is > 0 and <= MaxTextLength, $"\"{name}\" must have 1 to {MaxTextLength} characters.");
        return text;
    }

    private static ImmutableArray<WrittenSymbol> Symbols(JsonElement root, int strokes)
    {
        var found = root.TryGetProperty("symbols", out var list) && list.ValueKind == JsonValueKind.Array;
        InkLines.Require(found, "\"symbols\" must be there and be a list.");
        var owners = new int[strokes];
        var symbols = ImmutableArray.CreateBuilder<WrittenSymbol>();
        foreach (var symbol in list.EnumerateArray())
            symbols.Add(Symbol(symbol, symbols.Count + 1, owners));
        var free = Array.IndexOf(owners, 0);
        InkLines.Require(free < 0, $"stroke {free} (from 0) belongs to no symbol.");
        return symbols.ToImmutable();
    }

    /// <summary>One symbol; marks its strokes with its number.</summary>
    private static WrittenSymbol Symbol(JsonElement symbol, int number, int[] owners)
    {
        var where = $"symbol {number}";
        InkLines.Require(symbol.ValueKind == JsonValueKind.Object, $"{where} must be an object, {{\"label\":…,\"strokes\":[…]}}.");
        var label = symbol.TryGetProperty("label", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        InkLines.Require(
            label.Length == 1 && WrittenSymbol.Labels.Contains(label[0], StringComparison.Ordinal),
            $"{where}: \"label\" must be one of {WrittenSymbol.Labels}.");
        var found = symbol.TryGetProperty("strokes", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;
        InkLines.Require(found, $"{where}: \"strokes\" must be a list of at least one number.");
        var strokes = new List<int>();
        foreach (var one in list.EnumerateArray())
        {
            var isIndex = one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out var i) && i >= 0 && i < owners.Length;
            InkLines.Require(isIndex, $"{where}: \"strokes\" must hold numbers from 0 to {owners.Length - 1}.");
            var index = one.GetInt32();
            InkLines.Require(owners[index] == 0, $"{where}: stroke {index} belongs to symbol {owners[index]} already.");
            owners[index] = number;
            strokes.Add(index);
        }

        strokes.Sort();
        return new WrittenSymbol(label[0], [.. strokes]);
    }

    private static ImmutableArray<Stroke> Ink(JsonElement root)
    {
        InkLines.Require(root.ValueKind == JsonValueKind.Object, "expected an object, {\"strokes\":…}.");
        return OnPad(InkLines.Strokes(root, MaxStrokes));
    }

    /// <summary>Scales ink so that its median stroke is <see cref="StrokeExtent"/> large, with a pointer that reports 125 positions a
    /// second.</summary>
    private static ImmutableArray<Stroke> OnPad(ImmutableArray<ImmutableArray<Vector2>> strokes)
    {
        var boxes = strokes.Select(stroke => InkBounds.Of(stroke)).ToArray();
        var all = boxes.Aggregate((box, other) => box.With(other));
        var median = boxes.Select(box => box.Extent).Order().ElementAt(boxes.Length / 2);
        // The quotient of the extents is a number wherever their reciprocals are too large for one.
        var (unit, extent) = all.Extent > 0 ? (all.Extent, MathF.Min(StrokeExtent * (all.Extent / median), MaxExtent)) : (1, 0);
        var pad = ImmutableArray.CreateBuilder<Stroke>(strokes.Length);
        double time = 0;
        foreach (var stroke in strokes)
        {
            var start = time;
            pad.Add(new Stroke([.. stroke.Select((point, i) => OnPad(point, start + (i * PointerInterval)))]));
            time += ((stroke.Length - 1) * PointerInterval) + Lift;
        }

        return pad.MoveToImmutable();

        InkPoint OnPad(Vector2 point, double at)
        {
            var place = ((point - all.Min) / unit * extent) + new Vector2(Margin);
            return new InkPoint(place.X, place.Y, at);
        }
    }
}
