using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Model;

/// <summary>The model that was adapted to a person, in their folder, and the one before it for taking the last adaptation back.</summary>
public static class PersonalModel
{
    /// <summary>The adapted model in a folder for settings.</summary>
    public static string In(string folder) => Path.Combine(folder, "digits.safetensors");

    /// <summary>The adapted model in a folder, or null where there is none.</summary>
    public static string? Find(string folder) => File.Exists(In(folder)) ? In(folder) : null;

    /// <summary>Loads the adapted model in a folder; where there is none, or it is of no use, the shipped one.</summary>
    /// <param name="folder">The folder for settings.</param>
    /// <param name="load">Loads a model file; the shipped one for null.</param>
    /// <param name="tell">Told in one line why the adapted model is of no use.</param>
    public static TrainedModel Load(string folder, Func<string?, TrainedModel> load, Action<string> tell)
    {
        try
        {
            if (Find(folder) is { } adapted) return load(adapted);
        }
        catch (Exception e) when (e is ModelException or ModelFileException)
        {
            tell(Instead(e));
        }

        return load(null);
    }

    /// <summary>What a person is told when the shipped model takes the place of one that is of no use.</summary>
    public static string Instead(Exception e) => $"{Fault.Describe(e).TrimEnd('.')}; the shipped model is used instead";

    /// <summary>Keeps an adapted model; the one that was there becomes the backup, unless it is damaged.</summary>
    /// <exception cref="IOException">The files cannot be written; the old model is still in place.</exception>
    public static void Save(TrainedModel model, string folder)
    {
        AtomicFile.MakeFolder(folder);
        string path = In(folder);
        if (IsIntact(path)) AtomicFile.Write(Backup(folder), stream => stream.Write(File.ReadAllBytes(path)));
        else File.Delete(Backup(folder));
        model.Save(path);
    }

    /// <summary>Goes back to the model before the last adaptation: the backup or, where there is none, the shipped model.</summary>
    /// <returns>False if there was nothing to take back.</returns>
    /// <exception cref="IOException">The files cannot be changed.</exception>
    public static bool Undo(string folder)
    {
        string path = In(folder), backup = Backup(folder);
        if (!File.Exists(path)) return false;
        if (File.Exists(backup)) File.Move(backup, path, overwrite: true);
        else File.Delete(path);
        return true;
    }

    private static bool IsIntact(string path)
    {
        try
        {
            return File.Exists(path) && TrainedModel.Load(path) is not null;
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    private static string Backup(string folder) => In(folder) + ".before";
}
