using System.Globalization;

namespace GpuDigits.Viewer.App;

/// <summary>What a typed character means, whatever script or keyboard it comes from.</summary>
internal static class Characters
{
    // U+FF01 to U+FF5E are the full-width forms of "!" to "~".
    private const int FullWidthDistance = 0xFEE0;

    /// <summary>
    /// The character that a command is looked up by: the digits of any script as 0 to 9, full-width forms as plain ones, Latin letters in
    /// lower case, the Turkish İ and ı as i; all others as they are.
    /// </summary>
    public static char Plain(char typed) =>
        typed is >= '\uFF01' and <= '\uFF5E' ? Plain((char)(typed - FullWidthDistance))
        : CharUnicodeInfo.GetDecimalDigitValue(typed) is >= 0 and var digit ? (char)('0' + digit)
        : typed is 'İ' or 'ı' ? 'i'
        : typed is '٫' ? '.'
        : IsLatin(typed) ? char.ToLowerInvariant(typed)
        : typed;

    /// <summary>Whether it is a letter of the Latin alphabet, with or without an accent.</summary>
    public static bool IsLatin(char character) => char.IsLetter(character) && character is < '\u0250' or (>= '\u1E00' and < '\u1F00');

    /// <summary>What the key with a letter means that wrote a character: the letter, where the character is no command by itself.</summary>
    public static char Meant(char typed, char? letter) => letter is { } known && !IsLatin(typed) && !IsSign(Plain(typed)) ? known : typed;

    /// <summary>Digits and what calculations are written with.</summary>
    private static bool IsSign(char plain) =>
        char.IsAsciiDigit(plain) || char.GetUnicodeCategory(plain) == UnicodeCategory.MathSymbol || "-*/:?.,".Contains(plain);
}
