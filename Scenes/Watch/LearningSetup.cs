using System.Runtime.Versioning;
using System.Text;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Watch;

/// <summary>
/// The trainings that the window shows: its own of the tutorial's network, on MNIST if it is on the machine, otherwise on synthetic digits,
/// and one of the command line. The trained network replaces the one in use if it reads more of the held-out digits.
/// </summary>
/// <param name="load">Loads the model that the reader began with.</param>
/// <param name="reader">The reader that uses it.</param>
[UnsupportedOSPlatform("browser")]
internal sealed class LearningSetup(Func<TrainedModel> load, IDigitReader reader)
{
    private const int SyntheticTrain = 20_000, SyntheticTest = 5_000;

    private TrainedModel? _first;
    private uint _seed;

    /// <summary>Starts the window's own training.</summary>
    public ILearning Start(Action<LearningState> tell) => new Learning(LoadDigits, new() { Seed = ++_seed }, InUse, reader.Use, tell);

    /// <summary>Shows the training whose states come on standard input.</summary>
    public ILearning Follow(Action<LearningState> tell) => new FollowedTraining(
        new StreamReader(Console.OpenStandardInput(), Encoding.UTF8), Console.Out, Judge, tell,
        complaint => Console.Error.WriteLine($"gpudigits-viewer: {complaint}"));

    private TrainedModel InUse() => reader.Used ?? (_first ??= load());

    /// <summary>
    /// Compares a trained network with the one in use on the held-out digits, and uses it if it reads more of them.
    /// </summary>
    /// <returns>The result in words.</returns>
    /// <exception cref="ModelFileException">The file cannot be read, or its network does not read digits.</exception>
    public string Judge(string trained, CancellationToken cancellation)
    {
        var model = NetworkLoader.LoadModel(trained);
        using var device = DeviceCatalog.Open("auto");
        var judgement = Judgement.Of(
            model, InUse(), new MnistStore().TryLoad()?.Test ?? SyntheticDigits.Set(SyntheticTest, 2, cancellation), device, cancellation);
        if (judgement.IsBetter)
            reader.Use(model);
        return judgement.Verdict;
    }

    private static LearningDigits LoadDigits(CancellationToken cancellation) =>
        new MnistStore().TryLoad() is var (train, test) ? new("MNIST", train, test)
            : new("Synthetic pen digits", SyntheticDigits.Set(SyntheticTrain, 1, cancellation),
                SyntheticDigits.Set(SyntheticTest, 2, cancellation));
}
