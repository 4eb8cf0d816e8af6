namespace GpuDigits.Pictures;

/// <summary>
/// Netpbm's grey pictures: "P2" (numbers as text) or "P5" (bytes, two a sample where the maximum is above 255), width, height and maximum
/// as text with white space and comments between, then the samples. What follows the
/// samples is passed over.
/// </summary>
public static class Pgm
{
    /// <summary>Reads a picture and scales it to 0–255; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="ImageException">
    /// The bytes are not exactly such a file, or a side exceeds <see cref="Image.MaximumSide"/>.
    /// </exception>
    public static Image Read(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new Parser(bytes, name).Read();
    }

    private sealed class Parser(byte[] bytes, string name)
    {
        private int _at;

        public Image Read()
        {
            if (bytes is not [(byte)'P', (byte)'2' or (byte)'5', ..])
                throw Bad("not a PGM picture (P2 or P5)");
            _at = 2;
            var width = Number("the width", 1, Image.MaximumSide);
            var height = Number("the height", 1, Image.MaximumSide);
            var maximum = Number("the maximum", 1, ushort.MaxValue);
            var pixels = bytes[1] == '2' ? Text(width * height, maximum) : Binary(width * height, maximum);
            return new(width, height, 1, pixels);
        }

        private byte[] Text(int count, int maximum)
        {
            // Each number but the last takes two bytes at least, so a short file that claims many is not believed.
            if (count > (bytes.Length - _at + 1) / 2)
                throw Bad($"{count} samples cannot be in the {bytes.Length - _at} bytes that are left");
            var pixels = new byte[count];
            for (var i = 0; i < count; i++)
                pixels[i] = Scale(Number("a sample", 0, maximum), maximum);
            return pixels;
        }

        private byte[] Binary(int count, int maximum)
        {
            // Exactly one character of white space: the next may be a sample.
            if (_at == bytes.Length || !IsSpace(bytes[_at++]))
                throw Bad("no white space after the maximum");
            var size = maximum > byte.MaxValue ? 2 : 1;
            // What follows the samples is a newline of an editor, or a further picture: Netpbm reads the first.
            if (bytes.Length - _at < (long)count * size)
                throw Bad($"{count} samples take {(long)count * size} bytes, but {bytes.Length - _at} are left");
            var pixels = new byte[count];
            for (var i = 0; i < count; i++, _at += size)
            {
                var sample = size == 1 ? bytes[_at] : bytes[_at] << 8 | bytes[_at + 1];
                if (sample > maximum)
                    throw Bad($"the sample {sample} is above the maximum of {maximum}");
                pixels[i] = Scale(sample, maximum);
            }

            return pixels;
        }

        private int Number(string what, int least, int most)
        {
            var before = _at;
            SkipSpace();
            int start = _at, number = 0;
            for (; _at < bytes.Length && char.IsAsciiDigit((char)bytes[_at]); _at++)
            {
                number = number * 10 + (bytes[_at] - '0');
                if (number > most)
                    throw Bad($"{what} is above {most}");
            }

            if (_at == start || before == start)
                throw Bad($"{what} is missing");
            return number >= least ? number : throw Bad($"{what} is below {least}");
        }

        private void SkipSpace()
        {
            for (; _at < bytes.Length && (IsSpace(bytes[_at]) || bytes[_at] == '#'); _at++)
            {
                if (bytes[_at] == '#')
                {
                    while (_at + 1 < bytes.Length && bytes[_at] is not ((byte)'\n' or (byte)'\r'))
                        _at++;
                }
            }
        }

        private static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

        private static byte Scale(int sample, int maximum) => (byte)((sample * 255 + maximum / 2) / maximum);

        private ImageException Bad(string what) => new($"{name}: offset {_at}: {what}; save the picture again");
    }
}
