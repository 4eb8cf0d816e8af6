using System.Numerics;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// One person's hand: which skeletons it prefers, how large and how close together it writes. Lengths are in digit heights.
/// </summary>
internal sealed class SyntheticHand
{
    /// <summary>The share of symbols that are written in another way than the person usually does.</summary>
    private const float Exception = 0.1f;

    private readonly PenHabits _habits;
    private readonly PenSkeleton[] _skeletons = new PenSkeleton[Alphabet.None];
    private readonly float[] _sizes = new float[Alphabet.None];
    private readonly float[] _shifts = new float[Alphabet.None];
    private readonly float _sizeVariation;
    private PenRandom _random;

    public SyntheticHand(uint seed, uint index)
    {
        _habits = new(seed + 1, index);
        _random = new(seed, index);
        _sizeVariation = _random.Between(0.02f, 0.11f);
        for (var shape = 0; shape < Alphabet.None; shape++)
        {
            var label = Alphabet.Shapes[shape];
            _skeletons[shape] = SyntheticSymbols.Choose(label, _random.Uniform());
            var (mean, spread) = UsualSize(label);
            _sizes[shape] = mean * PortableMath.Exp(_random.Spread(spread));
            _shifts[shape] = _random.Spread(0.05f);
        }

        // Most people write digits close together and leave more room around operators.
        DigitGap = _random.Between(-0.06f, 0.48f) + 0.5f * PortableMath.Pow(_random.Uniform(), 3) - 0.25f * MathF.Abs(_habits.Slant);
        OperatorGap = DigitGap + _random.Between(-0.05f, 0.2f) + 0.8f * PortableMath.Pow(_random.Uniform(), 2);
        GapVariation = _random.Between(0.02f, 0.12f);
        Drift = _random.Between(0.005f, 0.07f);
        Slope = _random.Spread(0.03f);
        ExponentSize = _random.Between(0.5f, 0.95f);
        ExponentDrop = _random.Between(-0.2f, 0.5f);
        FractionSize = _random.Between(0.65f, 1.05f);
        FractionGap = _random.Between(0.03f, 0.6f);
        RootSize = _random.Between(0.75f, 1);
        BracketMargin = _random.Between(-0.1f, 0.24f);
        SlashShift = _random.Chance(0.25f) ? _random.Between(0.1f, 0.5f) : 0;
        DecimalMark = _random.Chance(0.04f) ? ',' : '.';
    }

    /// <summary>Between the ink of two digits; negative where the boxes around them overlap.</summary>
    public float DigitGap { get; }

    /// <summary>Between the ink of an operator and its neighbours.</summary>
    public float OperatorGap { get; }

    /// <summary>Standard deviation of the gaps.</summary>
    public float GapVariation { get; }

    /// <summary>Standard deviation of the change of the base line from one symbol to the next.</summary>
    public float Drift { get; }

    /// <summary>How far the line falls per unit to the right.</summary>
    public float Slope { get; }

    /// <summary>Size of an exponent relative to its base.</summary>
    public float ExponentSize { get; }

    /// <summary>How far an exponent's ink reaches below the upper edge of its base.</summary>
    public float ExponentDrop { get; }

    /// <summary>Size of numerators and denominators relative to the line.</summary>
    public float FractionSize { get; }

    /// <summary>Between a fraction bar and what stands above and below it.</summary>
    public float FractionGap { get; }

    /// <summary>Size of what stands under a root relative to the line.</summary>
    public float RootSize { get; }

    /// <summary>How far brackets reach beyond their content, above and below.</summary>
    public float BracketMargin { get; }

    /// <summary>How far the numbers before and after a slash are moved up and down.</summary>
    public float SlashShift { get; }

    /// <summary>A point or a comma.</summary>
    public char DecimalMark { get; }

    /// <summary>Writes a symbol at its place on a line whose middle is y = 0 and whose digits have the given size.</summary>
    public InkBox Write(int symbol, char label, float size)
    {
        var shape = label == '·' ? '.' : label;
        var scale = size * _sizes[Alphabet.ClassOf(shape)] * PortableMath.Exp(_random.Spread(_sizeVariation));
        var middle = label is '+' or '-' or '×' or '÷' or '=' or '*' or '/';
        // Signs grow around the middle of the line, everything else from the base line.
        var (from, to) = middle ? (0.55f, 0.05f) : (1, 0.5f);
        to += _shifts[Alphabet.ClassOf(shape)];
        var box = Box(symbol, Trace(Skeleton(shape), _habits), at => new(at.X * scale, (at.Y - from) * scale + to * size));
        if (label == '·')
            box.Move(new(0, _random.Spread(0.07f) * size - box.Bounds.Center.Y));
        return box;
    }

    /// <summary>Writes a bracket from one height to another.</summary>
    public InkBox WriteBracket(int symbol, char label, float top, float bottom, float size)
    {
        var natural = Box(symbol, Trace(Skeleton(label), _habits), at => at);
        var height = bottom - top;
        // A tall bracket is wider, but not in proportion.
        var scale = new Vector2(size * PortableMath.Pow(height / (1.4f * size), 0.3f), height / natural.Bounds.Size.Y);
        return natural.Map(at => new(at.X * scale.X, top + (at.Y - natural.Bounds.Min.Y) * scale.Y));
    }

    /// <summary>Writes a minus or a fraction bar of the given length from x = 0 on, at y = 0.</summary>
    public InkBox WriteBar(int symbol, float length, float size)
    {
        var skeleton = Skeleton('-').Lengthened(0, length / size / 0.55f);
        var box = Box(symbol, Trace(skeleton, _habits with { Width = 1, Slant = 0, Turn = _habits.Turn / 3 }), at => at * size);
        return box.Map(at => at - new Vector2(box.Bounds.Min.X, box.Bounds.Center.Y));
    }

    /// <summary>Writes a root whose bar begins at about x = 0 and has the given length.</summary>
    public InkBox WriteRoot(int symbol, float length, float top, float bottom)
    {
        var height = bottom - top;
        var skeleton = Skeleton('√').Lengthened(SymbolSkeletons.RootBar, length / height / SymbolSkeletons.RootBarLength);
        var box = Box(symbol, Trace(skeleton, _habits with { Width = 1, Slant = _habits.Slant / 2, Turn = _habits.Turn / 3 }), at => at);
        var scale = height / box.Bounds.Size.Y;
        return box.Map(at => new((at.X - box.Bounds.Max.X) * height + length, top + (at.Y - box.Bounds.Min.Y) * scale));
    }

    private PenSkeleton Skeleton(char shape) => _random.Chance(Exception)
        ? SyntheticSymbols.Choose(shape, _random.Uniform())
        : _skeletons[Alphabet.ClassOf(shape)];

    private List<List<Vector2>> Trace(PenSkeleton skeleton, PenHabits habits) =>
        new Penmanship(skeleton, _random.Fork(), habits).Trace();

    private static InkBox Box(int symbol, List<List<Vector2>> paths, Func<Vector2, Vector2> map)
    {
        var box = new InkBox();
        foreach (var path in paths)
            box.Add(symbol, path.ConvertAll(at => map(at)));
        return box;
    }

    /// <summary>A person's mean size of a shape relative to its skeleton, and the logarithmic deviation of that between people.</summary>
    private static (float Mean, float Spread) UsualSize(char label) => label switch
    {
        '0' => (0.8f, 0.2f),
        '1' or '7' or '/' => (1.05f, 0.1f),
        '.' => (1.3f, 0.35f),
        ',' => (1.4f, 0.25f),
        '-' => (1, 0.3f),
        '=' => (1.03f, 0.22f),
        '÷' => (1.35f, 0.25f),
        '+' or '×' or '*' => (0.91f, 0.2f),
        _ => (1, 0.07f),
    };
}
