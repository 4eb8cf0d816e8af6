namespace GpuDigits.Engine.Reading;

/// <summary>Another label for a window of a division.</summary>
/// <param name="At">The window's place in the division.</param>
/// <param name="Label">The label's class.</param>
/// <param name="Price">How much less probable it is: a logarithm.</param>
internal readonly record struct Relabel(int At, int Label, float Price);

/// <summary>A division with a label for each window.</summary>
/// <param name="Division">The windows.</param>
/// <param name="Labels">A class for each window.</param>
/// <param name="Score">The division's, less the price of labels that are not its best.</param>
internal sealed record Labelling(Segmentation Division, int[] Labels, float Score)
{
    /// <summary>Equal where the strokes and the labels are.</summary>
    public string Key => string.Join(' ', Division.Windows.Select((one, at) => $"{string.Join(',', one.Window.Strokes)}:{Labels[at]}"));

    /// <summary>The labels that are best for the networks.</summary>
    public static Labelling Of(Segmentation division) =>
        new(division, [.. division.Windows.Select(one => one.Best)], division.Score);

    /// <summary>Whether a window has this label.</summary>
    public bool Has(JudgedWindow window, int label)
    {
        var at = Division.Windows.IndexOf(window);
        return at >= 0 && Labels[at] == label;
    }

    /// <summary>The likeliest other labels of each window, the cheapest first.</summary>
    /// <param name="ranks">How many of a window's likeliest labels are looked at.</param>
    public IEnumerable<Relabel> Others(int ranks) => Division.Windows
        .SelectMany((one, at) => one.Ranked().Take(ranks).Where(label => label != Labels[at])
            .Select(label => new Relabel(at, label, one.Classes[Labels[at]] - one.Classes[label])))
        .OrderBy(one => one.Price);

    /// <summary>With other labels.</summary>
    public Labelling With(params ReadOnlySpan<Relabel> changes)
    {
        int[] labels = [.. Labels];
        var score = Score;
        foreach (var (at, label, price) in changes)
        {
            labels[at] = label;
            score -= price;
        }

        return new(Division, labels, score);
    }

    /// <summary>How a symbol of a formula is written with these labels.</summary>
    public string Write(SymbolPart part) =>
        (Alphabet.Shapes[Labels[part.Symbol]] is var shape && shape == '.' && part.Label == '·' ? part.Label : shape).ToString();
}
