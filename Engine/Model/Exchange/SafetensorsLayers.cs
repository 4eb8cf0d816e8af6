using System.Globalization;
using System.Text.RegularExpressions;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>The tensors of a convolution or dense layer in another tool's file.</summary>
internal sealed record LinearTensors(string Key, SafetensorsTensor Weight, SafetensorsTensor? Bias);

/// <summary>The vectors of a batch normalisation in another tool's file; a scale or shift that it was trained without is null.</summary>
/// <param name="Key">The prefix of the names of its tensors.</param>
/// <param name="Owner">The key of the layer before it, if the names say it.</param>
/// <param name="Gamma">The scale.</param>
/// <param name="Beta">The shift.</param>
/// <param name="Mean">The moving mean.</param>
/// <param name="Variance">The moving variance.</param>
/// <param name="Epsilon">The default of the tool that uses such names, because the file does not hold it.</param>
internal sealed record NormalTensors(
    string Key, string? Owner, SafetensorsTensor? Gamma, SafetensorsTensor? Beta, SafetensorsTensor Mean, SafetensorsTensor Variance,
    double Epsilon)
{
    public int Channels => Mean.Shape[0];
}

/// <summary>
/// The tensors of another tool's file, grouped to layers by their names: <c>weight</c> or <c>kernel</c> with <c>bias</c>; <c>gamma</c>,
/// <c>beta</c> (or a vector <c>weight</c> and <c>bias</c>) with <c>running_mean</c>, <c>running_var</c> or <c>moving_mean</c>,
/// <c>moving_variance</c>. If the names are numbers, a matrix begins a layer, one vector after it is its bias, and four vectors are those
/// of a normalisation. Any other float tensor is refused.
/// </summary>
internal sealed partial class SafetensorsLayers
{
    private const double PyTorchEpsilon = 1e-5, KerasEpsilon = 1e-3;

    private readonly List<LinearTensors> _linear = [];
    private readonly List<NormalTensors> _normal = [];

    /// <exception cref="ModelException">A float tensor is no part of a layer that we know.</exception>
    public SafetensorsLayers(SafetensorsFile file)
    {
        var named = new Dictionary<string, Dictionary<string, SafetensorsTensor>>();
        var numbered = new Dictionary<string, SortedDictionary<int, SafetensorsTensor>>();
        foreach (var tensor in file.Tensors)
        {
            if (Role().Match(tensor.Name) is { Success: true } m)
            {
                var key = m.Groups["key"].Value.TrimEnd('.', '/', '_') + m.Groups["number"].Value;
                if (!Of(named, key).TryAdd(RoleOf(m.Groups["role"].Value), tensor))
                    RefuseFloat(tensor, "a second one of its kind in its layer");
            }
            else if (Place().Match(tensor.Name) is { Success: true } p
                && int.TryParse(p.Groups["place"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                if (!Of(numbered, p.Groups["key"].Value).TryAdd(place, tensor))
                    RefuseFloat(tensor, "a second one of its number");
            }
            else
            {
                RefuseFloat(
                    tensor, "its name is neither that of weights and biases nor that of a batch normalisation (of a parametrization, "
                        + "remove it before saving)");
            }
        }

        foreach (var (key, tensors) in named)
            Add(key, tensors);
        foreach (var (key, tensors) in numbered)
            Add(key, [.. tensors.Values]);
        _linear.Sort((a, b) => Natural(a.Key, b.Key));
        _normal.Sort((a, b) => Natural(a.Key, b.Key));
    }

    /// <summary>Convolutions and dense layers in the natural order of their names (conv2 before conv10).</summary>
    public IReadOnlyList<LinearTensors> Linear => _linear;

    /// <summary>Batch normalisations in the natural order of their names.</summary>
    public IReadOnlyList<NormalTensors> Normal => _normal;

    /// <summary>
    /// Whether a tensor holds floats, so that it must not be ignored: those that are read, other lengths of them, and complex numbers.
    /// </summary>
    public static bool IsFloat(SafetensorsTensor tensor) => tensor.TypeName is ['F' or 'C', ..] or ['B', 'F', ..];

    /// <summary>A tensor's name and shape, for messages.</summary>
    public static string Describe(SafetensorsTensor tensor) =>
        $"{ModelFileException.Quote(tensor.Name)} [{string.Join(", ", tensor.Shape)}]";

    private void Add(string key, Dictionary<string, SafetensorsTensor> tensors)
    {
        SafetensorsTensor? Take(string role) => tensors.Remove(role, out var tensor) ? tensor : null;
        if (tensors.TryGetValue("weight", out var weight) && weight.Shape.Length > 1)
        {
            _linear.Add(new(key, Take("weight")!, Take("bias")));
            weight = null;
        }

        var isKeras = tensors.Keys.Any(role => role is "gamma" or "beta")
            || tensors.Values.Any(t => t.Name.Contains("moving_", StringComparison.OrdinalIgnoreCase));
        if (tensors.TryGetValue("mean", out var mean) && tensors.TryGetValue("variance", out var variance))
        {
            var owner = _linear.Count > 0 && _linear[^1].Key == key ? key : null;
            AddNormal(new(key, owner, Take("gamma") ?? Take("weight"), Take("beta") ?? Take("bias"), mean, variance,
                isKeras ? KerasEpsilon : PyTorchEpsilon));
            tensors.Remove("mean");
            tensors.Remove("variance");
        }

        foreach (var left in tensors.Values)
            RefuseFloat(
                left, "neither the bias of a layer nor one of the four vectors of a batch normalisation (a PReLU's slopes or a scale have "
                    + "no place in our layers)");
    }

    private void Add(string key, SafetensorsTensor[] tensors)
    {
        var layer = key.EndsWith("vars", StringComparison.Ordinal) ? key[..^4].TrimEnd('/', '.') : key;
        for (var at = 0; at < tensors.Length;)
        {
            var weight = tensors[at].Shape.Length > 1 ? tensors[at++] : null;
            SafetensorsTensor[] vectors = [.. tensors[at..].TakeWhile(t => t.Shape.Length == 1)];
            // A layer is called by its first tensor's name where several lie under one key.
            var own = weight is null || tensors.Count(t => t.Shape.Length > 1) == 1 ? layer : weight.Name;
            var hasBias = weight is not null && vectors.Length is 1 or 5;
            if (weight is not null)
                _linear.Add(new(own, weight, hasBias ? vectors[0] : null));
            switch (hasBias ? vectors[1..] : vectors)
            {
                case []:
                    break;
                case [var gamma, var beta, var mean, var variance]:
                    AddNormal(new(own, weight is null ? null : own, gamma, beta, mean, variance, KerasEpsilon));
                    break;
                case [var first, ..]:
                    RefuseFloat(first, "whether it is a bias or a part of a batch normalisation cannot be told");
                    break;
            }

            at += vectors.Length;
            if (weight is null && vectors.Length == 0)
                RefuseFloat(tensors[at++], "a single number, which is no weight");
        }
    }

    private void AddNormal(NormalTensors normal)
    {
        foreach (var tensor in (SafetensorsTensor?[])[normal.Gamma, normal.Beta, normal.Variance, normal.Mean])
        {
            if (tensor is not null && (tensor.Shape is not [var count] || normal.Mean.Shape is not [var channels] || count != channels))
                throw new ModelException($"tensor {Describe(tensor)} is no vector of the batch normalisation "
                    + $"{ModelFileException.Quote(normal.Key)}, whose mean is [{string.Join(", ", normal.Mean.Shape)}]");
        }

        _normal.Add(normal);
    }

    /// <summary>Passes over counters and other whole numbers; what may hold weights is refused.</summary>
    private static void RefuseFloat(SafetensorsTensor tensor, string reason)
    {
        if (IsFloat(tensor))
            throw new ModelException($"tensor {Describe(tensor)} is not used: {reason}");
    }

    private static string RoleOf(string role) => role.ToUpperInvariant() switch
    {
        "GAMMA" => "gamma",
        "BETA" => "beta",
        "BIAS" or "B" => "bias",
        var name when name.EndsWith("MEAN", StringComparison.Ordinal) => "mean",
        var name when name.EndsWith("VAR", StringComparison.Ordinal) || name.EndsWith("VARIANCE", StringComparison.Ordinal) => "variance",
        _ => "weight",
    };

    private static TValue Of<TValue>(Dictionary<string, TValue> groups, string key)
        where TValue : new() => groups.TryGetValue(key, out var group) ? group : groups[key] = new();

    private static int Natural(string a, string b) => string.CompareOrdinal(Padded(a), Padded(b));

    private static string Padded(string key) => Digits().Replace(key, d => d.Value.PadLeft(9, '0'));

    [GeneratedRegex(
        "^(?<key>.*?)(?<=^|[./_])(?<role>weight|kernel|filters?|w|bias|b|gamma|beta|(?:moving_|running_)?"
            + "(?:mean|variance|var))(?<number>[0-9]*)(?::[0-9]+)?$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Role();

    [GeneratedRegex("^(?:(?<key>.*)[./_])?(?<place>[0-9]{1,9})(?::[0-9]+)?$", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("[0-9]{1,9}")]
    private static partial Regex Digits();
}
