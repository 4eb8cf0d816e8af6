using System.Globalization;

namespace GpuDigits.Scenes.App;

/// <summary>The meaning of typed characters of any script and keyboard.</summary>
internal static class Characters
{
    // U+FF01 to U+FF5E are the full-width forms of "!" to "~".
    private const int FullWidthDistance = 0xFEE0;

    /// <summary>
    /// The character by which a command is found: digits of any script become 0 to 9, full-width forms plain ones, Latin letters lower
    /// case, the Turkish İ and ı become i, the point, comma and percent sign of other scripts the plain ones. All others stay.
    /// </summary>
    public static char Plain(char typed) =>
        typed is >= '\uFF01' and <= '\uFF5E' ? Plain((char)(typed - FullWidthDistance))
        : CharUnicodeInfo.GetDecimalDigitValue(typed) is >= 0 and var digit ? (char)('0' + digit)
        : typed is 'İ' or 'ı' ? 'i'
        : typed is '٫' or '。' ? '.'
        : typed is '،' ? ','
        : typed is '٪' ? '%'
        : IsLatin(typed) ? char.ToLowerInvariant(typed)
        : typed;

    /// <summary>Whether it is a letter of the Latin alphabet, with or without an accent.</summary>
    public static bool IsLatin(char character) => char.IsLetter(character) && character is < '\u0250' or (>= '\u1E00' and < '\u1F00');

    /// <summary>
    /// The meaning of a key with a letter on it that wrote another character: the letter, if the character is no command itself.
    /// </summary>
    public static char Meant(char typed, char? letter) => letter is { } known && !IsLatin(typed) && !IsSign(Plain(typed)) ? known : typed;

    /// <summary>Digits, operators and the other characters of a calculation.</summary>
    private static bool IsSign(char plain) =>
        char.IsAsciiDigit(plain) || char.GetUnicodeCategory(plain) == UnicodeCategory.MathSymbol || "-*/:?.,%".Contains(plain);
}
