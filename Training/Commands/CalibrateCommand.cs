using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary>
/// <c>gpudigits calibrate</c>: measures how far the probabilities of a model can be trusted and when it is unsure, and writes this into its
/// file.
/// </summary>
internal static class CalibrateCommand
{
    private const int Shown = 2000;

    private const uint Seed = CalibrationFit.TestSeed;

    public static Command Create(CancellationToken cancellation)
    {
        var model = new Argument<string>("model")
        {
            Description = "The model file; it is written anew with its calibration.",
            HelpName = "model"
        };
        var output = new Option<string?>("--out") { Description = "Write another file instead.", HelpName = "file" };
        var data = new Option<string?>("--data")
        {
            Description = "Calibrate on these digits, which it was not trained on: the IDX images. Left out: on the part of MNIST's "
                + "training digits that was kept for validation, else on the last ones, changed at random. Synthetic digits are added.",
            HelpName = "idx"
        };
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var command = new Command("calibrate",
            "Fit a model's temperature and its rule for being unsure, and keep them in its file.") { model, output, data, device, threads };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(model)!;
            var to = parsed.GetValue(output) ?? path;
            new FilePlan(parsed).ReadsDigits(data).Writes(to == path ? "the model" : output.Name, to).Check();
            var trained = Options.LoadDigits(path);
            var own = parsed.GetValue(data);
            var digits = own is null ? new MnistStore().Load(Terminal.Say, cancellation).Train : DigitSet.ReadPair(own);
            using var on = Options.Open(parsed, device, threads);
            var calibration = Options.Naming(path, () => own is null
                ? CalibrationFit.FitToTraining(on, trained, digits, cancellation)
                : CalibrationFit.Fit(on, trained, digits, cancellation));
            trained = trained with { Calibration = calibration };
            trained.Save(to, trained.IsHalf);
            using var classifier = new DigitClassifier(on, trained, Limits.Batch(trained.Architecture, Evaluation.Batch, Shown));
            Terminal.PrintSaved(() => Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Describe(calibration)}; unsure of {Unsure(classifier, CalibrationFit.StrangerPictures(Seed, Shown)):P1} of letters, "
                    + $"scribbles, lines and specks, and of {Unsure(classifier, SyntheticDigits.Set(Shown, Seed)):P1} of synthetic digits; "
                    + $"saved to {to}")));
        });
        return command;
    }

    private static double Unsure(DigitClassifier classifier, DigitSet set) =>
        set.Images.Chunk(set.Height * set.Width)
            .Average(p => classifier.Read(Levels.ToFloats(p)).IsUnsure ? 1.0 : 0.0);

    public static string Describe(Calibration c) => string.Create(
        CultureInfo.InvariantCulture,
        $"temperature {c.Temperature:F3}; unsure below {c.LeastProbability:P0} or above {c.MostStrangeness:F3} strangeness");
}
