using System.CommandLine;
using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits explain</c>: what a network does with one digit, as pictures and a page that shows them.</summary>
internal static class ExplainCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var model = Options.Model();
        var output = new Option<string>("--out")
        {
            Description = "The folder that the pictures and index.html go to.",
            HelpName = "dir",
            DefaultValueFactory = _ => Path.Combine("artifacts", "explain")
        };
        var image = new Option<string?>("--image")
        {
            Description = "The digit to follow: a picture (PNG, JPEG, WebP, GIF, BMP or PGM), or FILE#n, picture n of an IDX file.",
            HelpName = "file"
        };
        var digit = NumberOption.Of("--digit", 0, 9, 4);
        (digit.Description, digit.HelpName) = ("The digit to follow, written by the program's own hand.", "0…9");
        var data = new Option<string?>("--data")
        {
            Description = "The digits of the confusion matrix: IDX images, labels beside them; left out: MNIST's test digits, if they were "
                + "fetched.",
            HelpName = "idx"
        };
        var metrics = new Option<string?>("--metrics")
        {
            Description = "The epochs that train --metrics wrote: adds the curves of loss and accuracy.",
            HelpName = "file.csv|file.jsonl"
        };
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var command = new Command(
            "explain", "Write pictures of what the network does with one digit, number by number, and a page that shows them.")
        {
            output, model, image, digit, data, metrics, device, threads,
        };
        command.Subcommands.Add(CreateAugment(cancellation));
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(image) is not null && parsed.GetResult(digit) is { Implicit: false })
                throw new UsageException("name either --image or --digit");
            new FilePlan(parsed).Reads(model).Reads(image).ReadsDigits(data).Reads(metrics).Fills(output, "index.html", "*.png").Check();
            var path = Options.ModelPath(parsed.GetValue(model));
            var trained = Options.Naming(path, () => Options.LoadDigits(path).Fold().Calibrated());
            var epochs = parsed.GetValue(metrics) is { } file ? MetricsFile.Read(file) : null;
            var picture = parsed.GetValue(image) is { } name
                ? PredictCommand.Read(name, trained.Architecture)
                : Written(parsed.GetValue(digit), trained.Architecture);
            using var on = Options.Open(parsed, device, threads);
            using var probe = new NetworkProbe(on, trained.Architecture, trained.Weights);
            var seen = probe.Run(picture);
            var tested = TestDigits(parsed.GetValue(data)) is { } digits ? Evaluation.Of(on, trained, digits, cancellation) : null;

            var folder = parsed.GetValue(output)!;
            AtomicFile.MakeFolder(folder);
            var page = new ExplainPage(folder, cancellation);
            var network = trained.Architecture;
            page.Add("architecture", LayerCost.Of(on, network, trained.Weights),
                (costs, theme) => ArchitectureSheet.Draw(network, costs, theme));
            if (seen.Picture.Shape is { Rank: 3 } shape && shape[2] == 1)
                page.Add("filters-lab", new GreyPicture(shape[0], shape[1], picture), LabSheet.Draw);
            foreach (var bank in FilterBank.Of(network, trained.Weights))
                page.Add($"filters-{bank.Name}", bank, FilterSheet.Draw);
            AddLayers(page, seen);
            if (seen.LogitsLayer >= 0 && network.Layers[seen.LogitsLayer].Layer is Dense)
                page.Add("contributions", seen, DenseSheet.Draw);
            page.Add("softmax", seen, SoftmaxSheet.Draw);
            AddAugmentation(page, on, seed: 1, strength: 1);
            if (epochs is not null)
                page.Add("curves", epochs, CurveSheet.Draw);
            if (tested is not null)
                page.Add("confusion", tested, ConfusionSheet.Draw);
            else
                Terminal.Say("no test digits are here: the confusion matrix is left out (gpudigits data fetch brings them)");

            page.Write(network, Numbers.ArgMax(seen.Probabilities), seen.Probabilities.Max());
            Console.Out.WriteLine($"{page.Pictures} pictures in two themes, and {Path.Combine(folder, "index.html")}");
        });
        return command;
    }

    /// <summary>The output of every layer, and the computation of the largest value of each convolution and pooling.</summary>
    private static void AddLayers(ExplainPage page, Activations seen)
    {
        page.Add("layer-0-input", seen.Picture, MapSheet.Draw);
        for (var i = 0; i < seen.Model.Layers.Count; i++)
        {
            var placed = seen.Model.Layers[i];
            var layer = i;
            var strongest = FollowSheet.Strongest(seen.Of(i));
            if (placed.Layer is Conv2D)
                page.Add($"follow-{placed.Name}", seen, (a, theme) => FollowSheet.Convolution(a, layer, strongest, theme));
            if (placed.Layer is Pool2D)
                page.Add($"follow-{placed.Name}", seen, (a, theme) => FollowSheet.Pooling(a, layer, strongest, theme));
            if (placed.Layer is not (Flatten or Dropout or Softmax))
                page.Add($"layer-{i + 1}-{placed.Name}", seen.Of(i), MapSheet.Draw);
        }
    }

    private static Command CreateAugment(CancellationToken cancellation)
    {
        var output = new Option<string>("--out")
        {
            Description = "The folder that augmentation.png goes to.",
            HelpName = "dir",
            DefaultValueFactory = _ => Path.Combine("artifacts", "explain")
        };
        var seed = NumberOption.Of<uint>("--seed", 0, uint.MaxValue, 1);
        (seed.Description, seed.HelpName) = ("The training's seed, from which every change follows.", "n");
        var strength = NumberOption.Of("--strength", 0.0, 3, 1);
        (strength.Description, strength.HelpName) = ("All changes times this.", "0…3");
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var command = new Command("augment",
            "Draw how training changes its digits: the ten digits, and eight epochs of each.") { output, seed, strength, device, threads };
        command.SetAction(parsed =>
        {
            new FilePlan(parsed).Fills(output).Check();
            using var on = Options.Open(parsed, device, threads);
            var folder = parsed.GetValue(output)!;
            AtomicFile.MakeFolder(folder);
            AddAugmentation(new ExplainPage(folder, cancellation), on, parsed.GetValue(seed), parsed.GetValue(strength));
            Console.Out.WriteLine($"{Path.Combine(folder, "augmentation.png")}, and in dark augmentation-dark.png");
        });
        return command;
    }

    /// <summary>The ten digits in the program's own handwriting, and as a training would see them in eight epochs.</summary>
    private static void AddAugmentation(ExplainPage page, Device device, uint seed, double strength)
    {
        var digits = new DigitSet(
            DigitPreparation.Size, DigitPreparation.Size,
            [.. Enumerable.Range(0, 10).SelectMany(d => DigitPreparation.Prepare(new HandPen().Write(HandSkeleton.For(d), Vector2.Zero))!)],
            [.. Enumerable.Range(0, 10).Select(d => (byte)d)]);
        var options = new AugmentationOptions().Times(strength);
        DigitSet[] epochs = [.. Enumerable.Range(1, 8).Select(epoch => options.Apply(device, digits, seed, epoch))];
        page.Add("augmentation", epochs, (shown, theme) => AugmentationSheet.Draw(digits, shown, theme));
    }

    /// <summary>A synthetic digit, prepared as in the window.</summary>
    private static float[] Written(int digit, Sequential architecture)
    {
        var picture = DigitPreparation.Prepare(new HandPen().Write(HandSkeleton.For(digit), Vector2.Zero))!;
        return picture.Length == architecture.Input.Size
            ? Levels.ToFloats(picture)
            : throw new ModelException($"--digit: a written digit has {picture.Length} pixels, the network reads {architecture.Input}");
    }

    private static DigitSet? TestDigits(string? idx) => idx is not null ? DigitSet.ReadPair(idx) : new MnistStore().TryLoad()?.Test;
}
