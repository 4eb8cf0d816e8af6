using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes.Worker;

/// <summary>A model file in a message. It goes through the file system, the only way in and out of a model.</summary>
internal static class ModelBytes
{
    public static byte[] Write(TrainedModel model)
    {
        var file = Temporary();
        model.Save(file);
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        return bytes;
    }

    /// <exception cref="Engine.Files.ModelFileException">It is no model.</exception>
    public static TrainedModel Read(byte[] bytes)
    {
        var file = Temporary();
        File.WriteAllBytes(file, bytes);
        var model = TrainedModel.Load(file);
        File.Delete(file);
        return model;
    }

    private static string Temporary() => Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
}
