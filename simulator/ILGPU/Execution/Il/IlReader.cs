using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>Decodes a method's IL (ECMA-335 III) into instructions over <see cref="Variable"/>s.</summary>
internal sealed class IlReader
{
    private static readonly OpCode[] OneByte = new OpCode[256];
    private static readonly OpCode[] TwoByte = new OpCode[256];
    private static readonly Dictionary<OpCode, OpCode> Long = [];

    private readonly MethodBase _method;
    private readonly byte[] _code;
    private readonly Type[] _typeArguments;
    private readonly Type[] _methodArguments;
    private readonly Variable[] _arguments;
    private readonly Variable[] _locals;

    static IlReader()
    {
        var all = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToList();
        foreach (var op in all)
        {
            if (op.Size == 1)
                OneByte[(byte)op.Value] = op;
            else
                TwoByte[(byte)op.Value] = op;
            if (op.OperandType == OperandType.ShortInlineBrTarget)
                Long[op] = all.Single(x => x.Name == op.Name![..^2]);
        }
    }

    private IlReader(MethodBase method, MethodBody body, Variable[] arguments, Variable[] locals)
    {
        _method = method;
        _code = body.GetILAsByteArray() ?? [];
        _typeArguments = method.DeclaringType?.IsGenericType == true ? method.DeclaringType.GetGenericArguments() : [];
        _methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        _arguments = arguments;
        _locals = locals;
    }

    /// <summary>The types of all arguments; the instance comes first.</summary>
    public static Type[] ArgumentTypes(MethodBase method)
    {
        var parameters = method.GetParameters().Select(p => p.ParameterType);
        if (method.IsStatic)
            return [.. parameters];
        var self = method.DeclaringType!;
        return [self.IsValueType ? self.MakeByRefType() : self, .. parameters];
    }

    /// <summary>Reads a method's instructions; arguments and locals appear as the given variables.</summary>
    public static List<Instruction> Read(MethodBase method, MethodBody body, Variable[] arguments, Variable[] locals) =>
        new IlReader(method, body, arguments, locals).Read();

    /// <summary>The methods that a method calls, as far as they are known without running it.</summary>
    public static IEnumerable<MethodBase> Callees(MethodBase method)
    {
        var body = method.GetMethodBody();
        if (body is null)
            return [];
        Variable[] arguments = [.. ArgumentTypes(method).Select(t => new Variable(t, ""))];
        Variable[] locals = [.. body.LocalVariables.Select(l => new Variable(l.LocalType, ""))];
        return Read(method, body, arguments, locals).Select(Callee).OfType<MethodBase>();
    }

    /// <summary>The method that a call runs; for a constrained call on a struct the struct's own method.</summary>
    public static MethodBase? Callee(Instruction instruction)
    {
        if (instruction.Operand is not MethodBase method)
            return null;
        if (instruction.Constrained is not { IsValueType: true } type || method.DeclaringType is not { } declaring)
            return method;
        if (!declaring.IsInterface)
            return type.GetMethod(method.Name, [.. method.GetParameters().Select(p => p.ParameterType)]) ?? method;
        if (!declaring.IsAssignableFrom(type) || method.IsStatic)
            return method;
        var map = type.GetInterfaceMap(declaring);
        var definition = method.IsGenericMethod ? ((MethodInfo)method).GetGenericMethodDefinition() : method;
        var index = Array.FindIndex(map.InterfaceMethods, m => m == definition);
        if (index < 0)
            return method;
        var target = map.TargetMethods[index];
        return method.IsGenericMethod ? target.MakeGenericMethod(method.GetGenericArguments()) : target;
    }

    private List<Instruction> Read()
    {
        var result = new List<Instruction>();
        var at = new Dictionary<int, Instruction>();
        var jumps = new List<(Instruction From, int[] To)>();
        Type? constrained = null;
        var offset = 0;
        while (offset < _code.Length)
        {
            var start = offset;
            var op = OneByte[_code[offset++]];
            if (op.OpCodeType == OpCodeType.Nternal && _code[start] == 0xFE)
                op = TwoByte[_code[offset++]];
            (var full, var operand, var targets) = Operand(op, ref offset);
            var instruction = new Instruction(full, operand) { Offset = start, Within = _method.Name };
            if (full == OpCodes.Constrained)
            {
                constrained = (Type)operand!;
            }
            else if (full.OpCodeType != OpCodeType.Prefix)
            {
                instruction.Constrained = constrained;
                constrained = null;
            }

            at.Add(start, instruction);
            result.Add(instruction);
            if (targets is not null)
                jumps.Add((instruction, targets));
        }

        foreach ((var from, var to) in jumps)
            from.Operand = from.OpCode == OpCodes.Switch ? to.Select(t => at[t]).ToArray() : at[to[0]];
        return result;
    }

    private (OpCode OpCode, object? Operand, int[]? Targets) Operand(OpCode op, ref int offset)
    {
        ReadOnlySpan<byte> rest = _code.AsSpan(offset);
        switch (op.OperandType)
        {
            case OperandType.InlineNone:
                return WithoutOperand(op);
            case OperandType.ShortInlineI:
                offset += 1;
                return op == OpCodes.Ldc_I4_S ? (OpCodes.Ldc_I4, (int)(sbyte)rest[0], null) : (op, rest[0], null);
            case OperandType.ShortInlineVar:
                offset += 1;
                return Var(op, rest[0]);
            case OperandType.InlineVar:
                offset += 2;
                return Var(op, BinaryPrimitives.ReadUInt16LittleEndian(rest));
            case OperandType.ShortInlineBrTarget:
                offset += 1;
                return (Long[op], null, [offset + (sbyte)rest[0]]);
            case OperandType.InlineSwitch:
                var count = BinaryPrimitives.ReadInt32LittleEndian(rest);
                offset += 4 + (4 * count);
                var targets = new int[count];
                for (var i = 0; i < count; i++)
                    targets[i] = offset + BinaryPrimitives.ReadInt32LittleEndian(rest[(4 + (4 * i))..]);
                return (op, null, targets);
            case OperandType.InlineI8:
                offset += 8;
                return (op, BinaryPrimitives.ReadInt64LittleEndian(rest), null);
            case OperandType.InlineR:
                offset += 8;
                return (op, BinaryPrimitives.ReadDoubleLittleEndian(rest), null);
            case OperandType.ShortInlineR:
                offset += 4;
                return (op, BinaryPrimitives.ReadSingleLittleEndian(rest), null);
        }

        offset += 4;
        var value = BinaryPrimitives.ReadInt32LittleEndian(rest);
        return op.OperandType switch
        {
            OperandType.InlineI => (op, value, null),
            OperandType.InlineBrTarget => (op, null, [offset + value]),
            OperandType.InlineString => (op, _method.Module.ResolveString(value), null),
            OperandType.InlineMethod => (op, _method.Module.ResolveMethod(value, _typeArguments, _methodArguments), null),
            OperandType.InlineField => (op, _method.Module.ResolveField(value, _typeArguments, _methodArguments), null),
            OperandType.InlineType => (op, _method.Module.ResolveType(value, _typeArguments, _methodArguments), null),
            OperandType.InlineTok => (op, _method.Module.ResolveMember(value, _typeArguments, _methodArguments), null),
            _ => throw new NotTransformableException($"{op.Name} in {_method.Name}"),
        };
    }

    private (OpCode OpCode, object? Operand, int[]? Targets) Var(OpCode op, int index)
    {
        var name = op.Name!.Replace(".s", "", StringComparison.Ordinal);
        return name switch
        {
            "ldarg" => (OpCodes.Ldloc, _arguments[index], null),
            "ldarga" => (OpCodes.Ldloca, _arguments[index], null),
            "starg" => (OpCodes.Stloc, _arguments[index], null),
            "ldloc" => (OpCodes.Ldloc, _locals[index], null),
            "ldloca" => (OpCodes.Ldloca, _locals[index], null),
            _ => (OpCodes.Stloc, _locals[index], null),
        };
    }

    private (OpCode OpCode, object? Operand, int[]? Targets) WithoutOperand(OpCode op)
    {
        var name = op.Name!;
        if (name.StartsWith("ldarg.", StringComparison.Ordinal))
            return (OpCodes.Ldloc, _arguments[name[^1] - '0'], null);
        if (name.StartsWith("ldloc.", StringComparison.Ordinal))
            return (OpCodes.Ldloc, _locals[name[^1] - '0'], null);
        if (name.StartsWith("stloc.", StringComparison.Ordinal))
            return (OpCodes.Stloc, _locals[name[^1] - '0'], null);
        if (name == "ldc.i4.m1")
            return (OpCodes.Ldc_I4, -1, null);
        if (name.StartsWith("ldc.i4.", StringComparison.Ordinal))
            return (OpCodes.Ldc_I4, name[^1] - '0', null);
        return (op, null, null);
    }
}
