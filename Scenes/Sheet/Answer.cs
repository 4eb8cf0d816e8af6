using System.Numerics;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What stands behind the equals sign, or in the place of the number that is asked for.</summary>
/// <param name="Value">The number, or why there is none.</param>
/// <param name="Text">The decimal, with ≈ where digits are missing; or the fault in words.</param>
/// <param name="Fraction">The fraction, <c>5/4</c>; null for whole numbers and where there is none.</param>
/// <param name="ShowsFraction">Whether the fraction is to be shown; never true where there is none.</param>
/// <param name="At">The left end of its baseline.</param>
/// <param name="Height">The height of its digits.</param>
/// <param name="IsNamed">Whether it is the number for a ? and stands behind the equation, so that <c>? =</c> stands before it.</param>
internal sealed record Answer(
    Value Value, string Text, string? Fraction, bool ShowsFraction, Vector2 At, float Height, bool IsNamed = false)
{
    /// <summary>Whether <see cref="Text"/> is a fault in words.</summary>
    public bool IsFault => Value.Fault is not null;

    /// <summary>The number in the form that is shown.</summary>
    public string Number => ShowsFraction ? Fraction! : Text;

    /// <summary>What is to be shown, on one line.</summary>
    public string Shown => IsNamed ? $"? = {Number}" : Number;
}
