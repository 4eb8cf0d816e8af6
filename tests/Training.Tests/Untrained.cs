using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Tests;

/// <summary>A model file with initial weights.</summary>
internal static class Untrained
{
    public static void Save(string path)
    {
        var model = Presets.Tutorial();
        new TrainedModel(model, model.Initialise(1)).Save(path);
    }
}
