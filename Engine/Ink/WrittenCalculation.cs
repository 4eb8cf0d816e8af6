using System.Collections.Immutable;

namespace GpuDigits.Engine.Ink;

/// <summary>A symbol of a calculation and the strokes that write it.</summary>
/// <param name="Label">What it is, as in <see cref="WrittenCalculation.Plain"/>; a fraction bar is <c>-</c>, a root <c>√</c>.</param>
/// <param name="Strokes">Indices into the calculation's strokes, ascending.</param>
public sealed record WrittenSymbol(char Label, ImmutableArray<int> Strokes)
{
    /// <summary>What a symbol may be.</summary>
    public const string Labels = "0123456789+-×÷/=().,√%*·";
}

/// <summary>Ink of a calculation and what its writer meant.</summary>
/// <param name="Plain">
/// The calculation as text: <c>13×14=182</c>, fractions <c>((a)/(b))</c>, powers <c>a^(b)</c>, roots <c>√(a)</c> and <c>root(n,a)</c>.
/// </param>
/// <param name="Strokes">The strokes in the order in which they were written.</param>
/// <param name="Symbols">The symbols; each stroke belongs to exactly one.</param>
public sealed record WrittenCalculation(string Plain, ImmutableArray<Stroke> Strokes, ImmutableArray<WrittenSymbol> Symbols);
