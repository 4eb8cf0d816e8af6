using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Train;

/// <summary>
/// The folder of one training's checkpoints. It is locked as long as the object lives, so that two trainings cannot share it; the system
/// frees the lock when a process is killed. The file always holds a whole checkpoint: the new one replaces the old by a rename.
/// </summary>
public sealed class CheckpointFolder : IDisposable
{
    private const string File = "checkpoint.safetensors", Lock = "lock";

    private readonly string _file;
    private readonly FileStream _lock;

    /// <summary>Creates the folder if it does not exist, and locks it.</summary>
    /// <exception cref="IOException">
    /// It cannot be written, or another training uses it. The message is one line and says what to do.
    /// </exception>
    public CheckpointFolder(string folder)
    {
        _file = Path.Combine(folder, File);
        AtomicFile.MakeFolder(folder);
        try
        {
            _lock = new(Path.Combine(folder, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{folder}: no permission to write; change the permissions or choose another folder", e);
        }
        catch (IOException e)
        {
            var why = System.IO.File.Exists(Path.Combine(folder, Lock))
                ? "another training keeps its checkpoints there"
                : e.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new IOException($"{folder}: {why}; wait for it or choose another folder", e);
        }

        // Only a killed training can have left them: the lock says that no other one runs.
        AtomicFile.DeleteLeftovers(_file, TimeSpan.Zero);
    }

    /// <summary>The newest checkpoint; null where there is none yet.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or no checkpoint.</exception>
    public Checkpoint? Load() => System.IO.File.Exists(_file) ? Checkpoint.Load(_file) : null;

    /// <summary>Makes this the newest checkpoint. If writing fails, the previous one stays.</summary>
    /// <exception cref="IOException">It cannot be written: one line says why and what to do.</exception>
    public void Save(Checkpoint checkpoint) => checkpoint.Save(_file);

    /// <summary>The names of its files.</summary>
    public static string[] OwnFiles => [File, Lock];

    /// <summary>Unlocks the folder.</summary>
    public void Dispose() => _lock.Dispose();
}
