using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// The shape of the value that flows through an ONNX graph, in our order. A graph keeps pictures channels first, or, between two
/// Transposes, channels last; the first operation that depends on the order decides which its input is. A vector that was flattened
/// channels first remembers its picture until a dense layer has put the rows of its weights in our order.
/// </summary>
internal sealed class OnnxPicture
{
    // The graph's own sizes, without the batch, until the order is known.
    private int[]? _undecided;
    private Shape? _input;
    private Shape? _now;
    private bool _channelsLast;

    /// <exception cref="ModelException">The sizes are unknown or too many.</exception>
    public OnnxPicture(IReadOnlyList<long?>? shape)
    {
        if (shape is not { Count: >= 2 and <= 4 } || shape.Skip(1).Any(s => s is null or < 1 or > int.MaxValue))
        {
            var sizes = shape?.Select(s => s is { } size ? FormattableString.Invariant($"{size}") : "?") ?? ["?"];
            throw new ModelException(
                $"the input is [{string.Join(", ", sizes)}], read are [batch, channels, height, width] and [batch, values] with all but "
                    + "the batch known");
        }

        _undecided = [.. shape.Skip(1).Select(s => (int)s!)];
        _ = new Shape(_undecided);
    }

    /// <summary>The input, in our order.</summary>
    public Shape Input
    {
        get
        {
            Decide(channelsLast: LooksChannelsLast);
            return _input!;
        }
    }

    /// <summary>Whether it has a height and a width.</summary>
    public bool IsPicture => _undecided is { Length: > 1 } || _now is { Rank: 3 };

    /// <summary>Number of the graph's axes, with the batch.</summary>
    public int Rank => 1 + (_undecided?.Length ?? _now!.Rank);

    /// <summary>Number of values of a sample.</summary>
    public int Size => new Shape(_undecided ?? _now!.ToArray()).Size;

    /// <summary>Channels of a picture, or values of a vector.</summary>
    public int Channels => _undecided is null ? _now![_now.Rank - 1]
        : _undecided.Length == 1 ? _undecided[0]
        : LooksChannelsLast ? _undecided[^1]
        : _undecided.Length == 2 ? 1
        : _undecided[0];

    /// <summary>
    /// Whether a constant of these sizes has one number for each channel. Broadcasting aligns the last dimensions, so this is [n] for a
    /// vector and for a picture that the graph keeps channels last now, and [c, 1, 1] for one with the channels in the second place.
    /// </summary>
    public bool HasOneForEachChannel(IEnumerable<int> sizes)
    {
        int[] own = [.. sizes.SkipWhile(size => size == 1)];
        var isLast = !IsPicture || (_undecided is null ? _channelsLast : LooksChannelsLast);
        return (isLast ? own is [_] : own is [_, 1, 1]) && own[0] == Channels;
    }

    /// <summary>
    /// The picture if the vector was flattened from it channels first, so that its values are not in our order; otherwise null.
    /// </summary>
    public Shape? Flattened { get; private set; }

    private bool LooksChannelsLast => _undecided is [> 4, _, 1 or 3 or 4];

    /// <summary>The picture height × width × channels, which the graph keeps channels first.</summary>
    /// <exception cref="ModelException">It is no picture, or kept channels last.</exception>
    public Shape Picture(bool anyOrder = false)
    {
        if (!IsPicture)
            throw new ModelException($"needs a picture, the operation before gives {this}");
        Decide(channelsLast: anyOrder && LooksChannelsLast);
        if (_channelsLast && !anyOrder)
            throw new ModelException("reads a picture that the graph keeps channels last");
        return _now!;
    }

    /// <summary>After a layer of ours.</summary>
    /// <exception cref="ModelException">The layer does not fit.</exception>
    public void Apply(Layer layer)
    {
        Decide(channelsLast: LooksChannelsLast);
        if (layer is Dense)
            Flattened = null;
        _now = layer.OutputShape(_now!);
    }

    /// <summary>After a Flatten.</summary>
    public void Flatten()
    {
        var picture = Picture(anyOrder: true);
        Flattened = _channelsLast ? null : picture;
        _channelsLast = false;
        _now = new(picture.Size);
    }

    /// <summary>After a Reshape of the input.</summary>
    /// <exception cref="ModelException">It changes more than the sizes: the order of the values must stay.</exception>
    public void Reshape(long[] target)
    {
        if (_undecided is null || target is not [_, var channels, var height, var width] || channels < 1 || height < 1 || width < 1
            || channels * height * width != Size || (channels > 1 && _undecided.Length > 1))
            throw new ModelException($"to [{string.Join(", ", target)}] is not read here");
        _undecided = [(int)channels, (int)height, (int)width];
        Decide(channelsLast: false);
    }

    /// <summary>After a Transpose.</summary>
    /// <exception cref="ModelException">It does not convert between channels first and channels last.</exception>
    public void Transpose(long[]? axes)
    {
        bool toFirst = axes is [0, 3, 1, 2], toLast = axes is [0, 2, 3, 1];
        if (IsPicture && (toFirst || toLast))
            Decide(channelsLast: toFirst);
        if (!IsPicture || !(toFirst || toLast) || toFirst != _channelsLast)
            throw new ModelException("is none between channels first and channels last");
        _channelsLast = toLast;
    }

    /// <summary>Refuses a vector whose values are in another order than ours.</summary>
    /// <exception cref="ModelException">They are.</exception>
    public void RequireOurOrder()
    {
        if (Flattened is { } picture && picture[2] > 1 && picture.Size > picture[2])
            throw new ModelException($"the values of {picture} come out in another order than ours");
    }

    /// <inheritdoc/>
    public override string ToString() => _undecided is null ? _now!.ToString() : string.Join('×', _undecided);

    private void Decide(bool channelsLast)
    {
        if (_undecided is null)
            return;
        _now = _undecided switch
        {
            [var height, var width] => new(height, width, 1),
            [var a, var b, var c] => channelsLast ? new(a, b, c) : new(b, c, a),
            _ => new(_undecided),
        };
        _channelsLast = channelsLast && _undecided.Length == 3;
        _input = _now;
        _undecided = null;
    }
}
