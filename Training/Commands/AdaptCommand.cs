using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits adapt</c>: learns from the digits that a person corrected in the window.</summary>
internal static class AdaptCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var folder = new Option<string?>("--folder")
        {
            Description = "The person's folder, with corrections.jsonl; the adapted model goes there too. Left out: where the window keeps "
                + "its settings.",
            HelpName = "folder"
        };
        var undo = new Option<bool>("--undo")
        {
            Description = "Go back to the model before the last adaptation. Only one is kept: a second time goes back to the shipped one."
        };
        var model = Options.Model();
        model.Description = "The model to start from; left out: the one adapted last, else the shipped one.";
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var json = Options.Json();
        var command = new Command(
            "adapt", "Learn from the digits that were corrected in the window.") { folder, undo, model, device, threads, json };
        command.SetAction(parsed =>
        {
            var to = parsed.GetValue(folder) ?? UserFolders.Settings
                ?? throw new UsageException("there is no home folder with corrections: set HOME, or name one with --folder");
            new FilePlan(parsed).Fills(folder).Check();
            if (parsed.GetValue(undo))
            {
                Options.RequireOnly(parsed, undo.Name, undo, folder);
                Console.Out.WriteLine(!PersonalModel.Undo(to) ? $"{to}: there is no adapted model to take back"
                    : PersonalModel.Find(to) is null ? $"{to}: the adaptation is taken back, the shipped model is used now"
                    : $"{to}: the last adaptation is taken back, the one before it is used now");
                return;
            }

            var start = parsed.GetValue(model) is { } named ? Options.LoadDigits(named)
                : PersonalModel.Load(to, adapted => Options.LoadDigits(Options.ModelPath(adapted)), Terminal.Say);
            using var on = Options.Open(parsed, device, threads);
            var done = PersonalAdaptation.Run(on, to, start, cancellation: cancellation);
            if (parsed.GetValue(json))
                OutputJson.Print(AdaptJson.From(done.Result, done.Corrections), OutputJson.Default.AdaptJson);
            else
                Print(done, to);
        });
        return command;
    }

    private static void Print(PersonalAdaptation done, string folder)
    {
        var r = done.Result;
        if (done.LeftOut > 0)
            Console.Error.WriteLine($"gpudigits: {CorrectionFile.In(folder)}: {done.LeftOut} lines cannot be read and were left out");
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Corrections} corrected digits: {r.CorrectedBefore:P1} read correctly before, {r.CorrectedAfter:P1} after; "
                + $"{done.Standard} digits: {r.StandardBefore:P2} before, {r.StandardAfter:P2} after"));
        Console.Out.WriteLine(
            r.IsKept
                ? $"the adapted model is in {PersonalModel.In(folder)}; gpudigits adapt --undo goes back"
                : $"the old model stays: {done.Reason}");
    }
}
