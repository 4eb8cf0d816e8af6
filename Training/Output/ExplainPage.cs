using System.Globalization;
using System.Net;
using System.Text;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures;

namespace GpuDigits.Training.Output;

/// <summary>
/// The page of <c>explain</c>. Each picture is written once for each theme. <c>index.html</c> shows the one of the reader's theme and
/// explains it. The page works offline: no scripts, no fonts, nothing from elsewhere.
/// </summary>
/// <param name="folder">The folder to write to.</param>
/// <param name="cancellation">Stops between two pictures with an <see cref="OperationCanceledException"/>.</param>
internal sealed class ExplainPage(string folder, CancellationToken cancellation)
{
    private static readonly (string Name, string Text)[] Layers =
    [
        ("conv2d", "A feature map for each filter: how well the picture fits it, place by place. Grey goes from the layer's lowest value "
            + "to its highest."),
        ("max_pooling2d", "Of each window only the largest number stays: whether the feature was there, not to the pixel where."),
        ("average_pooling2d", "Of each window the mean stays."),
        ("re_lu", "What was below zero is zero now; the rest is as it was."),
        ("dense", "Each number is a sum over all numbers of the layer before, each times a weight of its own, and a bias."),
        ("", "Grey goes from the layer's lowest value to its highest."),
    ];

    private readonly List<string> _names = [];

    /// <summary>Pictures written, each in two themes.</summary>
    public int Pictures => _names.Count;

    /// <summary>Writes a picture: NAME.png, and NAME-dark.png.</summary>
    public void Add<T>(string name, T shown, Func<T, SheetTheme, SheetCanvas> draw)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var theme in SheetTheme.All)
        {
            using var sheet = draw(shown, theme);
            sheet.SavePng(Path.Combine(folder, FileOf(name, theme)));
        }

        _names.Add(name);
    }

    /// <summary>Writes the page of a network that reads the digit with this probability.</summary>
    public void Write(Sequential network, int digit, float probability)
    {
        var body = new StringBuilder();
        foreach (var name in _names)
        {
            (var title, var text) = Explain(name, network);
            var file = WebUtility.HtmlEncode(name);
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <section>
                <h2>{WebUtility.HtmlEncode(title)}</h2>
                <p>{text}</p>
                <figure><a href="{file}.png"><picture>
                <source srcset="{file}-dark.png" media="(prefers-color-scheme: dark)">
                <img src="{file}.png" alt="{WebUtility.HtmlEncode(title)}" loading="lazy"></picture></a></figure>
                </section>

                """);
        }

        var lead = string.Create(
            CultureInfo.InvariantCulture,
            $"The network reads this digit as <b>{digit}</b>, with a probability of {probability * 100:F1} %. Every number in the pictures "
                + $"is one that it computed on the way.");
        var html = Template.Replace("$lead", lead, StringComparison.Ordinal).Replace("$body", body.ToString(), StringComparison.Ordinal);
        AtomicFile.Write(Path.Combine(folder, "index.html"), stream => stream.Write(Encoding.UTF8.GetBytes(html)));
    }

    private static string FileOf(string name, SheetTheme theme) => theme == SheetTheme.Dark ? $"{name}-dark.png" : $"{name}.png";

    private static (string Title, string Text) Explain(string name, Sequential network) => name.Split('-')[0] switch
    {
        "architecture" =>
            ("The network",
                $"From top to bottom: each layer with the shape of what it gives, the numbers it has learnt, the multiplications it does, "
                    + $"the memory it takes, and its time for one digit, layer by layer. {Shares(LayerCost.Count(network))}"),
        "filters" when name == "filters-lab" =>
            ("What a filter does",
                "A filter is a small square of numbers. It is laid over every window of the picture, each number times the pixel under it, "
                    + "all products added: where the picture looks like the filter, the sum is high. The stride is the step between "
                    + "windows; <i>valid</i> keeps the window inside, <i>same</i> first puts zeros around the picture."),
        "filters" => ($"The filters that {name.Split('-')[1]} has learnt",
            "Nobody drew these: they began as noise, and training moved each number to where fewer digits were misread."),
        "layer" when name.EndsWith("-input", StringComparison.Ordinal) =>
            ("The picture, as the network gets it", "A number for each pixel, from 0 (black) to 1 (white)."),
        "layer" => ($"What {name.Split('-')[2]} gives",
            Layers.First(layer => name.Split('-')[2].StartsWith(layer.Name, StringComparison.Ordinal)).Text),
        "follow" => ($"One number of {name.Split('-')[1]}, followed back",
            "The highest number of a map. The frame on the left is all that it was computed from."),
        "contributions" =>
            ("Where the answer comes from",
                "Each logit is a sum: value times weight for every number of the layer before, and a bias. Followed back to the pixels "
                    + "(gradient × input), the sum becomes a picture of what spoke for the digit, and what against."),
        "softmax" =>
            ("From logits to probabilities",
                "exp makes every logit positive, dividing by the sum makes them add up to one. The largest logit is taken off first: that "
                    + "changes no quotient and keeps exp from overflowing."),
        "augmentation" =>
            ("What training can show a network",
                "Each time that a digit is trained on, this program can turn, slant, stretch, shift, bend, thicken or thin it a little, so "
                    + "that no two epochs see the same picture, and the network learns the digit and not the pixels."),
        "curves" => ("How it learnt", "Loss and accuracy after each pass over the training digits."),
        "confusion" => ("How well it reads", "A row for each digit that was written, a column for each that was read."),
        _ => ("More", ""),
    };

    /// <summary>The parameters and multiplications of a network by kind of layer.</summary>
    private static string Shares(IReadOnlyList<LayerCost> costs)
    {
        long parameters = costs.Sum(c => (long)c.Parameters), products = costs.Sum(c => c.MultiplyAdds);
        string[] kinds =
        [
            .. costs.Where(c => c.Parameters > 0).GroupBy(c => Kind(c.Layer.Layer))
                .OrderByDescending(kind => kind.Sum(c => (long)c.Parameters)).Select(kind => string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Sum(c => (long)c.Parameters):N0} in {Counted(kind.Count(), kind.Key)}, which {(kind.Count() == 1 ? "does" : "do")} "
                    + $"{Share(kind.Sum(c => c.MultiplyAdds), products)} of the multiplications")),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"Of its {parameters:N0} parameters there are {string.Join("; ", kinds)}.");
    }

    private static string Kind(Layer layer) => layer switch
    {
        Dense => "dense layer",
        Conv2D => "convolution",
        BatchNormalization => "batch normalisation",
        _ => "other layer",
    };

    private static string Counted(int count, string kind) =>
        count == 1 ? $"the {kind}" : string.Create(CultureInfo.InvariantCulture, $"the {count} {kind}s");

    private static string Share(long part, long all) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, all):F1} %");

    private const string Template = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>What the network sees</title>
        <style>
        :root { --paper: #fff; --text: #171a21; --dim: #5c6473; --line: #e0e3ea; --accent: #2f5fd0 }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #101216; --text: #edeff3; --dim: #9aa3b2; --line: #262a33; --accent: #7aa7ff }
        }
        * { box-sizing: border-box }
        body { margin: 0 auto; padding: 3rem 1.25rem 5rem; max-width: 43rem; background: var(--paper); color: var(--text);
               font: 1.05rem/1.6 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; letter-spacing: -.02em }
        h2 { font-size: 1.3rem; margin: 0 0 .5rem; letter-spacing: -.01em }
        section { margin-top: 3rem; padding-top: 2rem; border-top: 1px solid var(--line) }
        p { margin: 0 0 1rem; color: var(--dim) }
        b { color: var(--accent) }
        figure { margin: 1.5rem 0 }
        img { display: block; width: 100%; height: auto }
        </style>
        </head>
        <body>
        <h1>What the network sees</h1>
        <p>$lead</p>
        $body
        </body>
        </html>

        """;
}
