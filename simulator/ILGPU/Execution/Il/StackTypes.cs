using System.Reflection;
using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>
/// A value on the evaluation stack; for the address of a variable, or of a field in it, also how to take that address again.
/// </summary>
internal sealed record StackValue(Type Type, Variable? AddressOf = null, FieldInfo[]? Fields = null);

/// <summary>
/// The types on the evaluation stack before each instruction. A reference into the memory of views is <c>nint</c>, because that memory is
/// native and never moves. Any other reference is a by-ref type; it can be kept while a thread waits only if it can be taken again.
/// </summary>
internal sealed class StackTypes
{
    private readonly IReadOnlyList<Instruction> _code;
    private readonly Dictionary<Instruction, int> _place = [];
    private readonly StackValue[]?[] _before;

    private StackTypes(IReadOnlyList<Instruction> code)
    {
        _code = code;
        _before = new StackValue[]?[code.Count];
        for (var i = 0; i < code.Count; i++)
            _place[code[i]] = i;
    }

    /// <summary>The stack before every instruction, bottom first; null if the instruction is never reached.</summary>
    public static StackValue[]?[] Of(FlatKernel kernel)
    {
        // References are assumed to be native until a store shows otherwise; that may change others, so repeat.
        while (true)
        {
            var types = new StackTypes(kernel.Code);
            types.Follow();
            if (!types.Refute())
                return types._before;
        }
    }

    private bool Refute()
    {
        var refuted = false;
        for (var at = 0; at < _code.Count; at++)
        {
            var i = _code[at];
            if (i.Operand is not Variable { Native: true } variable || _before[at] is not { } stack)
                continue;
            if (i.OpCode == OpCodes.Ldloca || (i.OpCode == OpCodes.Stloc && stack[^1].Type != typeof(nint)))
            {
                variable.Native = false;
                refuted = true;
            }
        }

        return refuted;
    }

    private void Follow()
    {
        var open = new Stack<(int At, StackValue[] Stack)>();
        open.Push((0, []));
        while (open.TryPop(out var next))
        {
            (var at, var before) = next;
            while (at < _code.Count && _before[at] is null)
            {
                _before[at] = before;
                var i = _code[at];
                var stack = new List<StackValue>(before);
                Apply(i, stack);
                before = [.. stack];
                var targets = i.Operand switch { Instruction t => [t], Instruction[] ts => ts, _ => [] };
                foreach (var target in targets)
                    open.Push((_place[target], before));
                if (i.Kind == Kind.Plain && i.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
                    break;
                at++;
            }
        }
    }

    private static void Apply(Instruction i, List<StackValue> stack)
    {
        if (i.Kind != Kind.Plain)
            return;
        var op = i.OpCode;
        if (i.Operand is MethodBase method && op.FlowControl == FlowControl.Call)
        {
            var count = method.GetParameters().Length + (method.IsStatic || op == OpCodes.Newobj ? 0 : 1);
            Pop(stack, count);
            var result = op == OpCodes.Newobj ? method.DeclaringType! : method is MethodInfo called ? called.ReturnType : typeof(void);
            if (result != typeof(void))
            {
                var isNative = result.IsByRef && method.DeclaringType!.Assembly == typeof(StackTypes).Assembly;
                stack.Add(new StackValue(isNative ? typeof(nint) : result));
            }

            return;
        }

        if (op == OpCodes.Ret)
        {
            stack.Clear();
            return;
        }

        var taken = Taken(op);
        StackValue[] inputs = [.. stack.GetRange(stack.Count - taken, taken)];
        Pop(stack, taken);
        if (op == OpCodes.Dup)
            stack.AddRange([inputs[0], inputs[0]]);
        else if (op.StackBehaviourPush != StackBehaviour.Push0)
            stack.Add(Address(i, inputs) ?? new StackValue(Result(i, [.. inputs.Select(v => v.Type)])));
    }

    private static StackValue? Address(Instruction i, StackValue[] inputs) => i.Operand switch
    {
        Variable { Type.IsByRef: false } v when i.OpCode == OpCodes.Ldloca => new StackValue(v.Type.MakeByRefType(), v, []),
        FieldInfo f when i.OpCode == OpCodes.Ldflda && inputs[0] is { AddressOf: { } v, Fields: { } path } =>
            new StackValue(f.FieldType.MakeByRefType(), v, [.. path, f]),
        _ => null,
    };

    private static void Pop(List<StackValue> stack, int count) => stack.RemoveRange(stack.Count - count, count);

    private static int Taken(OpCode op) => op.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_pop1 or StackBehaviour.Popref_popi_popi
            or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4 or StackBehaviour.Popref_popi_popr8
            or StackBehaviour.Popref_popi_popref => 3,
        _ => throw new NotTransformableException($"the stack effect of {op.Name} is unknown"),
    };

    private static Type Result(Instruction i, Type[] inputs)
    {
        var name = i.OpCode.Name!;
        return i.Operand switch
        {
            Variable v when i.OpCode == OpCodes.Ldloc => v.Native ? typeof(nint) : v.Type,
            Variable v when v.Type.IsByRef => typeof(object).MakeByRefType(),
            Variable v => v.Type.MakeByRefType(),
            FieldInfo f when name is "ldfld" or "ldsfld" => f.FieldType,
            FieldInfo f when name == "ldflda" && inputs[0] == typeof(nint) => typeof(nint),
            FieldInfo f when name is "ldflda" or "ldsflda" => f.FieldType.MakeByRefType(),
            Type t when name is "ldobj" or "ldelem" or "unbox.any" => t,
            Type t when name is "newarr" => t.MakeArrayType(),
            Type t when name is "ldelema" or "unbox" => t.MakeByRefType(),
            Type when name == "sizeof" => typeof(int),
            Type t when name is "castclass" or "isinst" => t,
            Type when name == "box" => typeof(object),
            Type when name == "ldtoken" => typeof(RuntimeTypeHandle),
            FieldInfo => typeof(RuntimeFieldHandle),
            string => typeof(string),
            _ => Simple(name, inputs),
        };
    }

    private static Type Simple(string name, Type[] inputs)
    {
        if (name.StartsWith("conv.", StringComparison.Ordinal))
        {
            return Suffix(name["conv.".Length..].Replace("ovf.", "", StringComparison.Ordinal)
                .Replace(".un", "", StringComparison.Ordinal));
        }

        if (name.StartsWith("ldc.", StringComparison.Ordinal) || name.StartsWith("ldind.", StringComparison.Ordinal)
            || name.StartsWith("ldelem.", StringComparison.Ordinal))
            return Suffix(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return name switch
        {
            "ldnull" => typeof(object),
            "ldlen" => typeof(nint),
            "ceq" or "cgt" or "cgt.un" or "clt" or "clt.un" => typeof(int),
            _ when inputs.Length == 2 && inputs[1].IsByRef => inputs[1],
            _ when inputs.Length == 2 && (inputs[1] == typeof(nint) || inputs[1] == typeof(nuint)) && !inputs[0].IsByRef => typeof(nint),
            _ when inputs.Length > 0 => inputs[0],
            _ => throw new NotTransformableException($"the result of {name} is unknown"),
        };
    }

    private static Type Suffix(string s) => s switch
    {
        "i1" or "i2" or "i4" or "u1" or "u2" => typeof(int),
        "u4" => typeof(int),
        "i8" or "u8" => typeof(long),
        "r4" => typeof(float),
        "r8" or "r" => typeof(double),
        "i" or "u" => typeof(nint),
        "ref" => typeof(object),
        _ => throw new NotTransformableException($"type {s} is unknown"),
    };
}
