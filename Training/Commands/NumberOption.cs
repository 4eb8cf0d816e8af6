using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace GpuDigits.Training.Commands;

/// <summary>Options that take a number: finite, written with a point, and within stated limits.</summary>
internal static class NumberOption
{
    /// <summary>A number with a default.</summary>
    public static Option<T> Of<T>(string name, T least, T most, T standard)
        where T : struct, INumber<T> => new(name)
        {
            CustomParser = result => Parse(name, least, most, result) ?? standard,
            DefaultValueFactory = _ => standard,
        };

    /// <summary>A number without a default.</summary>
    public static Option<T?> Optional<T>(string name, T least, T most)
        where T : struct, INumber<T> => new(name) { CustomParser = result => Parse(name, least, most, result) };

    /// <summary>A share without a default: from 0 to below 1.</summary>
    public static Option<double?> Share(string name) => new(name)
    {
        CustomParser = result =>
        {
            if (result.Tokens is not [{ Value: var text }])
                return null;
            if (Fault(text, 0.0, 1, out var share) is null && share < 1)
                return share;
            result.AddError($"{name} is {text}, it must be a number from 0 to below 1");
            return null;
        },
    };

    /// <summary>What is wrong with a text that should be a number within limits; null if nothing is.</summary>
    public static string? Fault<T>(string text, T least, T most, out T number)
        where T : struct, INumber<T>
    {
        var isWhole = default(T) is int or uint or long;
        var style = isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out number) && number >= least && number <= most)
            return null;
        var format = isWhole ? "N0" : "G";
        string low = least.ToString(format, CultureInfo.InvariantCulture), high = most.ToString(format, CultureInfo.InvariantCulture);
        return $"it must be a {(isWhole ? "whole " : "")}number from {low} to {high}";
    }

    private static T? Parse<T>(string name, T least, T most, ArgumentResult result)
        where T : struct, INumber<T>
    {
        if (result.Tokens is not [{ Value: var text }])
            return null;
        if (Fault(text, least, most, out var number) is not { } fault)
            return number;
        result.AddError($"{name} is {text}, {fault}");
        return null;
    }
}
