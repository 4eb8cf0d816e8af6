using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ILGPU.Execution.Il;

/// <summary>A kernel as one list of instructions; methods that wait for other threads are inlined.</summary>
internal sealed class FlatKernel
{
    public required IReadOnlyList<Instruction> Code { get; init; }

    public required IReadOnlyList<Variable> Variables { get; init; }

    public required IReadOnlyList<Site> Sites { get; init; }
}

/// <summary>Inlines, in IL, every method in which a thread may wait.</summary>
internal sealed class Flattener
{
    private const int DeepestCall = 32;

    private readonly List<Instruction> _code = [];
    private readonly List<Variable> _variables = [];
    private readonly List<Site> _sites = [];
    private readonly bool _inline;
    private readonly bool _everything;
    private int _depth;

    private Flattener(bool inline, bool everything)
    {
        _inline = inline;
        _everything = everything;
    }

    /// <summary>
    /// Reads a kernel. With inline, waits become <see cref="Kind.Suspend"/>; otherwise they stay calls. With everything, the kernel's own
    /// helper methods that do not wait are inlined too.
    /// </summary>
    /// <exception cref="NotTransformableException">The kernel contains exception handlers or recursion.</exception>
    public static FlatKernel Flatten(MethodInfo kernel, bool inline, bool everything = false)
    {
        var flattener = new Flattener(inline, everything);
        var types = IlReader.ArgumentTypes(kernel);
        Variable[] arguments = [.. types.Select((t, i) => new Variable(t, $"argument {i}") { Argument = i, Native = false })];
        flattener._variables.AddRange(arguments);
        flattener.Append(kernel, arguments, kernel.Name);
        for (var i = 0; i < flattener._variables.Count; i++)
            flattener._variables[i].Number = i;
        HashSet<Type> written = [.. flattener._code.SelectMany(WrittenThroughReference)];
        foreach (var argument in arguments.Where(a => written.Contains(a.Type)))
            argument.Assigned = true;
        return new FlatKernel { Code = flattener._code, Variables = flattener._variables, Sites = flattener._sites };
    }

    private void Append(MethodBase method, Variable[] arguments, string siteName)
    {
        var body = method.GetMethodBody() ?? throw new NotTransformableException($"{method.Name} has no IL");
        if (body.ExceptionHandlingClauses.Count > 0)
            throw new NotTransformableException($"{method.Name} has exception handlers");
        if (++_depth > DeepestCall)
            throw new NotTransformableException($"{method.Name} is recursive");
        Variable[] locals = [.. body.LocalVariables.Select(l => new Variable(l.LocalType, $"{method.Name} local {l.LocalIndex}"))];
        _variables.AddRange(locals);
        var source = IlReader.Read(method, body, arguments, locals);
        var end = new Instruction(OpCodes.Nop) { Kind = Kind.Target };
        var inner = _depth > 1;

        // Jumps refer to instruction objects, so a replaced instruction must stay a valid target: a Target takes its place.
        var targets = new Dictionary<Instruction, Instruction>();
        foreach (var i in source)
        {
            foreach (var t in Targets(i))
                targets.TryAdd(t, new Instruction(OpCodes.Nop) { Kind = Kind.Target });
        }

        if (inner)
        {
            foreach (var local in locals.Where(l => !l.Type.IsByRef && !l.Type.IsPointer))
            {
                _code.Add(new Instruction(OpCodes.Ldloca, local));
                _code.Add(new Instruction(OpCodes.Initobj, local.Type));
            }
        }

        foreach (var i in source)
        {
            if (targets.TryGetValue(i, out var target))
                _code.Add(target);
            if (i.OpCode == OpCodes.Ret && inner)
            {
                _code.Add(new Instruction(OpCodes.Br, end));
                continue;
            }

            if (i.OpCode == OpCodes.Jmp || i.OpCode == OpCodes.Calli || i.OpCode == OpCodes.Localloc || i.OpCode == OpCodes.Arglist)
                throw new NotTransformableException($"{i.OpCode.Name} in {method.Name}");
            if (i.OpCode == OpCodes.Tailcall)
                continue;
            i.Operand = i.Operand switch
            {
                Instruction to => targets[to],
                Instruction[] many => many.Select(t => targets[t]).ToArray(),
                _ => i.Operand,
            };
            if (i.OpCode.FlowControl == FlowControl.Call && _inline && IlReader.Callee(i) is { } callee)
            {
                Call(i, callee, siteName, method);
                continue;
            }

            Note(i);
            _code.Add(i);
        }

        if (inner)
            _code.Add(end);
        _depth--;
    }

    private static Instruction[] Targets(Instruction i) => i.Operand switch
    {
        Instruction one => [one],
        Instruction[] many => many,
        _ => [],
    };

    /// <summary>The types that an instruction may overwrite through a reference.</summary>
    private static IEnumerable<Type> WrittenThroughReference(Instruction i) => i.Operand switch
    {
        Type type when i.OpCode == OpCodes.Initobj || i.OpCode == OpCodes.Stobj || i.OpCode == OpCodes.Cpobj => [type],
        MethodBase method => method.GetParameters()
            .Where(p => p.ParameterType.IsByRef && !p.IsIn)
            .Select(p => p.ParameterType.GetElementType()!),
        _ => [],
    };

    private void Call(Instruction call, MethodBase callee, string siteName, MethodBase within)
    {
        if (Suspension.ScopeOf(callee) is { } scope)
        {
            // A shuffle waits for values in registers only.
            var site = new Site(scope, siteName, OrdersMemory: within.Name == nameof(Warp.Barrier));
            _sites.Add(site);
            _code.Add(new Instruction(OpCodes.Nop) { Kind = Kind.Suspend, Site = site });
            return;
        }

        if (!Suspension.IsReachedFrom(callee) && !(_everything && IsHelper(call, callee)))
        {
            Note(call);
            _code.Add(call);
            return;
        }

        if (call.Constrained is not null)
            _code.RemoveAt(_code.Count - 1);
        Variable[] arguments = [.. IlReader.ArgumentTypes(callee).Select((t, n) => new Variable(t, $"{callee.Name} argument {n}"))];
        _variables.AddRange(arguments);
        for (var n = arguments.Length - 1; n >= 0; n--)
            _code.Add(new Instruction(OpCodes.Stloc, arguments[n]));
        var isOurs = callee.DeclaringType?.Assembly == typeof(Flattener).Assembly;
        var fromOurs = within.DeclaringType?.Assembly == typeof(Flattener).Assembly;
        var name = isOurs && !fromOurs
            ? $"{callee.DeclaringType!.Name}.{callee.Name} at IL offset 0x{call.Offset:X} of {within.Name}"
            : siteName;
        Append(callee, arguments, name);
    }

    private static bool IsHelper(Instruction call, MethodBase callee) =>
        call.OpCode != OpCodes.Newobj && callee is MethodInfo { IsAbstract: false } && callee.DeclaringType is { } type
        && type.Assembly != typeof(Flattener).Assembly
        && type.Assembly.GetName().Name?.StartsWith("System.", StringComparison.Ordinal) == false
        && callee.GetMethodBody() is not null;

    private static void Note(Instruction i)
    {
        if (i.Operand is not Variable variable)
            return;
        if (i.OpCode == OpCodes.Stloc)
            variable.Assigned = true;

        // The address of a read-only struct is only used to read it (calls of its members); any other address may be written through or
        // kept.
        if (i.OpCode == OpCodes.Ldloca && !variable.Type.IsDefined(typeof(IsReadOnlyAttribute), false))
            variable.Exposed = variable.Assigned = true;
    }
}
