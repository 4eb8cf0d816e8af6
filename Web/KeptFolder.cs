namespace GpuDigits.Web;

/// <summary>
/// A folder of the runtime's file system, which ends with the page; the browser keeps its files from one visit to the next.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class KeptFolder(string path)
{
    /// <summary>The files that the browser has.</summary>
    private readonly Dictionary<string, (long Length, DateTime Written)> _known = [];

    /// <summary>Takes a file of an earlier visit.</summary>
    public void Take(string name, byte[] content)
    {
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, name), content);
        Remember();
    }

    /// <summary>Has the browser keep what has changed since.</summary>
    public void Keep()
    {
        var before = _known.ToDictionary();
        Remember();
        foreach (var (name, state) in _known)
            if (!before.TryGetValue(name, out var known) || known != state)
                Browser.Keep(name, File.ReadAllBytes(Path.Combine(path, name)));
        foreach (var gone in before.Keys.Except(_known.Keys))
            Browser.Forget(gone);
    }

    /// <summary>The browser could not keep a file as it is, or forget it: it is tried again next time.</summary>
    public void Doubt(string name) => _known[name] = default;

    private void Remember()
    {
        _known.Clear();
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
            return;
        foreach (var file in folder.EnumerateFiles().Where(file => file.Extension is not (".lock" or ".tmp")))
            _known[file.Name] = (file.Length, file.LastWriteTimeUtc);
    }
}
