using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Commands;

/// <summary>
/// Saves a trained model. Its weights are kept as soon as there are any. A better model in the same place is replaced only on request. If
/// the path cannot be written, the model goes beside it or into the temporary folder.
/// </summary>
/// <param name="path">The file to write.</param>
/// <param name="replaces">Whether it may replace a better one.</param>
internal sealed class ModelOutput(string path, bool replaces)
{
    private readonly object _gate = new();
    private string? _kept;

    /// <summary>The file that holds the model; null if there is none yet.</summary>
    public string? Path { get; private set; }

    /// <summary>Why it is not in the requested file; null if it is.</summary>
    public string? Remark { get; private set; }

    /// <summary>Saves a model at once under a free name. Later calls do nothing.</summary>
    public void Keep(TrainedModel model)
    {
        lock (_gate)
        {
            if (Path is not null || OutputPath.Resolve(path).IsStream)
                return;
            Path = _kept = Write(model, File.Exists(path) ? [.. Elsewhere()] : [path, .. Elsewhere()]);
        }
    }

    /// <summary>Saves an evaluated model, and then deletes the copy that was kept before.</summary>
    /// <param name="model">The model, with its results.</param>
    /// <param name="isFinal">Whether no other model follows: a pipe takes only one.</param>
    /// <exception cref="IOException">It cannot be written anywhere.</exception>
    public void Save(TrainedModel model, bool isFinal)
    {
        lock (_gate)
        {
            if (!isFinal && OutputPath.Resolve(path).IsStream)
                return;
            var stays = replaces ? null : WhyItStays(model);
            // Another training may have put a better model where this one was kept.
            var kept = stays is not null && _kept == path ? null : _kept;
            _kept = Path = Write(
                model, [.. stays is null ? [path] : Array.Empty<string>(), .. kept is null ? [] : new[] { kept }, .. Elsewhere()]);
            if (kept is not null && kept != Path)
                File.Delete(kept);
            if (stays is not null)
                Remark = $"{path}: holds a model that reads {stays}, and stays; --replace overwrites it";
        }
    }

    /// <summary>What a model at the path reads that the given one does not; null if there is nothing.</summary>
    private string? WhyItStays(TrainedModel model)
    {
        if (At(path) is not { } there || there.Weights.AsSpan().SequenceEqual(model.Weights))
            return null;
        if (Options.ReadsSymbols(there) != Options.ReadsSymbols(model))
            return Options.ReadsSymbols(there) ? "the symbols of calculations" : "single digits";
        return there.Results is { } old && model.Results is { } now && old.Samples == now.Samples && old.Accuracy > now.Accuracy
            ? string.Create(CultureInfo.InvariantCulture, $"more, {old.Accuracy:P2} of {old.Samples:N0} digits")
            : null;
    }

    /// <summary>The model in a file; null if there is none, or what is there is none of ours.</summary>
    public static TrainedModel? At(string path)
    {
        try
        {
            return File.Exists(path) && !OutputPath.Resolve(path).IsStream ? TrainedModel.Load(path) : null;
        }
        catch (Exception e) when (e is ModelFileException or ModelException)
        {
            return null;
        }
    }

    /// <summary>Free names beside the path, unless that is a pipe or device, and in the temporary folder.</summary>
    private IEnumerable<string> Elsewhere()
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path), extension = System.IO.Path.GetExtension(path);
        string[] folders = OutputPath.Resolve(path).IsStream ? [] : [System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!];
        foreach (var folder in folders.Append(System.IO.Path.GetTempPath()))
        {
            yield return Enumerable.Range(2, int.MaxValue - 2)
                .Select(n => System.IO.Path.Combine(folder, FormattableString.Invariant($"{name}-{n}{extension}")))
                .First(p => !System.IO.Path.Exists(p));
        }
    }

    private string Write(TrainedModel model, IEnumerable<string> candidates)
    {
        IOException? first = null;
        foreach (var candidate in candidates)
        {
            try
            {
                model.Save(candidate);
                Remark = first?.Message;
                return candidate;
            }
            catch (IOException e)
            {
                first ??= e;
            }
        }

        throw first!;
    }
}
