using System.Globalization;
using System.Text.RegularExpressions;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// Finds the layer before each batch normalisation of a file. The tensors of a file have no order, so it follows from their names: from
/// consecutive numbers (net.0, net.1), a common parent (block.conv, block.bn) or equal numbers (conv2, bn2), or from the channels, if they
/// fit the layers in only one way. Ambiguous files are refused.
/// </summary>
internal static partial class NormalizationPairs
{
    /// <summary>The normalisation after each layer that has one.</summary>
    /// <param name="layers">The layers in the network's order, with the number of their outputs.</param>
    /// <param name="normals">The normalisations in the natural order of their names.</param>
    /// <exception cref="ModelException">A normalisation follows no layer, or the layer is ambiguous.</exception>
    public static Dictionary<string, NormalTensors> Of(
        IReadOnlyList<(string Key, int Channels)> layers, IReadOnlyList<NormalTensors> normals)
    {
        var pairs = new Dictionary<string, NormalTensors>();
        List<NormalTensors> left = [];
        foreach (var normal in normals)
        {
            if (Named(normal, layers, normals) is not { } key)
                left.Add(normal);
            else
                Pair(key, normal);
        }

        List<(string Key, int Channels)> free = [.. layers.Where(l => !pairs.ContainsKey(l.Key))];
        var ways = new List<int[]>();
        Ways(free, left, [], ways);
        for (var n = 0; n < left.Count; n++)
        {
            var normal = left[n];
            string[] possible = ways is [var only] ? [free[only[n]].Key]
                : [.. free.Where(l => l.Channels == normal.Channels && Number(l.Key) == Number(normal.Key)).Select(l => l.Key)];
            if (ways.Count == 0)
                throw Refused(normal, "fits no convolution or dense layer before it");
            if (possible is not [var key])
                throw Refused(normal, "the names do not tell which layer it stands behind; number it like its layer");
            Pair(key, normal);
        }

        return pairs;

        void Pair(string key, NormalTensors normal)
        {
            if (layers.First(l => l.Key == key).Channels != normal.Channels)
                throw Refused(normal, $"does not fit the layer {ModelFileException.Quote(key)} before it");
            if (!pairs.TryAdd(key, normal))
                throw Refused(normal, $"is the second one behind the layer {ModelFileException.Quote(key)}");
        }
    }

    /// <summary>The layer that follows from the name alone; null if none does.</summary>
    private static string? Named(
        NormalTensors normal, IReadOnlyList<(string Key, int Channels)> layers, IReadOnlyList<NormalTensors> normals)
    {
        if (normal.Owner is { } owner)
            return layers.Any(l => l.Key == owner) ? owner : throw Refused(normal, "belongs to no layer of the network");
        var parent = Parent(normal.Key);
        if (int.TryParse(Last(normal.Key), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var before = parent + (number - 1).ToString(CultureInfo.InvariantCulture);
            if (layers.Any(l => l.Key == before))
                return before;
            if (layers.Any(l => Parent(l.Key) == parent && Last(l.Key).All(char.IsAsciiDigit)))
                throw Refused(normal, "does not come directly behind a convolution or dense layer, so it cannot be folded into one");
        }

        return parent.Length > 0 && normals.Count(n => Parent(n.Key) == parent) == 1 && layers.Where(l => Parent(l.Key) == parent)
            .ToArray() is [var sibling] ? sibling.Key : null;
    }

    /// <summary>Up to two ways to assign the normalisations, in order, to layers, in order, with the same number of channels.</summary>
    private static void Ways(List<(string Key, int Channels)> layers, List<NormalTensors> normals, int[] chosen, List<int[]> found)
    {
        if (chosen.Length == normals.Count)
        {
            found.Add(chosen);
            return;
        }

        int first = chosen.Length == 0 ? 0 : chosen[^1] + 1, last = layers.Count - (normals.Count - chosen.Length);
        for (var l = first; l <= last && found.Count < 2; l++)
        {
            if (layers[l].Channels == normals[chosen.Length].Channels)
                Ways(layers, normals, [.. chosen, l], found);
        }
    }

    private static ModelException Refused(NormalTensors normal, string reason) =>
        new($"tensor {SafetensorsLayers.Describe(normal.Mean)}: its batch normalisation {reason}");

    private static string Parent(string key) => key[..(key.LastIndexOfAny(['.', '/']) + 1)];

    private static string Last(string key) => key[(key.LastIndexOfAny(['.', '/']) + 1)..];

    private static string Number(string key) => TrailingNumber().Match(key).Value;

    [GeneratedRegex("[0-9]*$")]
    private static partial Regex TrailingNumber();
}
