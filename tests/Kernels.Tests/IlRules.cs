using System.Reflection;
using System.Reflection.Emit;

namespace GpuDigits.Kernels.Tests;

/// <summary>
/// What ILGPU's compiler refuses, or accepts and makes slow or wrong, found in the IL of a method and of everything that it calls in its
/// own assembly. Calls out of the assembly must be on the list.
/// </summary>
internal static class IlRules
{
    private static readonly HashSet<OpCode> Exceptions = [OpCodes.Throw, OpCodes.Rethrow];

    private static readonly HashSet<OpCode> DoubleArithmetic =
        [OpCodes.Ldc_R8, OpCodes.Conv_R8, OpCodes.Conv_R_Un, OpCodes.Ldind_R8, OpCodes.Stind_R8];

    private static readonly HashSet<OpCode> References =
        [OpCodes.Box, OpCodes.Unbox, OpCodes.Unbox_Any, OpCodes.Castclass, OpCodes.Isinst, OpCodes.Newarr, OpCodes.Ldlen];

    private static readonly HashSet<OpCode> StaticFields = [OpCodes.Ldsfld, OpCodes.Ldsflda, OpCodes.Stsfld];

    // Types of which every member may be used.
    private static readonly HashSet<string> AllowedTypes =
    [
        "ILGPU.ArrayView`1", "ILGPU.Index1D", "ILGPU.Index2D", "ILGPU.Index3D", "ILGPU.Group", "ILGPU.Grid", "ILGPU.SharedMemory",
        "ILGPU.LocalMemory", "ILGPU.Warp", "ILGPU.Algorithms.XMath", "ILGPU.Runtime.SpecializedValue`1",
    ];

    private static readonly HashSet<string> AllowedMethods =
    [
        "System.Math.Min", "System.Math.Max", "System.Math.Abs",
        "System.MathF.Min", "System.MathF.Max", "System.MathF.Abs", "System.MathF.Sqrt", "System.MathF.Exp", "System.MathF.Log",
    ];

    /// <summary>One line for each violation, with the method where it stands.</summary>
    public static IReadOnlyList<string> Check(MethodBase root)
    {
        var violations = new List<string>();
        var known = new HashSet<MethodBase> { root };
        var waiting = new Queue<MethodBase>([root]);
        while (waiting.TryDequeue(out var method))
        {
            foreach (var violation in Check(method, called =>
            {
                if (known.Add(called))
                    waiting.Enqueue(called);
            }))
            {
                violations.Add($"{method.DeclaringType?.Name}.{method.Name}: {violation}");
            }
        }
        return violations;
    }

    private static IEnumerable<string> Check(MethodBase method, Action<MethodBase> follow)
    {
        foreach (var type in Types(method))
        {
            if (type == typeof(double))
                yield return "double arithmetic";
            else if (type.IsByRefLike)
                yield return $"span {type.Name}";
            else if (type.IsClass && type != typeof(void))
                yield return $"object {type.Name}";
        }
        if (method.GetMethodBody()!.ExceptionHandlingClauses.Count > 0)
            yield return "exception handler";

        var constrained = false;
        foreach (var (code, member) in IlReader.Read(method))
        {
            if (Exceptions.Contains(code))
                yield return "throw";
            else if (DoubleArithmetic.Contains(code))
                yield return "double arithmetic";
            else if (References.Contains(code))
                yield return $"object ({code.Name})";
            else if (code == OpCodes.Ldstr)
                yield return "string";
            else if (code == OpCodes.Ldftn || code == OpCodes.Ldvirtftn || code == OpCodes.Calli)
                yield return "delegate";
            else if (code == OpCodes.Localloc)
                yield return "span (stackalloc)";
            else if (StaticFields.Contains(code) && member is FieldInfo { IsInitOnly: false } field)
                yield return $"mutable static field {field.Name}";
            else if (code == OpCodes.Newobj && !member!.DeclaringType!.IsValueType)
                yield return $"object {member.DeclaringType.Name}";
            else if (code == OpCodes.Callvirt && !constrained)
                yield return $"virtual call {member!.Name}";
            else if (member is MethodBase called && !constrained)
            {
                if (called.Module == method.Module)
                    follow(called);
                else if (!Allowed(called))
                    yield return $"call outside the allowed list: {called.DeclaringType}.{called.Name}";
            }
            // A call through a type parameter is bound at compile time.
            constrained = code == OpCodes.Constrained && ((Type)member!).IsGenericMethodParameter;
        }
    }

    private static IEnumerable<Type> Types(MethodBase method)
    {
        var types = method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method.GetMethodBody()!.LocalVariables.Select(local => local.LocalType));
        if (method is MethodInfo { ReturnType: var result } && result != typeof(void))
            types = types.Append(result);
        return types.Select(type => type.IsByRef ? type.GetElementType()! : type).Where(type => !type.IsGenericParameter);
    }

    private static bool Allowed(MethodBase method)
    {
        var type = method.DeclaringType!;
        var name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!;
        return AllowedTypes.Contains(name) || AllowedMethods.Contains($"{name}.{method.Name}");
    }
}
