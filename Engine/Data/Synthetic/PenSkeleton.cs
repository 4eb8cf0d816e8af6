using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// One way of writing a digit, as forms that differ in proportion but agree in structure: every mixture of the forms is also a valid form.
/// The unit is the digit's height, y downwards.
/// </summary>
internal sealed class PenSkeleton
{
    /// <param name="digit">The digit, 0 to 9.</param>
    /// <param name="name">What distinguishes it from the other ways of writing this digit.</param>
    /// <param name="share">How often it is used, relative to the other ways of writing this digit.</param>
    /// <param name="forms">Points as x,y in hundredths of the height. A curve is smooth through its points; | after a point makes it a
    /// corner, / lifts the pen.</param>
    internal PenSkeleton(int digit, string name, float share, params string[] forms)
    {
        (Digit, Name, Share) = (digit, name, share);
        Forms = [.. forms.Select(form => Words(form).Where(word => word is not ("|" or "/")).Select(Point).ToImmutableArray())];
        Joints = Structure(forms[0]);
        if (!forms.All(form => Structure(form).SequenceEqual(Joints)))
            throw new ArgumentException($"The forms of {this} differ in structure.", nameof(forms));
    }

    /// <summary>How the path continues after a point.</summary>
    internal enum Joint
    {
        /// <summary>Smoothly.</summary>
        Smooth,

        /// <summary>In another direction.</summary>
        Corner,

        /// <summary>The pen is lifted.</summary>
        Lift,
    }

    /// <summary>The digit that it writes, 0 to 9.</summary>
    public int Digit { get; }

    /// <summary>What distinguishes it from the other ways of writing this digit.</summary>
    public string Name { get; }

    /// <summary>How often it is used, relative to the other ways of writing this digit.</summary>
    public float Share { get; }

    /// <summary>Positions, [form][point].</summary>
    internal ImmutableArray<ImmutableArray<Vector2>> Forms { get; }

    /// <summary>[point]; the last one is a <see cref="Joint.Lift"/>.</summary>
    internal ImmutableArray<Joint> Joints { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Digit} {Name}";

    private static string[] Words(string form) => form.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ImmutableArray<Joint> Structure(string form)
    {
        var joints = ImmutableArray.CreateBuilder<Joint>();
        foreach (var word in Words(form))
        {
            if (word is "|" or "/")
                joints[^1] = word == "|" ? Joint.Corner : Joint.Lift;
            else
                joints.Add(Joint.Smooth);
        }

        joints[^1] = Joint.Lift;
        return joints.ToImmutable();
    }

    private static Vector2 Point(string word)
    {
        var comma = word.IndexOf(',', StringComparison.Ordinal);
        return new Vector2(Coordinate(word.AsSpan(0, comma)), Coordinate(word.AsSpan(comma + 1)));
    }

    private static float Coordinate(ReadOnlySpan<char> text) =>
        int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) / 100f;
}
