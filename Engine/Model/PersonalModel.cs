using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>The model adapted to a person, in their folder, and the previous one, to undo the last adaptation.</summary>
public static class PersonalModel
{
    /// <summary>Path of the adapted model in a settings folder.</summary>
    public static string In(string folder) => Path.Combine(folder, "digits.safetensors");

    /// <summary>Path of the adapted model in a folder; null if there is none.</summary>
    public static string? Find(string folder) => File.Exists(In(folder)) ? In(folder) : null;

    /// <summary>Loads the adapted model of a folder; the shipped one where there is none, or where it cannot be used.</summary>
    /// <param name="folder">The settings folder.</param>
    /// <param name="load">Loads a model file; the shipped one for null.</param>
    /// <param name="tell">Receives one line that says why the adapted model cannot be used.</param>
    public static TrainedModel Load(string folder, Func<string?, TrainedModel> load, Action<string> tell)
    {
        try
        {
            if (Find(folder) is { } adapted)
                return load(adapted);
        }
        catch (Exception e) when (e is ModelException or ModelFileException)
        {
            tell(Instead(e));
        }

        return load(null);
    }

    /// <summary>The message for a person when the shipped model replaces one that cannot be used.</summary>
    public static string Instead(Exception e) => $"{Fault.Describe(e).TrimEnd('.')}; the shipped model is used instead";

    /// <summary>Saves an adapted model; the previous one becomes the backup, unless it is damaged.</summary>
    /// <exception cref="IOException">The files cannot be written; the old model is unchanged.</exception>
    public static void Save(TrainedModel model, string folder)
    {
        AtomicFile.MakeFolder(folder);
        var path = In(folder);
        if (IsIntact(path))
            AtomicFile.Write(Backup(folder), stream => stream.Write(File.ReadAllBytes(path)));
        else
            File.Delete(Backup(folder));
        model.Save(path);
    }

    /// <summary>Returns to the model before the last adaptation: the backup or, if there is none, the shipped model.</summary>
    /// <returns>False if there was nothing to undo.</returns>
    /// <exception cref="IOException">The files cannot be changed.</exception>
    public static bool Undo(string folder)
    {
        string path = In(folder), backup = Backup(folder);
        if (!File.Exists(path))
            return false;
        if (File.Exists(backup))
            File.Move(backup, path, overwrite: true);
        else
            File.Delete(path);
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
