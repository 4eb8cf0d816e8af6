using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Train;

/// <summary>
/// How well the shape network reads single symbols, without their neighbours. Signs of one shape (a dot, a comma and a small one) cannot
/// all be told apart so.
/// </summary>
public sealed class SymbolEvaluation
{
    private readonly SortedDictionary<string, (int Samples, int Right)> _byLabel = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Meant, char Read), int> _confusions = [];

    /// <summary>Symbols of the alphabet.</summary>
    public int Samples { get; private set; }

    /// <summary>Those that were read as what they are.</summary>
    public int Right { get; private set; }

    /// <summary>Symbols of other alphabets; they count nowhere else.</summary>
    public int Others { get; private set; }

    /// <summary>For each label of the alphabet: how many there are, and how many were read as it.</summary>
    public IReadOnlyDictionary<string, (int Samples, int Right)> ByLabel => _byLabel;

    /// <summary>What was taken for what, the most frequent first.</summary>
    public IEnumerable<(string Meant, char Read, int Count)> Confusions => _confusions.OrderByDescending(one => one.Value)
        .ThenBy(one => one.Key).Select(one => (one.Key.Meant, one.Key.Read, one.Value));

    /// <summary>Reads symbols.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SymbolEvaluation Run(
        IEnumerable<SymbolSample> samples, ISymbolClassifier symbols, CancellationToken cancellation = default)
    {
        var evaluation = new SymbolEvaluation();
        foreach (var batch in samples.Chunk(Evaluation.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            var shapes = symbols.ReadShapes([.. batch.Select(sample => DigitPreparation.Picture(sample.Strokes))]);
            for (var i = 0; i < batch.Length; i++)
                evaluation.Add(batch[i].Label, Numbers.ArgMax(shapes.AsSpan(i * Alphabet.None, Alphabet.None)));
        }

        return evaluation;
    }

    private void Add(string label, int read)
    {
        var meant = label.Length == 1 ? Alphabet.ClassOf(label[0]) : -1;
        if (meant < 0)
        {
            Others++;
            return;
        }

        var right = meant == read ? 1 : 0;
        Samples++;
        Right += right;
        var (samples, rights) = _byLabel.GetValueOrDefault(label);
        _byLabel[label] = (samples + 1, rights + right);
        if (right == 0)
            _confusions[(label, Alphabet.Shapes[read])] = _confusions.GetValueOrDefault((label, Alphabet.Shapes[read])) + 1;
    }
}
