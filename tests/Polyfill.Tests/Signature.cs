using System.Reflection;
using System.Text;

namespace GpuDigits.Polyfill.Tests;

/// <summary>Public members as single lines of text, the same for the real package and for the stand-in.</summary>
public static class Signature
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>All lines of a type: its head, then its public members, inherited ones too (those of System types left out).</summary>
    public static IEnumerable<string> Of(Type type)
    {
        yield return $"type {Name(type)} : {Kind(type)}";
        if (type.IsEnum)
        {
            foreach (string name in type.GetEnumNames())
                yield return $"{Name(type)}.{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}";
            yield break;
        }

        foreach (MemberInfo member in type.GetMembers(Declared | BindingFlags.FlattenHierarchy))
        {
            string? line = member switch
            {
                ConstructorInfo c => $"new({Parameters(c)})",
                MethodInfo { IsSpecialName: true } m when !m.Name.StartsWith("op_", StringComparison.Ordinal) => null,
                MethodInfo m => $"{Static(m)}{Name(m.ReturnType)} {m.Name}{Generics(m)}({Parameters(m)})",
                PropertyInfo p => Property(p),
                FieldInfo f => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}",
                _ => null,
            };
            if (line is not null && !(member.DeclaringType!.Namespace ?? "").StartsWith("System", StringComparison.Ordinal))
                yield return $"{Name(type)}: {line}";
        }
    }

    private static string Property(PropertyInfo p)
    {
        MethodInfo accessor = (p.GetMethod?.IsPublic == true ? p.GetMethod : p.SetMethod)!;
        string access = (p.GetMethod?.IsPublic == true ? "get;" : "") + (p.SetMethod?.IsPublic == true ? "set;" : "");
        string index = p.GetIndexParameters().Length == 0 ? "" : $"[{string.Join(", ", p.GetIndexParameters().Select(x => Name(x.ParameterType)))}]";
        return $"{Static(accessor)}{Name(p.PropertyType)} {p.Name}{index} {{{access}}}";
    }

    private static string Static(MethodInfo m) => m.IsStatic ? "static " : "";

    private static string Kind(Type t) =>
        t.IsEnum ? "enum" : t.IsInterface ? "interface" : t.IsValueType ? "struct" : t.IsAbstract && t.IsSealed ? "static class" : "class";

    private static string Generics(MethodInfo m) =>
        m.IsGenericMethodDefinition ? $"<{string.Join(", ", m.GetGenericArguments().Select(Parameter))}>" : "";

    private static string Parameter(Type t)
    {
        GenericParameterAttributes a = t.GenericParameterAttributes;
        var constraints = new List<string>();
        if ((a & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0)
            constraints.Add(t.CustomAttributes.Any(x => x.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct");
        if ((a & GenericParameterAttributes.ReferenceTypeConstraint) != 0)
            constraints.Add("class");
        constraints.AddRange(t.GetGenericParameterConstraints().Where(x => x != typeof(ValueType)).Select(Name).Order(StringComparer.Ordinal));
        return constraints.Count == 0 ? t.Name : $"{t.Name}:{string.Join("+", constraints)}";
    }

    private static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(p =>
        (p.IsOut ? "out " : p.ParameterType.IsByRef ? p.IsIn ? "in " : "ref " : "") + Name(p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType)
        + (m.IsStatic ? $" {p.Name}" : $" {p.Name}") + (p.HasDefaultValue ? " = " + (p.DefaultValue ?? "null") : "")));

    private static string Name(Type t)
    {
        if (t.IsByRef)
            return "ref " + Name(t.GetElementType()!);
        if (t.IsArray)
            return Name(t.GetElementType()!) + "[" + new string(',', t.GetArrayRank() - 1) + "]";
        if (t.IsGenericParameter)
            return t.Name;
        var s = new StringBuilder(t.Namespace).Append('.');
        string name = t.Name;
        for (Type? d = t.DeclaringType; d is not null; d = d.DeclaringType)
            name = d.Name + "." + name;
        s.Append(System.Text.RegularExpressions.Regex.Replace(name, "`\\d+", ""));
        if (t.IsGenericType)
            s.Append('<').AppendJoin(", ", t.GetGenericArguments().Select(Name)).Append('>');
        return s.ToString();
    }
}
