using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Model;

/// <summary>The model adapted to a person, in their folder, and the previous one, to undo the last adaptation.</summary>
public static class PersonalModel
{
    /// <summary>Path of the adapted model in a settings folder.</summary>
    public static string In(string folder) => Path.Combine(folder, "digits.safetensors");

    /// <summary>Path of the adapted model in a folder; null if there is none.</summary>
    public static string? Find(string folder) => File.Exists(In(folder)) ? In(folder) : null;

    /// <summary>Saves an adapted model; the previous one becomes the backup.</summary>
    /// <exception cref="IOException">The files cannot be written; the old model is unchanged.</exception>
    public static void Save(TrainedModel model, string folder)
    {
        AtomicFile.MakeFolder(folder);
        string path = In(folder);
        if (File.Exists(path)) AtomicFile.Write(Backup(folder), stream => stream.Write(File.ReadAllBytes(path)));
        else File.Delete(Backup(folder));
        model.Save(path);
    }

    /// <summary>Returns to the model before the last adaptation: the backup or, if there is none, the shipped model.</summary>
    /// <returns>False if there was nothing to undo.</returns>
    /// <exception cref="IOException">The files cannot be changed.</exception>
    public static bool Undo(string folder)
    {
        string path = In(folder), backup = Backup(folder);
        if (!File.Exists(path)) return false;
        if (File.Exists(backup)) File.Move(backup, path, overwrite: true);
        else File.Delete(path);
        return true;
    }

    private static string Backup(string folder) => In(folder) + ".before";
}
