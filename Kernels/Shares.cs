using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Values [offset, offset + size) of a flat buffer as the sum of shares [slices, size] that the groups of an earlier kernel left. Size 0: nothing.
/// </summary>
public readonly struct Shares(ArrayView<float> values, int offset, int size, int slices)
{
    private readonly ArrayView<float> _values = values;

    /// <summary>The first value's place.</summary>
    public readonly int Offset = offset;

    /// <summary>Number of values.</summary>
    public readonly int Size = size;

    /// <summary>Number of shares of each.</summary>
    public readonly int Slices = slices;

    /// <summary>Whether one of so many places of the flat buffer is among them.</summary>
    public bool Touch(int place, int count) => place < Offset + Size && Offset < place + count;

    /// <summary>The sum of a value's shares, in order.</summary>
    public float SumOf(int value)
    {
        float sum = 0.0f;
        for (int slice = 0; slice < Slices; slice++)
            sum += _values[(slice * Size) + value];
        return sum;
    }
}

/// <summary>The shares of up to eight layers, numbered one behind the other.</summary>
public readonly struct ShareList(Shares a, Shares b, Shares c, Shares d, Shares e, Shares f, Shares g, Shares h)
{
    /// <summary>How many there may be.</summary>
    public const int Most = 8;

    private readonly Shares _a = a;
    private readonly Shares _b = b;
    private readonly Shares _c = c;
    private readonly Shares _d = d;
    private readonly Shares _e = e;
    private readonly Shares _f = f;
    private readonly Shares _g = g;
    private readonly Shares _h = h;
    private readonly int _endA = a.Size;
    private readonly int _endB = a.Size + b.Size;
    private readonly int _endC = a.Size + b.Size + c.Size;
    private readonly int _endD = a.Size + b.Size + c.Size + d.Size;
    private readonly int _endE = a.Size + b.Size + c.Size + d.Size + e.Size;
    private readonly int _endF = a.Size + b.Size + c.Size + d.Size + e.Size + f.Size;
    private readonly int _endG = a.Size + b.Size + c.Size + d.Size + e.Size + f.Size + g.Size;

    /// <summary>Values in all.</summary>
    public int Size => _endG + _h.Size;

    /// <summary>Whether one of so many places of the flat buffer is among them.</summary>
    public bool Touch(int place, int count) =>
        _a.Touch(place, count) || _b.Touch(place, count) || _c.Touch(place, count) || _d.Touch(place, count)
        || _e.Touch(place, count) || _f.Touch(place, count) || _g.Touch(place, count) || _h.Touch(place, count);

    /// <summary>Those that hold a number.</summary>
    public Shares At(int number) =>
        number < _endA ? _a : number < _endB ? _b : number < _endC ? _c : number < _endD ? _d
        : number < _endE ? _e : number < _endF ? _f : number < _endG ? _g : _h;

    /// <summary>The first number of those that hold a number.</summary>
    public int Before(int number) =>
        number < _endA ? 0 : number < _endB ? _endA : number < _endC ? _endB : number < _endD ? _endC
        : number < _endE ? _endD : number < _endF ? _endE : number < _endG ? _endF : _endG;
}
