using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuDigits.Engine;

/// <summary>The values of an enum as their names in camel case; no numbers.</summary>
internal sealed class CamelCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
