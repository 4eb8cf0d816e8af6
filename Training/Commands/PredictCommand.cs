using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Repair;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Preparation;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits predict</c>: reads the digit in each picture and shows the ten probabilities.</summary>
internal static class PredictCommand
{
    private const int BarWidth = 40;

    /// <param name="cancellation">Stops between two pictures.</param>
    public static Command Create(CancellationToken cancellation)
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Pictures of one digit each (PNG, JPEG, WebP, GIF, BMP or PGM; any size, light or dark paper), or FILE#n: "
                + "picture n, from 0, of an IDX file.",
            HelpName = "file",
            Arity = ArgumentArity.OneOrMore,
        };
        var model = Options.Model();
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var json = Options.Json("a JSON array, one object a picture,");
        var transposed = Options.Transposed();
        var command = new Command(
            "predict", "Read the digit in each picture; ten probabilities as bars.") { files, model, device, threads, transposed, json };
        command.SetAction(parsed =>
        {
            var path = Options.ModelPath(parsed.GetValue(model));
            var trained = Options.LoadDigits(path);
            var names = parsed.GetValue(files)!;
            using var on = Options.Open(parsed, device, threads);
            using var classifier = Options.Naming(path, () => new DigitClassifier(on, trained, 1));
            var code = ExitCode.Done;
            PredictionJson[] predictions = [.. names.Select(name => Predict(name))];
            if (parsed.GetValue(json))
                OutputJson.Print(predictions, OutputJson.Default.PredictionJsonArray);
            else
                Array.ForEach(predictions, Print);
            foreach (var error in predictions.Select(p => p.Error).OfType<string>())
                Terminal.Say($"gpudigits: {error}");
            return code;

            // The other pictures are read even if one cannot be.
            PredictionJson Predict(string name)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    var picture = Read(name, trained.Architecture, parsed.GetValue(transposed));
                    var verdict = classifier.Read(picture);
                    var areSeveral = File.Exists(name) && SeveralDigits.AreIn(picture, DigitPicture.Side);
                    if (areSeveral)
                        Terminal.Say($"{name}: seems to hold several digits; gpudigits read {name} reads numbers");
                    return new(name, verdict.Digit, verdict.Probabilities, verdict.IsUnsure || areSeveral, verdict.Strangeness);
                }
                catch (Exception e) when (ExitCode.Of(e) is { } failed)
                {
                    code = names.Length == 1 ? failed : ExitCode.Failed;
                    return new(name, Error: e.Message.ReplaceLineEndings(" "));
                }
            }
        });
        return command;
    }

    /// <summary>
    /// The picture in a file, or one picture of an IDX file (FILE#n, unless a file has that whole name), prepared for a network.
    /// </summary>
    internal static float[] Read(string name, Sequential architecture, bool transposed = false)
    {
        var isPlace = !File.Exists(name) && name.LastIndexOf('#') > 0;
        (var picture, var width) = isPlace ? ReadIdx(name, name.LastIndexOf('#')) : (ReadImage(name), DigitPicture.Side);
        if (picture.Length != architecture.Input.Size)
            throw new ModelException($"{name}: has {picture.Length} pixels, the network reads {architecture.Input}");
        var height = picture.Length / width;
        return transposed ? [.. Enumerable.Range(0, picture.Length).Select(i => picture[(i % height * width) + (i / height)])] : picture;
    }

    private static float[] ReadImage(string path) =>
        DigitPicture.Prepare(Image.Read(path)) ?? throw new ImageException($"{path}: there is no ink in this picture");

    private static (float[] Picture, int Width) ReadIdx(string name, int hash)
    {
        var path = name[..hash];
        if (!int.TryParse(name.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new UsageException($"{name}: what follows # must be a number from 0");
        var idx = IdxFile.Read(path, 3);
        var size = idx.Dimensions[1] * idx.Dimensions[2];
        if (index >= idx.Dimensions[0])
            throw new UsageException($"{name}: the file holds {idx.Dimensions[0]} pictures, counted from 0");
        var picture = idx.Data.AsSpan(index * size, size).ToArray();
        if (picture.Length == PictureRepair.Side * PictureRepair.Side)
            picture = PictureRepair.Repair(picture);
        return (Levels.ToFloats(picture), idx.Dimensions[2]);
    }

    private static void Print(PredictionJson prediction)
    {
        if (prediction is not { Digit: { } best, Probabilities: { } probabilities })
            return;
        var console = Terminal.Out;
        console.MarkupLine($"[bold]{best}[/]  {Markup.Escape(prediction.File)}{(prediction.Unsure == true ? "  [yellow]unsure[/]" : "")}");
        for (var digit = 0; digit < probabilities.Length; digit++)
        {
            var p = probabilities[digit];
            var bar = new string('█', (int)MathF.Round(p * BarWidth)).PadRight(BarWidth, '·');
            var line = string.Create(CultureInfo.InvariantCulture, $"   {digit} {bar} {p,7:P1}");
            console.MarkupLine(digit == best ? $"[green]{line}[/]" : $"[grey]{line}[/]");
        }
    }
}
