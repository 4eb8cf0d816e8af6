namespace GpuDigits.Training.Web;

/// <summary>
/// Bytes as text of 85 characters: four bytes are five of them, the highest digit first; the last four are filled up with zeros. A quarter is
/// added, base64 adds a third. The digits are the characters from ( on, with } in the place of &lt;, so that no text ends a script of HTML.
/// </summary>
internal static class Base85
{
    private const char First = '(', Avoided = '<', Instead = '}';

    public static string Encode(ReadOnlySpan<byte> bytes) => string.Create((bytes.Length + 3) / 4 * 5, bytes, static (text, bytes) =>
    {
        for (var at = 0; at < text.Length; at += 5)
        {
            uint word = 0;
            for (var i = 0; i < 4; i++)
                word = (word << 8) | (4 * (at / 5) + i is var from && from < bytes.Length ? bytes[from] : 0u);
            for (var i = 4; i >= 0; i--, word /= 85)
                text[at + i] = (char)(First + (word % 85)) is var digit && digit == Avoided ? Instead : digit;
        }
    });
}
