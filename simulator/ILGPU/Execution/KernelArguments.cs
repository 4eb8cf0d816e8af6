using System.Reflection;
using System.Reflection.Emit;
using ILGPU.Execution.Il;
using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>The memory of a view; implemented by all views, called without boxing.</summary>
internal interface IViewMemory
{
    MemoryBuffer? Owner { get; }

    nint Address { get; }

    long Bytes { get; }
}

/// <summary>Visits the views among a kernel's arguments.</summary>
internal abstract class ViewVisitor
{
    public abstract void Visit(int argument, MemoryBuffer? owner, nint address, long bytes);
}

/// <summary>Finds the views in the arguments of one kernel, including those in structs, by a method emitted for their types.</summary>
internal sealed class KernelArguments<TArgs>
{
    private readonly Visit _visit;
    private readonly string[] _names;

    public KernelArguments(MethodInfo kernel, int skip)
    {
        ParameterInfo[] parameters = [.. kernel.GetParameters().Skip(skip)];
        _names = [.. parameters.Select(p => p.Name ?? "?")];
        var method = new DynamicMethod(
            kernel.Name + " views", typeof(void), [typeof(TArgs).MakeByRefType(), typeof(ViewVisitor)], typeof(KernelEmitter).Module, true);
        var il = method.GetILGenerator();
        for (var i = 0; i < parameters.Length; i++)
            Append(il, i, parameters[i].ParameterType, []);
        il.Emit(OpCodes.Ret);
        _visit = method.CreateDelegate<Visit>();
    }

    private delegate void Visit(ref TArgs args, ViewVisitor visitor);

    public void VisitViews(ref TArgs args, ViewVisitor visitor) => _visit(ref args, visitor);

    public string Name(int argument) => _names[argument];

    private static void Append(ILGenerator il, int argument, Type type, FieldInfo[] path)
    {
        if (typeof(IViewMemory).IsAssignableFrom(type))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldflda, TupleLayout.Approach(il, typeof(TArgs), argument));
            foreach (var field in path)
                il.Emit(OpCodes.Ldflda, field);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, argument);
            il.Emit(OpCodes.Call, typeof(KernelArguments).GetMethod(nameof(KernelArguments.Show))!.MakeGenericMethod(type));
            return;
        }

        if (!type.IsValueType || type.IsPrimitive || type.IsEnum)
            return;
        // The real ILGPU copies an argument through types and a launcher that it emits in a separate assembly.
        if (!type.IsVisible)
        {
            throw new TypeLoadException(
                $"Access is denied: '{type.FullName}'. The types of a kernel's arguments and of all their fields must be public.");
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            Append(il, argument, field.FieldType, [.. path, field]);
    }
}

internal static class KernelArguments
{
    public static void Show<TView>(ref TView view, ViewVisitor visitor, int argument)
        where TView : struct, IViewMemory => visitor.Visit(argument, view.Owner, view.Address, view.Bytes);
}

/// <summary>Refuses views of buffers that are disposed or belong to another accelerator.</summary>
internal sealed class OwnerCheck(string kernel, Func<int, string> name, Accelerator accelerator) : ViewVisitor
{
    public override void Visit(int argument, MemoryBuffer? owner, nint address, long bytes)
    {
        if (owner is null && bytes == 0)
            return;
#pragma warning disable CA1513 // The helper takes no message, but the message must contain the argument's name.
        if (owner is null || owner.IsDisposed)
            throw new ObjectDisposedException($"the buffer of argument '{name(argument)}' of {kernel}");
#pragma warning restore CA1513
        if (owner.Accelerator != accelerator)
            throw new ArgumentException($"{kernel}: argument '{name(argument)}' is a view of another accelerator's buffer");
    }
}

/// <summary>Finds the argument to which an address belongs.</summary>
internal sealed class ArgumentSearch(Func<int, string> name, nint sought) : ViewVisitor
{
    private readonly List<string> _exact = [];
    private readonly List<string> _around = [];

    /// <summary>The arguments' names; null if no argument contains the address.</summary>
    public string? Found =>
        _exact.Count > 0 ? string.Join(" or ", _exact) : _around.Count > 0 ? "a part of " + string.Join(" or ", _around) : null;

    public override void Visit(int argument, MemoryBuffer? owner, nint address, long bytes)
    {
        var quoted = $"'{name(argument)}'";
        if (address == sought && !_exact.Contains(quoted))
            _exact.Add(quoted);
        else if (sought > address && sought < address + bytes && !_around.Contains(quoted))
            _around.Add(quoted);
    }
}
