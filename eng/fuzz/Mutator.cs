using System.Buffers.Binary;

namespace GpuDigits.Fuzz;

/// <summary>Damages files in seeded ways: the same seed and files give the same damage.</summary>
internal static class Mutator
{
    private static readonly byte[] TellingBytes =
        [0, 1, 0x7F, 0x80, 0xFF, (byte)'0', (byte)'9', (byte)'"', (byte)'-', (byte)'{', (byte)']', (byte)'\\'];
    private static readonly int[] TellingNumbers =
        [0, 1, -1, 255, 256, 65535, 65536, 1 << 20, 1 << 30, int.MaxValue, int.MinValue, 8192, 8193];
    private static readonly string[] TellingTexts =
    [
        "-1", "0", "1e999", "-1e-999", "2147483647", "2147483648", "-2147483649", "99999999999999999999", "1.5", "null", "true", "{}", "[]",
        "\"\"",
        "\"\\ud800\"", "\"\\u0000\"", "NaN", "[[[[[[[[[[[[[[[[[[[[", "{\"a\":", "\uFEFF", "\"7\"",
    ];

    private static readonly string[] CalculationParts =
    [
        "0", "1", "2", "9", "10", "999999999", "0.1", ".", ",", "+", "-", "−", "×", "÷", "/", "=", "(", ")", "√", "√(", "^", "^(", "%", "?",
        "root(", "((1)/(2))", " ",
    ];

    /// <summary>One to three changes of bytes: bits, values, lengths, blocks moved, doubled, removed, or taken from another file.</summary>
    public static byte[] Bytes(byte[] original, Random random, byte[] other, int headerLength)
    {
        byte[] bytes = [.. original];
        for (var times = random.Next(1, 4); times > 0 && bytes.Length > 0; times--)
        {
            var reach = random.Next(2) == 0 ? Math.Min(Math.Max(headerLength, 1), bytes.Length) : bytes.Length;
            var at = random.Next(reach);
            var length = Math.Min(random.Next(1, 9), bytes.Length - at);
            switch (random.Next(12))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = TellingBytes[random.Next(TellingBytes.Length)];
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    var tail = new byte[random.Next(1, 40)];
                    random.NextBytes(tail);
                    bytes = [.. bytes, .. tail];
                    break;
                case 5:
                    bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                    break;
                case 6:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                case 7:
                    // Four bytes at once reach sizes that one byte does not.
                    random.NextBytes(bytes.AsSpan(at, Math.Min(4, bytes.Length - at)));
                    break;
                case 8 when bytes.Length - at >= 4:
                    var number = TellingNumbers[random.Next(TellingNumbers.Length)];
                    if (random.Next(2) == 0)
                        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), number);
                    else
                        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), number);
                    break;
                case 9:
                    bytes = [.. bytes[..(at + length)], .. bytes[at..]];
                    break;
                case 10 when other.Length > 0:
                    bytes = [.. bytes[..at], .. other[random.Next(other.Length)..]];
                    break;
                default:
                    var from = random.Next(bytes.Length);
                    var count = Math.Min(length, bytes.Length - from);
                    bytes.AsSpan(from, count).CopyTo(
                        bytes.AsSpan(at, Math.Min(count, bytes.Length - at)).Length == count ? bytes.AsSpan(at) : bytes.AsSpan(from));
                    break;
            }
        }

        return bytes;
    }

    /// <summary>
    /// One to three changes of a text's words: numbers and names replaced, stretches between brackets and commas doubled or removed.
    /// </summary>
    public static byte[] Text(byte[] original, Random random, byte[] other)
    {
        byte[] bytes = [.. original];
        for (var times = random.Next(2) == 0 ? 1 : random.Next(1, 4); times > 0 && bytes.Length > 0; times--)
        {
            (var start, var end) = Word(bytes, random.Next(bytes.Length));
            var word = bytes[start..end];
            var replacement = random.Next(8) switch
            {
                // Sound text with another number goes deepest.
                5 or 6 or 7 when word.All(b => char.IsAsciiDigit((char)b) || b is (byte)'.' or (byte)'-') =>
                    System.Text.Encoding.UTF8.GetBytes(Number(random)),
                0 or 1 => System.Text.Encoding.UTF8.GetBytes(TellingTexts[random.Next(TellingTexts.Length)]),
                2 => [],
                3 => [.. word, .. word],
                4 when other.Length > 0 => Cut(other, random),
                _ => Bytes(word, random, other, word.Length),
            };
            bytes = [.. bytes[..start], .. replacement, .. bytes[end..]];
        }

        return bytes;
    }

    /// <summary>One to three parts of a calculation put in, in the place of some bytes or not; or bytes changed.</summary>
    public static byte[] Calculation(byte[] original, Random random, byte[] other)
    {
        if (random.Next(3) == 0)
            return Bytes(original, random, other, original.Length);
        byte[] bytes = [.. original];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Length + 1);
            var until = Math.Min(bytes.Length, at + random.Next(3));
            var part = System.Text.Encoding.UTF8.GetBytes(CalculationParts[random.Next(CalculationParts.Length)]);
            bytes = [.. bytes[..at], .. part, .. bytes[until..]];
        }

        return bytes;
    }

    private static string Number(Random random) => (random.Next(3) switch
    {
        0 => random.Next(10),
        1 => random.Next(1000),
        _ => TellingNumbers[random.Next(TellingNumbers.Length)],
    }).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Cut(byte[] other, Random random)
    {
        (var start, var end) = Word(other, random.Next(other.Length));
        return other[start..end];
    }

    /// <summary>
    /// The stretch around a place that holds no bracket, comma, colon or white space; the sign itself where there is one.
    /// </summary>
    private static (int Start, int End) Word(byte[] bytes, int at)
    {
        int start = at, end = at + 1;
        if (IsSign(bytes[at]))
            return (start, end);
        while (start > 0 && !IsSign(bytes[start - 1]))
            start--;
        while (end < bytes.Length && !IsSign(bytes[end]))
            end++;
        return (start, end);
    }

    private static bool IsSign(byte b) => b is (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)',' or (byte)':' or <= (byte)' ';
}
