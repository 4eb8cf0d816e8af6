using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Values [offset, offset + size) of a flat buffer as the sum of the shares [slices, stride] that the groups of an earlier kernel stored.
/// If size is 0, there are none.
/// </summary>
public readonly struct Shares(ArrayView<float> values, int offset, int size, int slices, int stride)
{
    private readonly ArrayView<float> _values = values;
    private readonly int _slices = slices;
    private readonly int _stride = stride;
    private readonly int _fours = offset % Float4.Width == 0 && stride % Float4.Width == 0 && Float4.IsAligned(values) ? 1 : 0;

    /// <summary>Position of the first value.</summary>
    public readonly int Offset = offset;

    /// <summary>Number of values.</summary>
    public readonly int Size = size;

    /// <summary>Whether these values overlap [place, place + count).</summary>
    public bool Touch(int place, int count) => place < Offset + Size && Offset < place + count;

    /// <summary>Whether these values contain [place, place + 4) and can be read four at a time; place is a multiple of four.</summary>
    public bool HoldFour(int place) => _fours != 0 && place >= Offset && place + Float4.Width <= Offset + Size;

    /// <summary>The sum of the shares at a position, in order.</summary>
    public float SumOf(int place)
    {
        var sum = 0.0f;
        for (var slice = 0; slice < _slices; slice++)
            sum += _values[(slice * _stride) + place - Offset];
        return sum;
    }

    /// <summary>The sums of the shares at four positions, in order.</summary>
    public Float4 SumOfFour(int place)
    {
        var sum = default(Float4);
        var fours = _values.Cast<Float4>();
        for (var slice = 0; slice < _slices; slice++)
            sum = sum.Plus(1.0f, fours[((slice * _stride) + place - Offset) / Float4.Width]);
        return sum;
    }
}

/// <summary>The shares of up to eight layers.</summary>
public readonly struct ShareList(Shares a, Shares b, Shares c, Shares d, Shares e, Shares f, Shares g, Shares h)
{
    /// <summary>Largest number of shares.</summary>
    public const int Most = 8;

    private readonly Shares _a = a;
    private readonly Shares _b = b;
    private readonly Shares _c = c;
    private readonly Shares _d = d;
    private readonly Shares _e = e;
    private readonly Shares _f = f;
    private readonly Shares _g = g;
    private readonly Shares _h = h;

    /// <summary>The first share that overlaps [place, place + count), otherwise the last.</summary>
    public Shares At(int place, int count) =>
        _a.Touch(place, count) ? _a : _b.Touch(place, count) ? _b : _c.Touch(place, count) ? _c : _d.Touch(place, count) ? _d
        : _e.Touch(place, count) ? _e : _f.Touch(place, count) ? _f : _g.Touch(place, count) ? _g : _h;
}
