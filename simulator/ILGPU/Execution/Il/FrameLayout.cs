namespace ILGPU.Execution.Il;

/// <summary>The layout of the frame in which a waiting thread keeps its variables and its evaluation stack.</summary>
internal sealed class FrameLayout
{
    private readonly List<Type> _slots = [];
    private readonly Dictionary<Variable, int> _ofVariable = [];
    private readonly Dictionary<(int Depth, Type Type), int> _ofStack = [];

    private FrameLayout()
    {
    }

    /// <summary>The types of the slots.</summary>
    public IReadOnlyList<Type> Slots => _slots;

    /// <summary>The tuple of all slots.</summary>
    public Type Frame { get; private set; } = typeof(void);

    /// <summary>For each suspension: the stack, bottom first, and the variables, with their slots.</summary>
    public List<(IReadOnlyList<(StackValue Value, int Slot)> Stack, IReadOnlyList<(Variable Variable, int Slot)> Variables)> Saved { get; }
        = [];

    /// <exception cref="NotTransformableException">A value that must be kept is a reference that may point to another thread's
    /// stack.</exception>
    public static FrameLayout Of(FlatKernel kernel)
    {
        var layout = new FrameLayout();
        var stacks = StackTypes.Of(kernel);
        var live = Liveness.AtSuspensions(kernel);
        var site = 0;
        for (var at = 0; at < kernel.Code.Count; at++)
        {
            if (kernel.Code[at].Kind != Kind.Suspend)
                continue;
            List<(StackValue Value, int Slot)> stack = [.. (stacks[at] ?? []).Select((v, depth) => (v, layout.StackSlot(v, depth)))];
            List<(Variable Variable, int Slot)> variables = [.. live[site].Where(MustBeKept).Select(v => (v, layout.VariableSlot(v)))];
            layout.Saved.Add((stack, variables));
            site++;
        }

        layout.Frame = TupleLayout.Of(layout._slots);
        return layout;
    }

    private static bool MustBeKept(Variable v) => v.Argument < 0 || v.Assigned;

    /// <summary>The slot of a value on the stack; -1 for an address that can be taken again.</summary>
    private int StackSlot(StackValue value, int depth)
    {
        if (value.AddressOf is not null)
            return -1;
        var type = value.Type;
        if (_ofStack.TryGetValue((depth, type), out var slot))
            return slot;
        _slots.Add(Storable(type, "the evaluation stack"));
        return _ofStack[(depth, type)] = _slots.Count - 1;
    }

    private int VariableSlot(Variable variable)
    {
        if (_ofVariable.TryGetValue(variable, out var slot))
            return slot;
        _slots.Add(variable.Native ? typeof(nint) : Storable(variable.Type, variable.Name));
        return _ofVariable[variable] = _slots.Count - 1;
    }

    private static Type Storable(Type type, string where) =>
        type.IsPointer ? typeof(nint)
        : type.IsByRef || type.IsByRefLike ? throw new NotTransformableException($"{where} holds a {type.Name} while a thread waits")
        : type;
}
