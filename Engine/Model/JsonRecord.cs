using System.Text.Json;

namespace GpuDigits.Engine.Model;

/// <summary>
/// Reads the serializer's output for our records (<see cref="ModelJson"/>), by reflection. For a model of a few lines the serializer makes
/// the runtime compile about 450 methods, which is most of the start-up time of a program that loads a model; this class needs 20. Names
/// are in camel case, enums are names, and an abstract type is told by the name of the derived one. Missing members get their defaults;
/// unknown members are refused.
/// </summary>
internal static class JsonRecord
{
    /// <exception cref="JsonException">The text is not JSON or does not match the type.</exception>
    public static T Read<T>(string json)
        where T : class
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 16 });
        try
        {
            return (T?)Value(document.RootElement, typeof(T)) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static object? Value(JsonElement json, Type type)
    {
        if (json.ValueKind == JsonValueKind.Null && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null))
            return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            var name = json.GetString()!;
            return Array.IndexOf(Enum.GetNames(type), name) >= 0
                ? Enum.Parse(type, name)
                : throw new JsonException($"'{name}' is not one of {string.Join(", ", Enum.GetNames(type))}");
        }

        if (type.GetElementType() is { } element)
        {
            var array = Array.CreateInstance(element, json.GetArrayLength());
            for (var i = 0; i < array.Length; i++)
                array.SetValue(Value(json[i], element), i);
            return array;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => json.GetBoolean(),
            TypeCode.Int32 => json.GetInt32(),
            TypeCode.UInt32 => json.GetUInt32(),
            TypeCode.Int64 => json.GetInt64(),
            TypeCode.Single => (float)Finite(json, float.MaxValue),
            TypeCode.Double => Finite(json, double.MaxValue),
            TypeCode.String => json.GetString(),
            _ => Record(json, type),
        };
    }

    /// <summary>A record: the parameters of its longest constructor, then its settable properties.</summary>
    private static object Record(JsonElement json, Type type)
    {
        string? discriminator = null;
        if (type.IsAbstract)
            (discriminator, type) = (Camel(type.Name), Derived(json, type));

        var constructors = type.GetConstructors();
        var (constructor, parameters) = (constructors[0], constructors[0].GetParameters());
        foreach (var other in constructors)
        {
            if (other.GetParameters() is var more && more.Length > parameters.Length)
                (constructor, parameters) = (other, more);
        }

        var arguments = new object?[parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var p = parameters[i];
            arguments[i] = json.TryGetProperty(Camel(p.Name!), out var value) ? Value(value, p.ParameterType)
                : p.HasDefaultValue ? p.DefaultValue
                : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null;
        }

        var read = constructor.Invoke(arguments);
        var properties = type.GetProperties();
        foreach (var member in json.EnumerateObject())
        {
            var name = member.Name;
            if (name == discriminator || Array.Exists(parameters, p => Camel(p.Name!) == name))
                continue;
            var property = Array.Find(properties, p => p.CanWrite && Camel(p.Name) == name)
                ?? throw new JsonException($"'{name}' is not known there");
            property.SetValue(read, Value(member.Value, property.PropertyType));
        }

        return read;
    }

    /// <summary>
    /// The derived type that the discriminator names: it lies beside its base. The serializer's attributes say the same, but to read them
    /// takes longer than all else.
    /// </summary>
    private static Type Derived(JsonElement json, Type type)
    {
        var discriminator = Camel(type.Name);
        var name = json.TryGetProperty(discriminator, out var told) ? told.GetString() : null;
        var isName = !string.IsNullOrEmpty(name);
        foreach (var c in name ?? "")
            isName &= char.IsAsciiLetterOrDigit(c);
        return isName && type.Assembly.GetType($"{type.Namespace}.{name}") is { IsAbstract: false } derived && derived.IsSubclassOf(type)
            ? derived
            : throw new JsonException($"there is no {discriminator} '{name}'");
    }

    private static double Finite(JsonElement json, double limit) =>
        json.GetDouble() is var number && Math.Abs(number) <= limit ? number : throw new JsonException($"{json.GetRawText()} is too large");

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
