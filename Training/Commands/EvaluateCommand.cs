using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits evaluate</c>: accuracy, loss, confusion matrix, most confused pairs, a picture of the worst mistakes.</summary>
internal static class EvaluateCommand
{
    private const int PairsShown = 8;

    /// <summary>The number of pictures that are also read transposed.</summary>
    private const int TransposedTried = 2000;

    /// <summary>The largest accuracy at which they are read transposed, and how much better that must be.</summary>
    private const double HardlyRead = 0.7, FarBetter = 0.25;

    public static Command Create(CancellationToken cancellation)
    {
        var model = Options.Model();
        model.Description = "The model file; left out: the shipped one of digits or of symbols.";
        var device = Options.Device();
        var threads = Options.Threads();
        var json = Options.Json();
        var data = new Option<string?>("--data")
        {
            Description = "Evaluate on other digits: the IDX images; the labels lie beside them under MNIST's names.",
            HelpName = "idx"
        };
        var picture = new Option<string?>("--picture")
        {
            Description = "Where the picture of what was misread goes; left out: into artifacts, named after what is evaluated.",
            HelpName = "file.png",
        };
        var strokes = new Option<string?>("--strokes")
        {
            Description = "Evaluate on digits drawn with a pen, through the Viewer's ink: a JSONL file of strokes.",
            HelpName = "file.jsonl"
        };
        var fill = NumberOption.Of("--pad-fill", PadPlacement.MinFill, PadPlacement.MaxFill, 0.7f);
        (fill.Description, fill.HelpName) = ("With --strokes: how much of the pad the drawing takes.", "0.1…0.95");
        var offset = new Option<Vector2>("--pad-offset")
        {
            Description = "With --strokes: how far from the middle of the pad, as shares of the pad.",
            HelpName = "x,y",
            CustomParser = ParseOffset,
        };
        var expressions = new Option<string?>("--expressions")
        {
            Description = "Evaluate on whole calculations written with a pen: a JSONL file of strokes and what they mean.",
            HelpName = "file.jsonl"
        };
        var symbols = new Option<string?>("--symbols")
        {
            Description = "Evaluate on single symbols of calculations: a JSONL file of strokes and labels.",
            HelpName = "file.jsonl"
        };
        var truth = new Option<string?>("--truth")
        {
            Description = "With --expressions: what the reader is told, so that the rest is measured alone.",
            HelpName = string.Join('|', ExpressionsReport.Truths)
        }.From(ExpressionsReport.Truths);
        var corruptions = new Option<bool>("--corruptions")
        {
            Description = "Evaluate on the digits as sixteen kinds of damage leave them, after MNIST-C."
        };
        var photos = new Option<string?>("--photos")
        {
            Description = "Evaluate on photographs of handwriting: a folder that data photos made; --model is for digits or for symbols.",
            HelpName = "dir"
        };
        var seed = NumberOption.Of<uint>("--seed", 0, uint.MaxValue, 1);
        (seed.Description, seed.HelpName) = ("With --corruptions: which damage.", "n");
        var diagram = new Option<string>("--reliability")
        {
            Description = "Where the reliability diagram goes.",
            HelpName = "file.png",
            DefaultValueFactory = _ => Path.Combine("artifacts", "reliability.png")
        };
        var also = new Option<string[]>("--also")
        {
            Description = "A further model, to find likely wrong labels: those that most of the models are sure are wrong.",
            HelpName = "file"
        };
        var transposed = Options.Transposed();
        var command = new Command("evaluate", "Read the 10,000 MNIST test digits, or others, and report how well.")
        {
            model, also, device, threads, data, transposed, strokes, fill, offset, expressions, symbols, truth, corruptions, photos, seed,
            picture, diagram, json,
        };
        command.SetAction(parsed =>
        {
            void Require(Option mode, params Option[] those) =>
                Options.RequireOnly(parsed, mode.Name, [mode, model, device, threads, json, .. those]);
            string Picture(string standard) => parsed.GetValue(picture) ?? Path.Combine("artifacts", standard);

            if (parsed.GetValue(photos) is { } folder)
            {
                Require(photos, picture);
                var misread = Picture("photos.png");
                new FilePlan(parsed).Reads(model).ReadsFolder("--photos", folder).Draws(picture, misread).Check();
                (var ofDigits, var ofSymbols) = Options.LoadBoth(parsed.GetValue(model));
                using var onPhotos = Options.Open(parsed, device, threads);
                PhotosReport.Run(folder, ofDigits, ofSymbols, onPhotos, misread, parsed.GetValue(json), cancellation);
                return;
            }

            if (parsed.GetValue(symbols) is { } single)
            {
                Require(symbols);
                new FilePlan(parsed).Reads(symbols).Check();
                using var alphabet = Options.OpenSymbols(parsed, model, device, threads);
                SymbolsReport.Run(single, alphabet.Networks, parsed.GetValue(json), cancellation);
                return;
            }

            if (parsed.GetValue(expressions) is { } calculations)
            {
                Require(expressions, truth, picture);
                var misread = Picture("expressions.png");
                new FilePlan(parsed).Reads(model).Reads(expressions).Draws(picture, misread).Check();
                if (parsed.GetValue(truth) == "symbols")
                {
                    Options.RequireOnly(parsed, "--truth symbols, which needs no network", expressions, truth, picture, json);
                    ExpressionsReport.Run(
                        calculations, CalculationEvaluation.GivenSymbols, null, misread, parsed.GetValue(json), cancellation);
                    return;
                }

                using var reader = Options.OpenSymbols(parsed, model, device, threads);
                var open = parsed.GetValue(truth) is null
                    ? CalculationEvaluation.GivenNothing(reader.Networks)
                    : CalculationEvaluation.GivenSegmentation(reader.Networks);
                ExpressionsReport.Run(calculations, open, reader.Networks.Bytes, misread, parsed.GetValue(json), cancellation);
                return;
            }

            var damages = parsed.GetValue(corruptions);
            if (parsed.GetValue(strokes) is not null)
                Require(strokes, fill, offset, picture, diagram);
            else if (damages)
                Require(corruptions, data, transposed, seed, picture);
            else
                Options.RequireOnly(
                    parsed, parsed.GetValue(data) is null ? "MNIST's test digits" : data.Name,
                    model, also, device, threads, data, transposed, picture, diagram, json);
            if (parsed.GetValue(transposed) && parsed.GetValue(data) is null)
                throw new UsageException("--transposed is for --data");
            var others = parsed.GetValue(also) ?? [];
            string path = Options.ModelPath(parsed.GetValue(model)), diagramPath = parsed.GetValue(diagram)!;
            var sheet = Picture(damages ? "corruptions.png" : "mistakes.png");
            others.Aggregate(new FilePlan(parsed), (plan, other) => plan.Reads("--also", other))
                .Reads("--model", path).ReadsDigits(data).Reads(strokes).Draws(picture, sheet).Draws(diagram).Check();
            var trained = Options.LoadDigits(path);
            TrainedModel[] further = [.. others.Select(Options.LoadDigits)];
            using var on = Options.Open(parsed, device, threads);
            if (parsed.GetValue(strokes) is { } file)
            {
                var placement = new PadPlacement { Fill = parsed.GetValue(fill), Offset = parsed.GetValue(offset) };
                using var network = new Network(
                    on, trained.Architecture, Limits.Batch(trained.Architecture, Evaluation.Batch, int.MaxValue));
                network.LoadWeights(trained.Weights);
                var drawn = StrokeEvaluation.Run(network, [.. StrokeFile.Read(file)], placement, cancellation);
                var mistakes = Draw("--picture", sheet, () => MistakeSheet.Draw(drawn.Digits, drawn.Evaluation));
                var reliability = Judge(on, trained, drawn.Digits, drawn.Evaluation);
                var trust = DrawTrust(diagramPath, reliability, "Drawn digits");
                if (parsed.GetValue(json))
                    OutputJson.Print(ToJson(drawn, reliability, on.Id, path), OutputJson.Default.StrokesJson);
                else
                    Print(drawn, reliability, path, mistakes, trust);
            }
            else
            {
                var digits = parsed.GetValue(data) is { } idx
                    ? DigitSet.ReadPair(idx)
                    : new MnistStore().Load(Terminal.Say, cancellation).Test;
                if (parsed.GetValue(transposed))
                    digits = digits.Transpose();
                if (damages)
                {
                    using var network = new Network(
                        on, trained.Architecture, Limits.Batch(trained.Architecture, Evaluation.Batch, digits.Count));
                    network.LoadWeights(trained.Weights);
                    CorruptionReport.Run(network, digits, parsed.GetValue(seed), path, sheet, parsed.GetValue(json), cancellation);
                    return;
                }

                var evaluation = Options.Naming(path, () => Evaluation.Of(on, trained, digits, cancellation));
                if (parsed.GetValue(data) is { } images && !parsed.GetValue(transposed))
                    RemarkTransposed(on, trained, digits, evaluation, images, cancellation);
                var doubtful = DoubtfulLabel.Find(
                [
                    (evaluation, trained.Calibration ?? new()),
                    .. others.Zip(further, (name, other) => (
                        Options.Naming(name, () => Evaluation.Of(on, other, digits, cancellation)), other.Calibration ?? new())),
                ]);
                var mistakes = Draw(
                    "--picture", sheet, () => MistakeSheet.Draw(digits, evaluation, doubtful.Select(one => one.Index).ToHashSet()));
                var reliability = Judge(on, trained, digits, evaluation);
                var trust = DrawTrust(diagramPath, reliability, parsed.GetValue(data) is null ? "MNIST test digits" : "Digits");
                if (parsed.GetValue(json))
                    OutputJson.Print(
                        EvaluationJson.From(evaluation, reliability, on.Id, path) with { LikelyWrongLabels = [.. doubtful] },
                        OutputJson.Default.EvaluationJson);
                else
                    Print(evaluation, reliability, path, mistakes, trust);
                if (!parsed.GetValue(json))
                    Print(doubtful, others.Length + 1);
            }
        });
        return command;
    }

    /// <summary>Warns if the pictures are read far better with rows and columns exchanged.</summary>
    private static void RemarkTransposed(
        Device device, TrainedModel model, DigitSet digits, Evaluation evaluation, string path, CancellationToken cancellation)
    {
        if (digits.Height != digits.Width || evaluation.Accuracy > HardlyRead)
            return;
        var count = Math.Min(digits.Count, TransposedTried);
        var turned = Evaluation.Of(device, model, digits.Take(0, count).Transpose(), cancellation).Accuracy;
        if (turned < evaluation.Accuracy + FarBetter)
            return;
        Terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: transposed, {turned:P1} of the first {count:N0} digits are read correctly instead of {evaluation.Accuracy:P1} of "
                + $"all; EMNIST's files are so: try --transposed"));
    }

    private static Vector2 ParseOffset(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var parts = text.Split(',');
        if (parts.Length == 2 && float.TryParse(parts[0], CultureInfo.InvariantCulture, out var x)
            && float.TryParse(parts[1], CultureInfo.InvariantCulture, out var y)
            && MathF.Abs(x) <= 1 && MathF.Abs(y) <= 1)
        {
            return new(x, y);
        }

        result.AddError($"--pad-offset is {text}, it must be two numbers from -1 to 1 such as 0.25,-0.25");
        return default;
    }

    /// <summary>How far the probabilities can be trusted.</summary>
    private static Reliability Judge(Device on, TrainedModel model, DigitSet digits, Evaluation evaluation)
    {
        float[]? strangeness = null;
        if (model.Calibration?.DetectorWeights is not null)
        {
            using var classifier = new DigitClassifier(on, model, Limits.Batch(model.Architecture, Evaluation.Batch, digits.Count));
            strangeness = classifier.Strangeness(digits);
        }

        return Reliability.Of(evaluation, model.Calibration ?? new(), strangeness);
    }

    private static string? DrawTrust(string path, Reliability reliability, string title) =>
        Draw("--reliability", path, () => ReliabilityDiagram.Draw(reliability, title));

    /// <summary>Draws a picture in addition to the results. If it cannot be written, the results still count.</summary>
    /// <returns>Where it is; null if it cannot be written.</returns>
    internal static string? Draw(string option, string path, Func<SheetCanvas> draw) => new SideOutput(option, path).Try(() =>
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            AtomicFile.MakeFolder(folder);
        using var sheet = draw();
        sheet.SavePng(path);
    })
        ? path
        : null;

    /// <summary>Says where the pictures are that were drawn.</summary>
    internal static void PrintDrawn(params (string What, string? Path)[] pictures)
    {
        var drawn = pictures.Where(one => one.Path is not null).Select(one => $"{one.What}: {one.Path}");
        if (drawn.Any())
            Terminal.Out.WriteLine(string.Join("; ", drawn));
    }

    private static StrokesJson ToJson(StrokeEvaluation e, Reliability reliability, string device, string model) => new(
        e.Evaluation.Accuracy, e.Evaluation.Samples, EvaluationJson.PerDigitOf(e.Evaluation), e.PerWriter,
        EvaluationJson.ConfusionOf(e.Evaluation), device, model, ReliabilityJson.From(reliability));

    private static void Print(StrokeEvaluation e, Reliability reliability, string model, string? sheet, string? diagram)
    {
        Print(e.Evaluation, reliability, model, sheet, diagram);
        if (e.NothingDrawn > 0)
            Terminal.Out.WriteLine($"{e.NothingDrawn} drawings were too small to be a digit; they count as misread");
        var table = new Table().RoundedBorder().AddColumn("Writer").AddColumn(new TableColumn("read right").RightAligned());
        foreach ((var writer, var accuracy) in e.PerWriter)
            table.AddRow(Markup.Escape(writer), accuracy.ToString("P1", CultureInfo.InvariantCulture));
        Terminal.Out.Write(table);
    }

    private static void Print(Evaluation e, Reliability r, string model, string? sheet, string? diagram)
    {
        var console = Terminal.Out;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model}: {e.Accuracy:P2} of {e.Samples:N0} digits read correctly, {e.Misreadings.Count:N0} misread, loss {e.Loss:F4}"));
        var table = new Table().RoundedBorder().Title("Confusion matrix (rows: what it is, columns: what was read)").AddColumn("");
        foreach (var read in Enumerable.Range(0, e.Classes))
            table.AddColumn(new TableColumn($"{read}").RightAligned());
        table.AddColumn(new TableColumn("read right").RightAligned());
        for (var label = 0; label < e.Classes; label++)
        {
            table.AddRow(
            [
                $"[bold]{label}[/]",
                .. Enumerable.Range(0, e.Classes).Select(read => Cell(e.Confusion(label, read), label == read)),
                e.Count(label) == 0 ? "-" : e.AccuracyOf(label).ToString("P2", CultureInfo.InvariantCulture),
            ]);
        }

        console.Write(table);
        var pairs = e.MostConfused().Take(PairsShown).Select(p => $"{p.Label}→{p.Read} {p.Times}×");
        if (e.Misreadings.Count > 0)
            console.WriteLine($"Most confused: {string.Join(", ", pairs)}");
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Expected calibration error {r.ExpectedCalibrationError:P2} at temperature {r.Temperature:F2}; without the least sure 1 %: "
                + $"{r.AccuracyWithout(0.01):P2}, without 5 %: {r.AccuracyWithout(0.05):P2}"));
        console.WriteLine(double.IsNaN(r.AccuracyOfSure)
            ? "Unsure of all"
            : string.Create(CultureInfo.InvariantCulture, $"Unsure of {r.Unsure:P2}; {r.AccuracyOfSure:P2} of the others read correctly"));
        PrintDrawn(("The worst mistakes", sheet), ("reliability", diagram));
    }

    private static void Print(IReadOnlyList<DoubtfulLabel> doubtful, int models)
    {
        var what = models == 1 ? "the model is sure against the label" : $"most of the {models} models are sure against the label";
        Terminal.Out.WriteLine(
            doubtful.Count == 0 ? $"No label is likely wrong ({what} nowhere)" : $"Likely wrong labels ({what}): {doubtful.Count}");
        foreach (var one in doubtful)
        {
            Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  #{one.Index}: label {one.Label}, read as {one.Read} with {one.Probability:P1}")
                + (models == 1 ? "" : $", in {one.Models} of {models} models"));
        }
    }

    private static string Cell(int times, bool right) => (times, right) switch
    {
        (0, _) => "[grey]·[/]",
        (_, true) => $"[green]{times}[/]",
        _ => $"{times}",
    };
}
