using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>An argument or local of the kernel or of a method inlined into it.</summary>
internal sealed class Variable(Type type, string name)
{
    public Type Type { get; } = type;

    public string Name { get; } = name;

    /// <summary>Its address is taken and may outlive the instruction, so it counts as used everywhere.</summary>
    public bool Exposed { get; set; }

    /// <summary>Something other than the launch stores into it.</summary>
    public bool Assigned { get; set; }

    /// <summary>A reference that only ever points into the memory of views, which never moves: it can be kept as an address.</summary>
    public bool Native { get; set; } = type.IsByRef;

    /// <summary>The position among the kernel's arguments; -1 for a local.</summary>
    public int Argument { get; init; } = -1;

    /// <summary>A dense number for the sets of the liveness analysis.</summary>
    public int Number { get; set; }
}

/// <summary>What an instruction of the flattened kernel does, beyond its opcode.</summary>
internal enum Kind
{
    /// <summary>The opcode with its operand.</summary>
    Plain,

    /// <summary>Only a place to jump to.</summary>
    Target,

    /// <summary>A thread waits here for the others.</summary>
    Suspend,
}

/// <summary>One instruction: variables and jump targets are objects, short forms are written out.</summary>
internal sealed class Instruction(OpCode opCode, object? operand = null)
{
    public Kind Kind { get; init; }

    public OpCode OpCode { get; set; } = opCode;

    /// <summary>Variable, Instruction (jump), Instruction[] (switch), or what the opcode takes.</summary>
    public object? Operand { get; set; } = operand;

    /// <summary>Offset in the method it was read from.</summary>
    public int Offset { get; init; }

    /// <summary>The name of the method it was read from.</summary>
    public string Within { get; init; } = "";

    /// <summary>For <see cref="Kind.Suspend"/>: where it is and whom it waits for.</summary>
    public Site? Site { get; init; }

    /// <summary>The prefix's type for a call with <c>constrained.</c>.</summary>
    public Type? Constrained { get; set; }
}
