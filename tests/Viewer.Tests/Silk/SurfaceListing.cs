using System.Reflection;

namespace GpuDigits.Viewer.Tests.Silk;

/// <summary>The public surface of an assembly as lines of text: one a type, one a member, in the words of C#.</summary>
internal static class SurfaceListing
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    /// <summary>The lines of all public types, in ordinal order.</summary>
    public static string[] Of(params IEnumerable<Assembly> assemblies) =>
        [.. assemblies.SelectMany(assembly => assembly.GetExportedTypes()).SelectMany(OfType).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> OfType(Type type)
    {
        var name = $"{type.Namespace}.{Name(type)}";
        if (type.IsEnum)
        {
            yield return $"{name}: enum : {Name(type.GetEnumUnderlyingType())}";
            foreach (var value in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                yield return $"{name}: {value.Name} = {value.GetRawConstantValue()}";
            yield break;
        }
        yield return $"{name}: {(type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class")}";
        foreach (var parent in type.GetInterfaces())
            yield return $"{name}: is {Name(parent)}";
        var flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var members = type.GetMembers(flags).Where(member => member.DeclaringType!.Namespace!.StartsWith("Silk", StringComparison.Ordinal));
        foreach (var member in members)
            if (Describe(member) is { } text)
                yield return $"{name}: {text}";
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Name(constructor.DeclaringType!, false)}({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method when IsOverride(method) => null,
        MethodInfo method => $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})",
        PropertyInfo property => $"{Static(property.GetMethod!)}{Name(property.PropertyType)}{Mark(property)} {property.Name} "
            + $"{{ get;{(property.SetMethod is { IsPublic: true } ? " set;" : "")} }}",
        EventInfo occurrence => $"event {Name(occurrence.EventHandlerType!)}{Mark(occurrence)} {occurrence.Name}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        _ => null,
    };

    /// <summary>Of Equals(object), GetHashCode or ToString(), which every type has.</summary>
    private static bool IsOverride(MethodInfo method) =>
        method.GetBaseDefinition().DeclaringType is { } type && (type == typeof(object) || type == typeof(ValueType));

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Direction(parameter)}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}"));

    private static string Direction(ParameterInfo parameter) =>
        !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";

    private static string Mark(PropertyInfo property) =>
        !property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable
            ? "?" : "";

    private static string Mark(EventInfo occurrence) =>
        new NullabilityInfoContext().Create(occurrence).ReadState == NullabilityState.Nullable ? "?" : "";

    private static string Name(Type type, bool withArguments = true)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return withArguments ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(argument => Name(argument)))}>" : name;
    }
}
