using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;

namespace GpuDigits.Engine.Reading;

/// <summary>A part of a formula; the numbers are indices into the symbols that were laid out.</summary>
[JsonDerivedType(typeof(SymbolPart), "symbol")]
[JsonDerivedType(typeof(FractionPart), "fraction")]
[JsonDerivedType(typeof(RootPart), "root")]
[JsonDerivedType(typeof(PowerPart), "power")]
public abstract record FormulaPart
{
    private protected FormulaPart()
    {
    }

    /// <summary>Appends the part in the notation of <see cref="Ink.WrittenCalculation.Plain"/>.</summary>
    /// <param name="text">What stands before.</param>
    /// <param name="write">How a symbol is written.</param>
    internal abstract void Append(StringBuilder text, Func<SymbolPart, string> write);
}

/// <summary>A symbol that stands for itself.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Label">What it means at its place: a dot in the middle of the line is <c>·</c>.</param>
public sealed record SymbolPart(int Symbol, char Label) : FormulaPart
{
    internal override void Append(StringBuilder text, Func<SymbolPart, string> write) => text.Append(write(this));
}

/// <summary>A fraction with a bar.</summary>
public sealed record FractionPart(int Bar, Formula Numerator, Formula Denominator) : FormulaPart
{
    internal override void Append(StringBuilder text, Func<SymbolPart, string> write)
    {
        text.Append("((");
        Numerator.Append(text, write);
        text.Append(")/(");
        Denominator.Append(text, write);
        text.Append("))");
    }
}

/// <summary>A root; Index is null for a square root.</summary>
public sealed record RootPart(int Sign, Formula? Index, Formula Radicand) : FormulaPart
{
    internal override void Append(StringBuilder text, Func<SymbolPart, string> write)
    {
        text.Append(Index is null ? "√(" : "root(");
        if (Index is not null)
        {
            Index.Append(text, write);
            text.Append(',');
        }

        Radicand.Append(text, write);
        text.Append(')');
    }
}

/// <summary>The exponent of what stands before it.</summary>
public sealed record PowerPart(Formula Exponent) : FormulaPart
{
    internal override void Append(StringBuilder text, Func<SymbolPart, string> write)
    {
        text.Append("^(");
        Exponent.Append(text, write);
        text.Append(')');
    }
}

/// <summary>Parts from left to right.</summary>
public sealed record Formula(ImmutableArray<FormulaPart> Parts)
{
    /// <summary>The formula in the notation of <see cref="Ink.WrittenCalculation.Plain"/>.</summary>
    public override string ToString() => Write(part => part.Label.ToString());

    /// <summary>The formula, with symbols written in another way.</summary>
    internal string Write(Func<SymbolPart, string> write)
    {
        var text = new StringBuilder();
        Append(text, write);
        return text.ToString();
    }

    internal void Append(StringBuilder text, Func<SymbolPart, string> write)
    {
        foreach (var part in Parts)
            part.Append(text, write);
    }

    /// <summary>What the symbols mean at their places, where the formula says it.</summary>
    internal Dictionary<int, char> Labels() => AllParts().OfType<SymbolPart>().ToDictionary(part => part.Symbol, part => part.Label);

    /// <summary>The symbols in it, each once.</summary>
    internal IEnumerable<int> AllSymbols() => AllParts().Select(part => part switch
    {
        SymbolPart symbol => (int?)symbol.Symbol,
        FractionPart fraction => fraction.Bar,
        RootPart root => root.Sign,
        _ => null,
    }).OfType<int>();

    /// <summary>Its parts and what is in them.</summary>
    internal IEnumerable<FormulaPart> AllParts() => Parts.SelectMany(part => (IEnumerable<FormulaPart>)(part switch
    {
        FractionPart fraction => [part, .. fraction.Numerator.AllParts(), .. fraction.Denominator.AllParts()],
        RootPart root => [part, .. root.Index?.AllParts() ?? [], .. root.Radicand.AllParts()],
        PowerPart power => [part, .. power.Exponent.AllParts()],
        _ => [part],
    }));
}
