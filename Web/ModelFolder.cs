using GpuDigits.Engine.Model;
using GpuDigits.Scenes;

namespace GpuDigits.Web;

/// <summary>The models in the runtime's file system: those of the page, and the one that a person has adapted.</summary>
internal static class ModelFolder
{
    /// <summary>The person's folder.</summary>
    public const string Own = "/home/gpudigits";

    /// <summary>Takes a model of the page; <see cref="ShippedModel"/> looks for it there.</summary>
    public static void Take(string name, byte[] content) => Write(Path.Combine(AppContext.BaseDirectory, "models"), name, content);

    /// <summary>Takes the adapted model.</summary>
    public static void TakeOwn(byte[] content) => Write(Own, Path.GetFileName(PersonalModel.In(Own)), content);

    /// <summary>The model that reads digits.</summary>
    /// <param name="tell">Receives why it is not the adapted one.</param>
    /// <exception cref="Engine.Files.ModelFileException">It cannot be read.</exception>
    public static TrainedModel Load(Action<string> tell) => PersonalModel.Load(Own, NetworkLoader.LoadModel, tell);

    private static void Write(string folder, string name, byte[] content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name), content);
    }
}
