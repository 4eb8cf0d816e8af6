using System.Collections.Immutable;
using System.Globalization;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures;
using SkiaSharp;

namespace GpuDigits.Training.Tests;

/// <summary>Synthetic calculations as files.</summary>
internal static class WrittenInk
{
    public static WrittenCalculation Of(uint index) => SyntheticCalculations.Write(77, index);

    /// <summary>Texts that one hand writes under each other.</summary>
    public static ImmutableArray<Stroke> Under(params string[] texts)
    {
        ImmutableArray<Stroke> all = [];
        foreach (var text in texts)
        {
            var formula = new Formula([.. text.Select((label, at) => new SymbolPart(at, label))]);
            var line = SyntheticCalculations.Write(4242, 5, formula).Strokes;
            var down = all.IsEmpty ? 0 : InkBounds.Of(all).Max.Y - InkBounds.Of(line).Min.Y + 80;
            all = [.. all, .. line.Select(stroke => new Stroke([.. stroke.Points.Select(at => new InkPoint(at.X, at.Y + down, at.Time))]))];
        }

        return all;
    }

    /// <summary>A line of a file of calculations.</summary>
    public static string Line(WrittenCalculation written, string kind = "line")
    {
        var symbols = string.Join(',', written.Symbols.Select(symbol =>
            $"{{\"label\":\"{symbol.Label}\",\"strokes\":[{string.Join(',', symbol.Strokes)}]}}"));
        return $"{{\"id\":\"{written.Plain}\",\"writer\":\"synthetic\",\"kind\":\"{kind}\",\"plain\":\"{written.Plain}\","
            + $"\"strokes\":{Strokes(written.Strokes)},\"symbols\":[{symbols}]}}";
    }

    /// <summary>Lines of a file of single symbols.</summary>
    public static IEnumerable<string> Symbols(WrittenCalculation written) => written.Symbols.Select(symbol =>
        $"{{\"label\":\"{symbol.Label}\",\"strokes\":{Strokes([.. symbol.Strokes.Select(at => written.Strokes[at])])}}}");

    /// <summary>Draws ink with a pen, black on white.</summary>
    public static void Save(string path, ImmutableArray<Stroke> strokes, float pen = 5)
    {
        var box = strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));
        const int Margin = 30;
        using var canvas = new SheetCanvas((int)box.Size.X + 2 * Margin, (int)box.Size.Y + 2 * Margin, SKColors.White);
        foreach (var stroke in strokes)
        {
            var from = stroke.Points[0];
            foreach (var to in stroke.Points)
            {
                canvas.Line(
                    from.X - box.Min.X + Margin, from.Y - box.Min.Y + Margin, to.X - box.Min.X + Margin, to.Y - box.Min.Y + Margin, pen,
                    SKColors.Black);
                from = to;
            }
        }

        canvas.SavePng(path);
    }

    /// <summary>Strokes as JSON.</summary>
    public static string Strokes(ImmutableArray<Stroke> strokes) => "[" + string.Join(',', strokes.Select(stroke =>
        "[" + string.Join(',', stroke.Points.Select(
            p => string.Create(CultureInfo.InvariantCulture, $"[{p.X:F1},{p.Y:F1}]"))) + "]")) + "]";
}
