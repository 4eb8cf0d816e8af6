using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Ink.Synthetic;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits adapt</c>: learns from the digits that a person corrected in the window.</summary>
internal static class AdaptCommand
{
    /// <summary>Ordinary digits that are gone over again, so that they are not forgotten.</summary>
    private const int Replay = 8000;

    private const int SyntheticTest = 4000;
    private const uint ReplaySeed = 0x00AD_A970, TestSeed = 0x00AD_A971;

    public static Command Create(CancellationToken cancellation)
    {
        var folder = new Option<string>("--folder") { Description = "The person's folder, with corrections.jsonl; the adapted model goes there too.", HelpName = "folder", DefaultValueFactory = _ => CorrectionFile.DefaultFolder };
        var undo = new Option<bool>("--undo") { Description = "Go back to the model before the last adaptation." };
        Option<string?> model = Options.Model();
        model.Description = "The model to start from; left out: the one adapted last, else the shipped one.";
        Option<string> device = Options.Device("cpu");
        Option<int> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("adapt", "Learn from the digits that were corrected in the window.") { folder, undo, model, device, threads, json };
        command.SetAction(parsed =>
        {
            string to = parsed.GetValue(folder)!;
            if (parsed.GetValue(undo))
            {
                Console.Out.WriteLine(PersonalModel.Undo(to) ? $"{to}: the last adaptation is taken back" : $"{to}: there is no adapted model to take back");
                return;
            }

            StrokeSample[] corrections = CorrectionFile.Read(CorrectionFile.In(to));
            if (corrections.Length == 0) throw new ModelException($"{CorrectionFile.In(to)}: holds no corrected digits; correct some in the window first");
            TrainedModel start = TrainedModel.Load(parsed.GetValue(model) ?? PersonalModel.Find(to) ?? Options.ModelPath(null));
            using Device on = Options.Open(parsed, device, threads);
            (DigitSet replay, DigitSet standard, string name) = Ordinary();
            AdaptationResult result = Adaptation.Run(on, start, corrections, replay, standard, cancellation: cancellation);
            if (result.IsKept) PersonalModel.Save(result.Model, to);
            if (parsed.GetValue(json)) OutputJson.Print(AdaptJson.From(result, corrections.Length), OutputJson.Default.AdaptJson);
            else Print(result, corrections.Length, name, to);
        });
        return command;
    }

    /// <summary>MNIST where it is already on the machine, else synthetic digits: nothing is fetched for this.</summary>
    private static (DigitSet Replay, DigitSet Standard, string Name) Ordinary()
    {
        DigitSet synthetic = SyntheticDigits.Set(Replay / 2, ReplaySeed);
        var store = new MnistStore();
        if (!store.Describe().All(f => f.State == MnistFileState.Verified))
            return (SyntheticDigits.Set(Replay, ReplaySeed), SyntheticDigits.Set(SyntheticTest, TestSeed), "synthetic");
        (DigitSet train, DigitSet test) = store.Load();
        DigitSet mnist = train.Take(0, Replay / 2);
        return (new(28, 28, [.. mnist.Images, .. synthetic.Images], [.. mnist.Labels, .. synthetic.Labels]), test, "MNIST test");
    }

    private static void Print(AdaptationResult r, int corrections, string standard, string folder)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{corrections} corrected digits: {r.CorrectedBefore:P1} read correctly before, {r.CorrectedAfter:P1} after; {standard} digits: {r.StandardBefore:P2} before, {r.StandardAfter:P2} after"));
        Console.Out.WriteLine(r.IsKept
            ? $"the adapted model is in {PersonalModel.In(folder)}; gpudigits adapt --undo goes back"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the old model stays: {(r.CorrectedAfter > r.CorrectedBefore ? $"ordinary digits would be read worse by more than {Adaptation.Tolerance * 100:0.#} %" : "there was nothing to gain")}"));
    }
}
