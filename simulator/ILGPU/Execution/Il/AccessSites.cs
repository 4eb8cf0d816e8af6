using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>The loads and stores of a kernel, and the code before each that reports it to an <see cref="Observer"/>.</summary>
internal sealed class AccessSites
{
    private static readonly Dictionary<OpCode, Type> Loads = new()
    {
        [OpCodes.Ldind_I1] = typeof(sbyte),
        [OpCodes.Ldind_U1] = typeof(byte),
        [OpCodes.Ldind_I2] = typeof(short),
        [OpCodes.Ldind_U2] = typeof(ushort),
        [OpCodes.Ldind_I4] = typeof(int),
        [OpCodes.Ldind_U4] = typeof(uint),
        [OpCodes.Ldind_I8] = typeof(long),
        [OpCodes.Ldind_R4] = typeof(float),
        [OpCodes.Ldind_R8] = typeof(double),
    };

    private static readonly Dictionary<OpCode, Type> Stores = new()
    {
        [OpCodes.Stind_I1] = typeof(byte),
        [OpCodes.Stind_I2] = typeof(short),
        [OpCodes.Stind_I4] = typeof(int),
        [OpCodes.Stind_I8] = typeof(long),
        [OpCodes.Stind_R4] = typeof(float),
        [OpCodes.Stind_R8] = typeof(double),
    };

    private readonly List<string> _names = [];

    /// <summary>Method and IL offset of each.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Emits the call before an instruction that loads or stores; the stack is unchanged afterwards.</summary>
    public void Tell(ILGenerator il, Instruction i)
    {
        var store = Stores.TryGetValue(i.OpCode, out var type);
        if (!store && !Loads.TryGetValue(i.OpCode, out type))
        {
            if (i.Operand is not Type element || (i.OpCode != OpCodes.Ldobj && i.OpCode != OpCodes.Stobj && i.OpCode != OpCodes.Initobj))
                return;
            (type, store) = (element, i.OpCode != OpCodes.Ldobj);
        }

        var value = store && i.OpCode != OpCodes.Initobj ? il.DeclareLocal(type!) : null;
        if (value is not null)
            il.Emit(OpCodes.Stloc, value);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Sizeof, type!);
        il.Emit(OpCodes.Ldc_I4, (_names.Count << 1) | (store ? 1 : 0));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Observer.SeeMethod);
        if (value is not null)
            il.Emit(OpCodes.Ldloc, value);
        _names.Add($"{i.Within} at IL offset 0x{i.Offset:X}");
    }
}
