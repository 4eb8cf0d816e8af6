namespace GpuDigits.Engine.Calculator;

/// <summary>A way to write expressions down: how each kind of node is put together from its parts.</summary>
/// <param name="minus">The sign of a negative number.</param>
/// <param name="add">Between the terms of a sum, as are subtract and equalsSign.</param>
/// <param name="subtract">See add.</param>
/// <param name="equalsSign">See add.</param>
/// <param name="percent">Behind its number.</param>
/// <param name="times">Between factors, as are divide, slash and implied, the multiplication without a sign.</param>
/// <param name="divide">See times.</param>
/// <param name="slash">See times.</param>
/// <param name="implied">See times.</param>
/// <param name="unknown">The number that is searched for.</param>
internal abstract class Notation(
    string minus, string add, string subtract, string equalsSign, string percent, string times, string divide, string slash = "/",
    string implied = "", string unknown = "?")
{
    public string Minus => minus;

    public string Add => add;

    public string Subtract => subtract;

    public string EqualsSign => equalsSign;

    public string Percent => percent;

    public string Unknown => unknown;

    public string Sign(FactorSign sign) => sign switch
    {
        FactorSign.Times => times,
        FactorSign.Divide => divide,
        FactorSign.Slash => slash,
        _ => implied,
    };

    public virtual string WriteNumber(string written) => written;

    public virtual string WriteBrackets(string content) => $"({content})";

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
