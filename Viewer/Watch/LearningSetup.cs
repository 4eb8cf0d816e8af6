using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink.Synthetic;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Viewer.App;

namespace GpuDigits.Viewer.Watch;

/// <summary>What the window trains: the tutorial's network, on MNIST where it has been fetched, else on synthetic pen digits.</summary>
internal static class LearningSetup
{
    private const int SyntheticTrain = 20_000, SyntheticTest = 5_000;

    /// <summary>What starts a training, whose network then reads in place of the one in use if it reads more of the held-out digits.</summary>
    /// <param name="file">The model file in use; null for the shipped one.</param>
    /// <param name="reader">Who reads with it.</param>
    public static Func<Action<LearningState>, Learning> For(string? file, DigitReader reader)
    {
        TrainedModel? inUse = null;
        var seed = 0u;
        return tell => new Learning(LoadDigits, new TrainingOptions { Seed = ++seed }, () => inUse ??= NetworkLoader.LoadModel(file), Replace, tell);

        void Replace(TrainedModel model)
        {
            inUse = model;
            reader.Use(NetworkLoader.ReaderOf(model), () => NetworkLoader.ProbeOf(model));
        }
    }

    private static LearningDigits LoadDigits()
    {
        var store = new MnistStore();
        if (store.Describe().Any(file => file.State != MnistFileState.Verified))
            return new("Synthetic pen digits", SyntheticDigits.Set(SyntheticTrain, 1), SyntheticDigits.Set(SyntheticTest, 2));
        var (train, test) = store.Load();
        return new("MNIST", train, test);
    }
}
