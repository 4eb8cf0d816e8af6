using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>An argument or local of the kernel or of an inlined method.</summary>
internal sealed class Variable(Type type, string name)
{
    public Type Type { get; } = type;

    public string Name { get; } = name;

    /// <summary>Its address is taken and may outlive the instruction, so it counts as used everywhere.</summary>
    public bool Exposed { get; set; }

    /// <summary>Something other than the launch stores into it.</summary>
    public bool Assigned { get; set; }

    /// <summary>A reference that only points into the memory of views, which never moves, so it can be kept as an address.</summary>
    public bool Native { get; set; } = type.IsByRef;

    /// <summary>The position among the kernel's arguments; -1 for a local.</summary>
    public int Argument { get; init; } = -1;

    /// <summary>A consecutive number for the sets of the liveness analysis.</summary>
    public int Number { get; set; }
}

/// <summary>The kind of an instruction of the flattened kernel, in addition to its opcode.</summary>
internal enum Kind
{
    /// <summary>The opcode with its operand.</summary>
    Plain,

    /// <summary>Only a jump target.</summary>
    Target,

    /// <summary>A thread waits here for the others.</summary>
    Suspend,
}

/// <summary>One instruction. Variables and jump targets are objects; short forms are expanded.</summary>
internal sealed class Instruction(OpCode opCode, object? operand = null)
{
    public Kind Kind { get; init; }

    public OpCode OpCode { get; set; } = opCode;

    /// <summary>Variable, Instruction (jump), Instruction[] (switch), or another operand of the opcode.</summary>
    public object? Operand { get; set; } = operand;

    /// <summary>Offset in the method from which it was read.</summary>
    public int Offset { get; init; }

    /// <summary>The name of the method from which it was read.</summary>
    public string Within { get; init; } = "";

    /// <summary>For <see cref="Kind.Suspend"/>: its location and the scope of the wait.</summary>
    public Site? Site { get; init; }

    /// <summary>The prefix's type for a call with <c>constrained.</c>.</summary>
    public Type? Constrained { get; set; }
}
