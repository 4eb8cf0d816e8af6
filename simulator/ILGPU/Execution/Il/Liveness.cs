using System.Collections;
using System.Reflection.Emit;

namespace ILGPU.Execution.Il;

/// <summary>The variables that are live after each suspension: the usual backward data-flow analysis.</summary>
internal static class Liveness
{
    /// <summary>For every <see cref="Kind.Suspend"/> in order, the variables that must survive it.</summary>
    public static List<List<Variable>> AtSuspensions(FlatKernel kernel)
    {
        IReadOnlyList<Instruction> code = kernel.Code;
        var place = new Dictionary<Instruction, int>();
        for (int i = 0; i < code.Count; i++)
            place[code[i]] = i;
        var live = new BitArray[code.Count + 1];
        for (int i = 0; i < live.Length; i++)
            live[i] = new BitArray(kernel.Variables.Count);

        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int at = code.Count - 1; at >= 0; at--)
            {
                Instruction i = code[at];
                BitArray after = After(i, at);
                Apply(code, at, after);
                if (Same(after, live[at]))
                    continue;
                live[at] = after;
                changed = true;
            }
        }

        var result = new List<List<Variable>>();
        for (int at = 0; at < code.Count; at++)
        {
            if (code[at].Kind == Kind.Suspend)
                result.Add([.. kernel.Variables.Where(v => live[at + 1][v.Number] || v.Exposed)]);
        }

        return result;

        BitArray After(Instruction i, int at)
        {
            bool falls = i.Kind != Kind.Plain
                || i.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
            var set = falls ? new BitArray(live[at + 1]) : new BitArray(kernel.Variables.Count);
            Instruction[] targets = i.Operand switch { Instruction t => [t], Instruction[] ts => ts, _ => [] };
            foreach (Instruction target in targets)
                set.Or(live[place[target]]);
            return set;
        }
    }

    private static void Apply(IReadOnlyList<Instruction> code, int at, BitArray set)
    {
        if (code[at].Operand is not Variable variable)
            return;
        bool initialised = code[at].OpCode == OpCodes.Ldloca && at + 1 < code.Count && code[at + 1].OpCode == OpCodes.Initobj;
        set[variable.Number] = code[at].OpCode != OpCodes.Stloc && !initialised;
    }

    private static bool Same(BitArray a, BitArray b)
    {
        for (int i = 0; i < a.Count; i++)
        {
            if (a[i] != b[i])
                return false;
        }

        return true;
    }
}
