using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Pictures;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits predict</c>: reads the digit in each picture and shows the ten probabilities.</summary>
internal static class PredictCommand
{
    private const int BarWidth = 40;

    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "PNG or PGM pictures of one digit each (any size, light or dark paper), or FILE#n: picture n, from 0, of an IDX file.",
            HelpName = "file",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> model = Options.Model();
        Option<string> device = Options.Device("cpu");
        Option<int> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("predict", "Read the digit in each picture; ten probabilities as bars.") { files, model, device, threads, json };
        command.SetAction(parsed =>
        {
            TrainedModel trained = TrainedModel.Load(Options.ModelPath(parsed.GetValue(model)));
            string[] names = parsed.GetValue(files)!;
            float[][] pictures = [.. names.Select(name => Read(name, trained.Architecture))];
            using Device on = Options.Open(parsed, device, threads);
            using var classifier = new DigitClassifier(on, trained, 1);
            var predictions = new List<PredictionJson>();
            for (int i = 0; i < names.Length; i++)
            {
                Verdict verdict = classifier.Read(pictures[i]);
                predictions.Add(new(names[i], verdict.Digit, verdict.Probabilities, verdict.IsUnsure, verdict.Strangeness));
            }

            if (parsed.GetValue(json)) OutputJson.Print([.. predictions], OutputJson.Default.PredictionJsonArray);
            else predictions.ForEach(Print);
        });
        return command;
    }

    /// <summary>The picture of a file, or of an IDX file's place, prepared for a network.</summary>
    internal static float[] Read(string name, Sequential architecture)
    {
        float[] picture = name.LastIndexOf('#') is > 0 and var hash ? ReadIdx(name, hash) : ReadImage(name);
        return picture.Length == architecture.Input.Size
            ? picture
            : throw new ModelException($"{name}: has {picture.Length} pixels, the network reads {architecture.Input}");
    }

    private static float[] ReadImage(string path)
    {
        Image image = Image.Read(path);
        return DigitPicture.Prepare(image.ToGrey(), image.Width, image.Height) ?? throw new ImageException($"{path}: there is no ink in this picture");
    }

    private static float[] ReadIdx(string name, int hash)
    {
        string path = name[..hash];
        if (!int.TryParse(name.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)) throw new UsageException($"{name}: what follows # must be a number from 0");
        IdxArray idx = IdxFile.Read(path, 3);
        int size = idx.Dimensions[1] * idx.Dimensions[2];
        if (index >= idx.Dimensions[0]) throw new UsageException($"{name}: the file holds {idx.Dimensions[0]} pictures, counted from 0");
        return Array.ConvertAll(idx.Data[(index * size)..((index + 1) * size)], b => b / 255f);
    }

    private static void Print(PredictionJson prediction)
    {
        IAnsiConsole console = Terminal.Out;
        console.MarkupLine($"[bold]{prediction.Digit}[/]  {Markup.Escape(prediction.File)}{(prediction.Unsure ? "  [yellow]unsure[/]" : "")}");
        for (int digit = 0; digit < prediction.Probabilities.Length; digit++)
        {
            float p = prediction.Probabilities[digit];
            string bar = new string('█', (int)MathF.Round(p * BarWidth)).PadRight(BarWidth, '·');
            string line = string.Create(CultureInfo.InvariantCulture, $"   {digit} {bar} {p,7:P1}");
            console.MarkupLine(digit == prediction.Digit ? $"[green]{line}[/]" : $"[grey]{line}[/]");
        }
    }
}
