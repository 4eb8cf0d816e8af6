using System.Collections;
using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>The variables that are live after each suspension: the usual backward data-flow analysis.</summary>
internal static class Liveness
{
    /// <summary>For every <see cref="Kind.Suspend"/> in order, the variables that must survive it.</summary>
    public static List<List<Variable>> AtSuspensions(FlatKernel kernel)
    {
        var code = kernel.Code;
        var place = new Dictionary<Instruction, int>();
        for (var i = 0; i < code.Count; i++)
            place[code[i]] = i;
        var live = new BitArray[code.Count + 1];
        for (var i = 0; i < live.Length; i++)
            live[i] = new BitArray(kernel.Variables.Count);

        var changed = true;
        while (changed)
        {
            changed = false;
            for (var at = code.Count - 1; at >= 0; at--)
            {
                var i = code[at];
                var after = After(i, at);
                Apply(code, at, after);
                if (Same(after, live[at]))
                    continue;
                live[at] = after;
                changed = true;
            }
        }

        var result = new List<List<Variable>>();
        for (var at = 0; at < code.Count; at++)
        {
            if (code[at].Kind == Kind.Suspend)
                result.Add([.. kernel.Variables.Where(v => live[at + 1][v.Number] || v.Exposed)]);
        }

        return result;

        BitArray After(Instruction i, int at)
        {
            var falls = i.Kind != Kind.Plain
                || i.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
            var set = falls ? new BitArray(live[at + 1]) : new BitArray(kernel.Variables.Count);
            var targets = i.Operand switch { Instruction t => [t], Instruction[] ts => ts, _ => [] };
            foreach (var target in targets)
                set.Or(live[place[target]]);
            return set;
        }
    }

    private static void Apply(IReadOnlyList<Instruction> code, int at, BitArray set)
    {
        if (code[at].Operand is not Variable variable)
            return;
        var initialised = code[at].OpCode == OpCodes.Ldloca && at + 1 < code.Count && code[at + 1].OpCode == OpCodes.Initobj;
        set[variable.Number] = code[at].OpCode != OpCodes.Stloc && !initialised;
    }

    private static bool Same(BitArray a, BitArray b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i] != b[i])
                return false;
        }

        return true;
    }
}
