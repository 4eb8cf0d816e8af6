namespace GpuDigits.Engine.Calculator;

/// <summary>The calculator's operations on two numbers.</summary>
public enum Operation
{
    /// <summary>left + right.</summary>
    Add,

    /// <summary>left − right.</summary>
    Subtract,

    /// <summary>left × right.</summary>
    Multiply,

    /// <summary>left ÷ right.</summary>
    Divide,
}

/// <summary>Symbols and results of the operations.</summary>
public static class OperationExtensions
{
    /// <summary>The sign on the key: + − × ÷.</summary>
    public static char Symbol(this Operation operation) => "+−×÷"[(int)operation];

    /// <summary>The exact result of left operation right.</summary>
    /// <exception cref="DivideByZeroException">Division by 0.</exception>
    public static Rational Apply(this Operation operation, Rational left, Rational right) => operation switch
    {
        Operation.Add => left + right,
        Operation.Subtract => left - right,
        Operation.Multiply => left * right,
        Operation.Divide => left / right,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No such operation."),
    };
}
