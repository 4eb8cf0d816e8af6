using System.Reflection;
using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>
/// Structs with any number of fields, without generating types: value tuples whose eighth field holds the rest, like C#'s own tuples.
/// </summary>
internal static class TupleLayout
{
    private const int Level = 7;

    private static readonly Type[] Definitions =
    [
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>),
    ];

    /// <summary>A tuple of these fields; a tuple of one byte if there are none.</summary>
    public static Type Of(IReadOnlyList<Type> fields)
    {
        if (fields.Count == 0)
            return typeof(ValueTuple<byte>);
        if (fields.Count <= Level)
            return Definitions[fields.Count - 1].MakeGenericType([.. fields]);
        return Definitions[Level].MakeGenericType([.. fields.Take(Level), Of([.. fields.Skip(Level)])]);
    }

    /// <summary>Replaces the tuple's address on the stack by the address of the struct that holds the field; returns the field.</summary>
    public static FieldInfo Approach(ILGenerator il, Type tuple, int index)
    {
        for (; index >= Level; index -= Level)
        {
            var rest = tuple.GetField("Rest")!;
            il.Emit(OpCodes.Ldflda, rest);
            tuple = rest.FieldType;
        }

        return tuple.GetField($"Item{index + 1}")!;
    }
}
