using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Files;

namespace GpuDigits.Pictures.Photographs;

/// <summary>
/// A set of rendered photographs with their truth. The same count and seed give the same bytes. A third each are digits, numbers and
/// calculations, and each kind of damage befalls all three equally often.
/// </summary>
public static partial class PhotographSet
{
    /// <summary>The most photographs of a set.</summary>
    public const int MostPhotographs = 9999;

    private const uint SceneSeed = 0x5B00_0000;

    private static readonly int Kinds = Enum.GetValues<PhotographKind>().Length;

    /// <summary>Renders photographs into a folder.</summary>
    /// <param name="folder">A new or empty folder, or one of an earlier set, which is replaced.</param>
    /// <param name="count">How many, up to <see cref="MostPhotographs"/>.</param>
    /// <param name="seed">Which ones.</param>
    /// <param name="progress">Called after each one, by any thread.</param>
    /// <param name="cancellation">Stops after the photographs that are being rendered.</param>
    /// <exception cref="OutputPathException">There are files of other kinds in the folder.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ImmutableArray<PhotographTruth> Write(
        string folder, int count, uint seed, Action? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostPhotographs);
        CheckOwn(folder);
        AtomicFile.MakeFolder(folder);
        // An empty truth marks the folder as ours, and the set as not finished.
        PhotographTruth.Write(folder, []);
        foreach (var old in Directory.EnumerateFiles(folder).Where(file => PhotographName().IsMatch(Path.GetFileName(file))))
            File.Delete(old);
        var truth = new PhotographTruth[count];
        Parallel.For(0, count, new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            (truth[i], var bytes) = Render(seed, i);
            AtomicFile.Write(Path.Combine(folder, truth[i].File), stream => stream.Write(bytes));
            progress?.Invoke();
        });
        PhotographTruth.Write(folder, truth);
        return [.. truth];
    }

    /// <summary>Whether a set may be written into a folder: all that is in it is of an earlier set.</summary>
    /// <exception cref="OutputPathException">Something is not.</exception>
    public static void CheckOwn(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!)];
        var isSet = names.Contains(PhotographTruth.FileName);
        if (names.Where(name => !isSet || (name != PhotographTruth.FileName && !PhotographName().IsMatch(name))).Order().FirstOrDefault()
            is { } other)
        {
            throw new OutputPathException($"{folder}: holds {other}, which is no photograph of ours; name a new or an empty folder");
        }
    }

    /// <summary>Renders photograph number <paramref name="index"/> of a seed.</summary>
    internal static (PhotographTruth Truth, byte[] Bytes) Render(uint seed, int index)
    {
        var kind = (PhotographKind)(index % Kinds);
        var place = index / Kinds;
        var names = PhotographDamages.Names.ToArray();
        new PenRandom(seed + SceneSeed, (uint)(place / names.Length)).Shuffle(names.AsSpan());
        var random = new PenRandom(seed + SceneSeed + 1, (uint)index);
        var damages = new PhotographDamages(names[place % names.Length], ref random);
        var writing = PhotographWriting.Of(kind, seed, (uint)place);
        var (ending, bytes) = Photograph.Render(writing, damages, ref random);
        var file = string.Create(CultureInfo.InvariantCulture, $"photo-{index + 1:D4}.{ending}");
        return (new(file, kind, writing.Text, damages.All[0].Name, damages.All), bytes);
    }

    /// <summary>A photograph, or what a killed process left of writing one.</summary>
    [GeneratedRegex(@"^(photo-\d{4}\.(jpg|png|webp)|\.(photo-\d{4}\.(jpg|png|webp)|truth\.jsonl)\..+\.tmp)$")]
    private static partial Regex PhotographName();
}
