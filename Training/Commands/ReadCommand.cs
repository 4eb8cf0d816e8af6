using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Preparation;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits read</c>: reads written calculations and works them out.</summary>
internal static class ReadCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Calculations as strokes (JSON lines), or pictures of them (as for predict); "
                + "those that stand on one sheet are read one by one, from top to bottom.",
            HelpName = "file",
            Arity = ArgumentArity.OneOrMore,
        };
        var model = Options.SymbolModel();
        var picture = new Option<string?>("--picture")
        {
            Description = "Draw how the first calculation is read: strokes, windows, symbols, formula.",
            HelpName = "file.png"
        };
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var json = Options.Json("one JSON object a calculation, a line each,");
        var command = new Command("read", "Read written calculations: text, LaTeX and value.")
        {
            files, model, picture, device, threads, json,
        };
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(files)!;
            var drawing = parsed.GetValue(picture);
            names.Aggregate(new FilePlan(parsed), (plan, name) => plan.Reads("a file to read", name)).Reads(model).Draws(picture).Check();
            using var symbols = Options.OpenSymbols(parsed, model, device, threads);
            var code = ExitCode.Done;
            foreach (var name in names)
            {
                // A file that cannot be read does not keep the others from being read.
                try
                {
                    foreach (var (strokes, reader, explained) in Open(symbols.Networks, name).SelectMany(sheet => sheet))
                    {
                        cancellation.ThrowIfCancellationRequested();
                        var unread = Unread(strokes.Length);
                        if (unread is not null)
                            code = ExitCode.Failed;
                        Show(name, explained.Reading, unread, parsed.GetValue(json));
                        if (drawing is not null)
                            EvaluateCommand.Draw("--picture", drawing, () => ReadingSheet.Draw(strokes, reader));
                        drawing = null;
                    }
                }
                catch (Exception e) when (ExitCode.Of(e) is { } failed && e is not OperationCanceledException)
                {
                    code = names.Length == 1 ? failed : ExitCode.Failed;
                    Terminal.Say($"gpudigits: {e.Message.ReplaceLineEndings(" ")}");
                }
            }

            return code;
        });
        return command;
    }

    /// <summary>
    /// The calculations of each line of a file of strokes, or of a picture, as <see cref="SeparateCalculations.Find"/> gives them.
    /// </summary>
    internal static IEnumerable<ImmutableArray<SeparateCalculation>> Open(SymbolNetworks networks, string name)
    {
        if (name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            return CalculationFile.ReadInk(name).Select(strokes => SeparateCalculations.Find(networks, strokes));
        // Other names, such as that of a pipe, do not say what is inside: a line of strokes begins with a brace, no picture does.
        var bytes = Pictures.Image.ReadFile(name);
        if (bytes.AsSpan(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0).TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            return CalculationFile.ReadInk(new MemoryStream(bytes), name).Select(strokes => SeparateCalculations.Find(networks, strokes));
        var found = InkTracing.Read(Pictures.Image.Read(bytes, name), networks);
        return found.IsEmpty ? throw new ImageException($"{name}: there is no ink in this picture") : [found];
    }

    /// <summary>Why so many strokes are not read; null if they are.</summary>
    private static string? Unread(int strokes) => strokes <= CalculationReader.MaxStrokes ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"there are {strokes:N0} strokes, {(strokes > SeparateCalculations.MaxStrokes
            ? $"a sheet has at most {SeparateCalculations.MaxStrokes}"
            : $"a calculation has at most {CalculationReader.MaxStrokes}")}");

    private static void Show(string name, CalculationReading reading, string? unread, bool asJson)
    {
        var value = Expression.TryParse(reading.Text, out var expression, out var fault) ? expression.Evaluate() : null;
        if (asJson)
        {
            OutputJson.Print(
                new(name, reading.Text, expression?.ToLatex(), value?.Fault is null ? value?.ToString() : null, value?.ToFractionText(),
                    value?.IsTrue, reading.IsDoubtful, unread ?? (reading.Text.Length == 0 ? null : fault ?? value?.Fault),
                    [.. reading.Symbols.Select(
                        symbol => new ReadSymbolJson(symbol.Label.ToString(), symbol.Probability, symbol.IsDoubtful))]),
                OutputJson.Default.ReadingJson);
            return;
        }

        var doubt = reading.IsDoubtful ? "  [yellow]doubtful[/]" : "";
        if (reading.Text.Length == 0)
        {
            Terminal.Out.MarkupLine($"[grey]nothing was read[/]  {Markup.Escape(name)}{(unread is null ? "" : $": {unread}")}");
            return;
        }

        Terminal.Out.MarkupLine($"[bold]{Markup.Escape(expression?.ToString() ?? reading.Text)}[/]  {Markup.Escape(name)}{doubt}");
        if (expression is not null)
            Terminal.Out.MarkupLine($"   [grey]{Markup.Escape(expression.ToLatex())}[/]");
        var worth = value?.ToFractionText() is { } fraction && fraction.Contains('/')
            ? value.ToString().StartsWith('≈') ? $"{fraction} {value}" : $"{fraction} = {value}"
            : value?.ToString() ?? fault!;
        Terminal.Out.MarkupLine($"   [green]{Markup.Escape(worth)}[/]{(value?.IsTrue == false ? "  [yellow]the sides differ[/]" : "")}");
    }
}
