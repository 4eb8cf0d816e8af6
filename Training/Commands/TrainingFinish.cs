using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary>
/// What happens after the last step: the weights are kept, evaluated, calibrated and saved. At any signal they are already on disk.
/// </summary>
/// <param name="output">Where to save the model.</param>
/// <param name="name">The preset.</param>
/// <param name="train">The training digits.</param>
/// <param name="test">The test digits.</param>
/// <param name="trainDigits">How many of the training's samples are digits; the others are symbols.</param>
internal sealed class TrainingFinish(ModelOutput output, string name, DigitSet train, DigitSet test, int trainDigits)
{
    private const int MnistDigits = 60_000;

    /// <summary>How the network reads the test digits.</summary>
    public Evaluation Evaluation { get; private set; } = null!;

    /// <summary>The epoch that the weights of an unfinished training are saved from; null where they are the last ones.</summary>
    public int? BestEpoch { get; private set; }

    /// <summary>
    /// The network of a state, ready to read: of a finished training the last one, as in Keras; else the one that read the validation
    /// digits best, if there are any.
    /// </summary>
    public static TrainedModel ModelOf(Checkpoint state, bool isFinished) =>
        new TrainedModel(state.Model, isFinished ? state.Average ?? state.Weights : state.Best ?? state.Average ?? state.Weights).Fold();

    /// <summary>Evaluates, calibrates and saves.</summary>
    /// <param name="trainer">The training, stopped.</param>
    /// <param name="isFinished">Whether all epochs are done.</param>
    /// <param name="say">Receives the status.</param>
    /// <param name="cancellation">Skips the calibration if it is signalled during this call.</param>
    /// <returns>What was skipped; null if nothing was.</returns>
    /// <exception cref="IOException">The model cannot be written anywhere.</exception>
    public string? Run(Trainer trainer, bool isFinished, Action<string> say, CancellationToken cancellation)
    {
        var later = cancellation.IsCancellationRequested ? default : cancellation;
        var model = ModelOf(trainer.LastGood!, isFinished) with { Preset = name, Training = trainer.Options };
        BestEpoch = isFinished || trainer.LastGood!.Best is null ? null : trainer.LastGood.History.MaxBy(epoch => epoch.ValAccuracy)!.Epoch;
        say("saving");
        output.Keep(model);
        say("reading the test digits");
        Evaluation = Evaluate(trainer.Device, model);
        model = model with
        {
            Results = new(BestEpoch ?? trainer.History.Count, Evaluation.Accuracy, Evaluation.Loss, Evaluation.Samples, trainer.Device.Id)
        };
        output.Save(model, isFinal: false);
        try
        {
            // Always on the cpu: thousands of pictures would take hours on a simulated GPU.
            using var cpu = new VectorDevice();
            model = name == Presets.SymbolsName ? WithPlaces(cpu, model, say, later) : Calibrated(cpu, model, say, later);
        }
        catch (OperationCanceledException)
        {
            output.Save(model, isFinal: true);
            return name == Presets.SymbolsName
                ? "interrupted before the place network was trained: the model reads no calculations"
                : $"interrupted while calibrating; gpudigits calibrate {output.Path} makes up for it";
        }

        output.Save(model, isFinal: true);
        return null;
    }

    private TrainedModel Calibrated(Device cpu, TrainedModel model, Action<string> say, CancellationToken cancellation)
    {
        say("learning what is no digit");
        model = model with { Calibration = CalibrationFit.FitToTraining(cpu, model, train, cancellation) };
        Terminal.Say(CalibrateCommand.Describe(model.Calibration));
        return model;
    }

    private TrainedModel WithPlaces(Device cpu, TrainedModel model, Action<string> say, CancellationToken cancellation)
    {
        say("learning the symbols' sizes and places");
        // As the symbols that trained the shapes: as many as are fitting for MNIST, and fewer for fewer digits.
        var calculations = (int)Math.Ceiling((double)SymbolFit.Calculations * trainDigits / MnistDigits);
        return SymbolFit.Fit(cpu, model, model.Training!.Seed, calculations, cancellation);
    }

    private Evaluation Evaluate(Device device, TrainedModel model)
    {
        try
        {
            return Evaluation.Of(device, model, test);
        }
        catch (DeviceException e)
        {
            Terminal.Say($"{Fault.Describe(e)}; the test digits are read on the cpu");
            using var cpu = new VectorDevice();
            return Evaluation.Of(cpu, model, test);
        }
    }
}
