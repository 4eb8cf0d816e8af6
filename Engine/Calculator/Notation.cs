namespace GpuDigits.Engine.Calculator;

/// <summary>A way to write expressions down: how each kind of node is put together from its parts.</summary>
internal abstract class Notation
{
    public abstract string Minus { get; }

    public abstract string Add { get; }

    public abstract string Subtract { get; }

    public abstract string EqualsSign { get; }

    public abstract string Percent { get; }

    public abstract string Unknown { get; }

    public abstract string Sign(FactorSign sign);

    public abstract string WriteNumber(string written);

    public abstract string WriteBrackets(string content);

    public abstract string WriteFraction(Expression numerator, Expression denominator);

    public virtual string WriteMixed(Expression whole, Expression fraction) => Row([whole.Write(this), fraction.Write(this)]);

    public abstract string WritePower(Expression @base, Expression exponent);

    public abstract string WriteRoot(Expression? index, Expression radicand);

    /// <summary>Parts side by side.</summary>
    public virtual string Row(IEnumerable<string> parts) => string.Concat(parts);

    /// <summary>What is raised, or stands before %; in brackets if it could be misread.</summary>
    public virtual string Base(Expression part) =>
        part is Fraction or MixedNumber or Power ? WriteBrackets(part.Write(this)) : part.Write(this);

    /// <summary>A part of a product; in brackets if it could be misread.</summary>
    public virtual string Factor(Expression part) => part.Write(this);
}
