using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace GpuDigits.Engine.Tests.House;

/// <summary>
/// Which type uses which: base types, signatures, fields, attributes and the instructions of all methods of a compiled assembly.
/// </summary>
/// <remarks>The compiler replaces a constant by its value, so the use of a constant alone is not seen.</remarks>
internal static class TypeReferences
{
    /// <summary>Each pair once; a nested or generated type counts as the outermost type that it lies in.</summary>
    public static IReadOnlyCollection<(TypeReference From, TypeReference To)> Read(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var pairs = new Dictionary<(string, string), (TypeReference, TypeReference)>();
        foreach (var type in module.GetAllTypes())
        {
            foreach (var named in Of(type).SelectMany(Named))
            {
                (var from, var to) = (Outermost(type), Outermost(named));
                if (from.FullName != to.FullName)
                    pairs.TryAdd((from.FullName, to.FullName), (from, to));
            }
        }
        return pairs.Values;
    }

    private static IEnumerable<TypeReference?> Of(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.CustomAttributes.Select(one => one.AttributeType),
        .. Constraints(type),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Methods.SelectMany(Of),
    ];

    private static IEnumerable<TypeReference?> Of(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Constraints(method),
        .. method.CustomAttributes.Select(one => one.AttributeType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(handler => handler.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Of) : [],
    ];

    private static IEnumerable<TypeReference?> Of(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. Signature(method.ElementMethod), .. method.GenericArguments],
        MethodReference method => Signature(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    /// <summary>The types that an array, a pointer or a constructed type is made of.</summary>
    private static IEnumerable<TypeReference> Named(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Named(generic.ElementType), .. generic.GenericArguments.SelectMany(Named)],
        FunctionPointerType pointer => [.. Named(pointer.ReturnType), .. pointer.Parameters.SelectMany(p => Named(p.ParameterType))],
        IModifierType modified => [.. Named(modified.ElementType), .. Named(modified.ModifierType)],
        TypeSpecification made => Named(made.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
