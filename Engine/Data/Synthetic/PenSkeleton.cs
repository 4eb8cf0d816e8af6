using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// One way of writing a digit or a sign, as forms that differ in proportion but agree in structure: every mixture of the forms is also a
/// valid form. The unit is a digit's height, y downwards; digits reach from 0 to 1, and a sign stands where it stands beside digits.
/// </summary>
internal sealed class PenSkeleton
{
    /// <param name="label">The digit or sign.</param>
    /// <param name="name">What distinguishes it from the other ways of writing it.</param>
    /// <param name="share">How often it is used, relative to the other ways of writing it.</param>
    /// <param name="forms">Points as x,y in hundredths of the height. A curve is smooth through its points; | after a point makes it a
    /// corner, / lifts the pen.</param>
    internal PenSkeleton(char label, string name, float share, params string[] forms)
    {
        (Label, Name, Share) = (label, name, share);
        Forms = [.. forms.Select(form => Words(form).Where(word => word is not ("|" or "/")).Select(Point).ToImmutableArray())];
        Joints = Structure(forms[0]);
        if (!forms.All(form => Structure(form).SequenceEqual(Joints)))
            throw new ArgumentException($"The forms of {this} differ in structure.", nameof(forms));
    }

    private PenSkeleton(PenSkeleton other, IEnumerable<ImmutableArray<Vector2>> forms) =>
        (Label, Name, Share, Forms, Joints) = (other.Label, other.Name, other.Share, [.. forms], other.Joints);

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

    /// <summary>The digit or sign that it writes.</summary>
    public char Label { get; }

    /// <summary>What distinguishes it from the other ways of writing it.</summary>
    public string Name { get; }

    /// <summary>How often it is used, relative to the other ways of writing it.</summary>
    public float Share { get; }

    /// <summary>Positions, [form][point].</summary>
    internal ImmutableArray<ImmutableArray<Vector2>> Forms { get; }

    /// <summary>[point]; the last one is a <see cref="Joint.Lift"/>.</summary>
    internal ImmutableArray<Joint> Joints { get; }

    /// <summary>
    /// The points between which the flag of a 1 or the roof of a 7 runs. Null for all else, and where a foot or a bar tells them apart.
    /// </summary>
    internal (int Start, int Corner)? Roof
    {
        get
        {
            if (Label is not ('1' or '7') || Joints.Count(joint => joint == Joint.Lift) > 1)
                return null;
            int[] corners = [.. Enumerable.Range(0, Joints.Length).Where(i => Joints[i] == Joint.Corner)];
            return (Label, corners.Length) switch
            {
                (_, 1) => (0, corners[0]),
                ('7', 2) => (corners[0], corners[1]), // the first one is that of a serif
                _ => null,
            };
        }
    }

    /// <summary>The skeleton that a number in [0, 1) falls on, in proportion to their shares.</summary>
    internal static PenSkeleton Choose(ImmutableArray<PenSkeleton> skeletons, float part)
    {
        var rest = part * skeletons.Sum(skeleton => skeleton.Share);
        foreach (var skeleton in skeletons)
        {
            rest -= skeleton.Share;
            if (rest < 0)
                return skeleton;
        }

        return skeletons[^1];
    }

    /// <summary>The same skeleton with what lies to the right of a place made longer, such as the bar of a root.</summary>
    /// <param name="from">The place, in digit heights.</param>
    /// <param name="factor">How many times as long.</param>
    internal PenSkeleton Lengthened(float from, float factor) => new(this, Forms.Select(form =>
        form.Select(at => at.X > from ? at with { X = from + (at.X - from) * factor } : at).ToImmutableArray()));

    /// <inheritdoc/>
    public override string ToString() => $"{Label} {Name}";

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
