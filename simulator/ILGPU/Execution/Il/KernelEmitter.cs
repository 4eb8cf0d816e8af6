using System.Reflection;
using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>Runs a kernel for one thread from start to end.</summary>
internal delegate void PlainBody<TArgs>(GroupContext context, ref TArgs args);

/// <summary>Like <see cref="PlainBody{TArgs}"/>, for a kernel whose first argument is its index.</summary>
internal delegate void IndexedBody<TArgs>(GroupContext context, Index1D index, ref TArgs args);

/// <summary>
/// Runs a kernel for one thread from a state (0: its start) to its next wait. The result is the number of that site, from 1, or 0 at the
/// end. The frame holds what the thread must keep.
/// </summary>
internal delegate int StepBody<TArgs, TFrame>(GroupContext context, ref TArgs args, ref TFrame frame, int state);

/// <summary>
/// Emits a kernel again as a dynamic method. Dynamic methods are compiled with full optimisation immediately, even from a debug build, and
/// can be changed.
/// </summary>
internal sealed class KernelEmitter
{
    private static readonly Dictionary<MethodBase, FieldInfo> ContextFields = GroupContext.Getters();

    private readonly FlatKernel _kernel;
    private readonly ILGenerator _il;
    private readonly Dictionary<Variable, LocalBuilder> _locals = [];
    private readonly Dictionary<Instruction, Label> _labels = [];
    private readonly AccessSites? _accesses;

    private KernelEmitter(FlatKernel kernel, DynamicMethod method, AccessSites? accesses)
    {
        _kernel = kernel;
        _accesses = accesses;
        _il = method.GetILGenerator();
        foreach (var variable in kernel.Variables)
            _locals[variable] = _il.DeclareLocal(variable.Type);
        foreach (var i in kernel.Code.Where(i => i.Kind == Kind.Target))
            _labels[i] = _il.DefineLabel();
    }

    /// <summary>
    /// The kernel from start to end, as <see cref="IndexedBody{TArgs}"/> or <see cref="PlainBody{TArgs}"/>. With accesses, each load and
    /// store is reported to the launch's <see cref="Observer"/>.
    /// </summary>
    /// <exception cref="NotTransformableException">The kernel uses unsupported IL.</exception>
    public static Delegate Plain(MethodInfo kernel, bool indexed, Type args, AccessSites? accesses = null)
    {
        var flat = Flattener.Flatten(kernel, inline: accesses is not null, everything: accesses is not null);
        var first = kernel.IsStatic ? 0 : 1;
        Type[] parameters = indexed
            ? [typeof(GroupContext), typeof(Index1D), args.MakeByRefType()]
            : [typeof(GroupContext), args.MakeByRefType()];
        var method = new DynamicMethod(kernel.Name, typeof(void), parameters, typeof(KernelEmitter).Module, skipVisibility: true);
        var emitter = new KernelEmitter(flat, method, accesses);
        foreach (var argument in flat.Variables.Where(v => v.Argument >= first))
        {
            var position = argument.Argument - first;
            if (indexed && position == 0)
                emitter._il.Emit(OpCodes.Ldarg_1);
            else
                emitter.LoadField(parameters.Length - 1, args, indexed ? position - 1 : position);
            emitter._il.Emit(OpCodes.Stloc, emitter._locals[argument]);
        }

        foreach (var i in flat.Code)
            emitter.Emit(i);
        return method.CreateDelegate((indexed ? typeof(IndexedBody<>) : typeof(PlainBody<>)).MakeGenericType(args));
    }

    /// <summary>The kernel as a resumable step, with its frame's type and the sites where it waits.</summary>
    /// <exception cref="NotTransformableException">The state at a wait cannot be kept.</exception>
    public static (Delegate Step, Type Frame, IReadOnlyList<Site> Sites) Resumable(
        MethodInfo kernel, Type args, AccessSites? accesses = null)
    {
        var flat = Flattener.Flatten(kernel, inline: true, everything: accesses is not null);
        var layout = FrameLayout.Of(flat);
        var first = kernel.IsStatic ? 0 : 1;
        var method = new DynamicMethod(
            kernel.Name,
            typeof(int),
            [typeof(GroupContext), args.MakeByRefType(), layout.Frame.MakeByRefType(), typeof(int)],
            typeof(KernelEmitter).Module,
            skipVisibility: true);
        method.InitLocals = false;
        var emitter = new KernelEmitter(flat, method, accesses);
        var il = emitter._il;

        // Arguments that no thread changes are read again at every step; each thread has its own copy of the others from the start.
        List<Variable> arguments = [.. flat.Variables.Where(v => v.Argument >= first)];
        emitter.LoadArguments(arguments.Where(v => !v.Assigned), args, first);
        var start = il.DefineLabel();
        Label[] resume = [.. flat.Sites.Select(_ => il.DefineLabel())];
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Switch, [start, .. resume]);
        il.MarkLabel(start);
        emitter.LoadArguments(arguments.Where(v => v.Assigned), args, first);

        var site = 0;
        foreach (var i in flat.Code)
        {
            if (i.Kind != Kind.Suspend)
            {
                if (i.OpCode == OpCodes.Ret)
                    il.Emit(OpCodes.Ldc_I4_0);
                emitter.Emit(i);
                continue;
            }

            emitter.Suspend(layout, site, resume[site]);
            site++;
        }

        return (method.CreateDelegate(typeof(StepBody<,>).MakeGenericType(args, layout.Frame)), layout.Frame, flat.Sites);
    }

    private void LoadArguments(IEnumerable<Variable> arguments, Type args, int first)
    {
        foreach (var argument in arguments)
        {
            LoadField(1, args, argument.Argument - first);
            _il.Emit(OpCodes.Stloc, _locals[argument]);
        }
    }

    private void LoadField(int argument, Type tuple, int index)
    {
        _il.Emit(OpCodes.Ldarg, (short)argument);
        _il.Emit(OpCodes.Ldfld, TupleLayout.Approach(_il, tuple, index));
    }

    private void Suspend(FrameLayout layout, int site, Label resume)
    {
        (var stack, var variables) = layout.Saved[site];

        // The address of the field must be below the value, so the values on the stack are moved through locals.
        for (var n = stack.Count - 1; n >= 0; n--)
        {
            var slot = stack[n].Slot;
            if (slot < 0)
            {
                _il.Emit(OpCodes.Pop);
                continue;
            }

            var temporary = _il.DeclareLocal(layout.Slots[slot]);
            _il.Emit(OpCodes.Stloc, temporary);
            Save(layout, slot, temporary);
        }

        foreach ((var variable, var slot) in variables)
            Save(layout, slot, _locals[variable]);
        _il.Emit(OpCodes.Ldc_I4, site + 1);
        _il.Emit(OpCodes.Ret);

        _il.MarkLabel(resume);
        foreach ((var variable, var slot) in variables)
        {
            LoadField(2, layout.Frame, slot);
            _il.Emit(OpCodes.Stloc, _locals[variable]);
        }

        foreach ((var value, var slot) in stack)
        {
            if (slot >= 0)
            {
                LoadField(2, layout.Frame, slot);
                continue;
            }

            _il.Emit(OpCodes.Ldloca, _locals[value.AddressOf!]);
            foreach (var field in value.Fields!)
                _il.Emit(OpCodes.Ldflda, field);
        }
    }

    private void Save(FrameLayout layout, int slot, LocalBuilder local)
    {
        _il.Emit(OpCodes.Ldarg_2);
        var field = TupleLayout.Approach(_il, layout.Frame, slot);
        _il.Emit(OpCodes.Ldloc, local);
        if (layout.Slots[slot] == typeof(nint))
            _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Stfld, field);
    }

    private void Emit(Instruction i)
    {
        if (i.Kind == Kind.Target)
        {
            _il.MarkLabel(_labels[i]);
            return;
        }

        if (i.Operand is MethodBase getter && ContextFields.TryGetValue(getter, out var field))
        {
            _il.Emit(OpCodes.Ldarg_0);
            _il.Emit(OpCodes.Ldfld, field);
            return;
        }

        _accesses?.Tell(_il, i);
        switch (i.Operand)
        {
            case null: _il.Emit(i.OpCode); break;
            case Variable v: _il.Emit(i.OpCode, _locals[v]); break;
            case Instruction t: _il.Emit(i.OpCode, _labels[t]); break;
            case Instruction[] ts: _il.Emit(i.OpCode, [.. ts.Select(t => _labels[t])]); break;
            case MethodInfo m: _il.Emit(i.OpCode, m); break;
            case ConstructorInfo c: _il.Emit(i.OpCode, c); break;
            case FieldInfo f: _il.Emit(i.OpCode, f); break;
            case Type t: _il.Emit(i.OpCode, t); break;
            case string s: _il.Emit(i.OpCode, s); break;
            case int n: _il.Emit(i.OpCode, n); break;
            case long n: _il.Emit(i.OpCode, n); break;
            case float n: _il.Emit(i.OpCode, n); break;
            case double n: _il.Emit(i.OpCode, n); break;
            case byte n: _il.Emit(i.OpCode, n); break;
            default: throw new NotTransformableException($"the operand of {i.OpCode.Name} is unknown");
        }
    }
}
