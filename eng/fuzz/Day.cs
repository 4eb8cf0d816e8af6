using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Fuzz;

/// <summary>What the program has around its window: the sheet's reader, learning, and adapting to corrections in its own folder.</summary>
internal sealed class Day : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpudigits-day-");
    private readonly LearningSetup _learning;
    private readonly List<ILearning> _trainings = [];
    private readonly List<Task> _adaptations = [];

    public Day(DigitReader reader)
    {
        _learning = new(() => NetworkLoader.LoadModel(null), reader);
        Corrections = CorrectionFile.In(_folder.FullName);
    }

    public PaperReader PaperReader { get; } = new(SymbolReader.Load);

    /// <summary>The file of corrected digits.</summary>
    public string Corrections { get; }

    /// <summary>Trainings and adaptations that were begun.</summary>
    public int Begun => _trainings.Count + _adaptations.Count;

    public ILearning Learn(Action<LearningState> tell)
    {
        _trainings.Add(_learning.Start(tell));
        return _trainings[^1];
    }

    public Task<PersonalAdaptation> Adapt(Action<double> progress, CancellationToken cancellation)
    {
        var work = Task.Run(() =>
        {
            using var device = new VectorDevice();
            return PersonalAdaptation.Run(
                device, _folder.FullName, NetworkLoader.LoadModel(null), progress: progress, cancellation: cancellation);
        });
        _adaptations.Add(work);
        return work;
    }

    /// <summary>Ends what is learned in the background, and waits for it. The app has told the adaptations to stop.</summary>
    public void Rest()
    {
        _trainings.ForEach(training => training.Dispose());
        Task.WhenAll(_adaptations).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    public void Dispose()
    {
        PaperReader.Dispose();
        _folder.Delete(recursive: true);
    }
}
