using System.Globalization;

namespace GpuDigits.Scenes.Lens;

/// <summary>Numbers as text for the lens, with a true minus sign.</summary>
internal static class NumberText
{
    /// <summary>Three decimals; small numbers with an exponent, so that they do not look like zero.</summary>
    public static string Full(double value)
    {
        var size = Math.Abs(value);
        return Minus(value == 0 ? "0" : size < 0.0005 ? value.ToString("0.0e-0", CultureInfo.InvariantCulture)
            : value.ToString(size >= 100 ? "0.0" : "0.000", CultureInfo.InvariantCulture));
    }

    /// <summary>For little room: two decimals, or one from ten on.</summary>
    public static string Short(double value)
    {
        var text = value.ToString(Math.Abs(value) >= 9.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
        return text is "0.00" or "-0.00" ? "0" : Minus(text);
    }

    /// <summary>For the least room: one decimal, or none from ten on.</summary>
    public static string Shortest(double value)
    {
        var text = value.ToString(Math.Abs(value) >= 9.95 ? "0" : "0.0", CultureInfo.InvariantCulture);
        return text is "0.0" or "-0.0" ? "0" : Minus(text);
    }

    /// <summary>Six decimals, for values close to 0 or 1.</summary>
    public static string Precise(double value) =>
        Math.Abs(value) < 0.0005 ? Full(value) : Minus(value.ToString("0.000000", CultureInfo.InvariantCulture));

    /// <summary>A share in percent with one decimal.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Minus(string text) => text.Replace('-', '−');
}
