namespace GpuDigits.Training.Web;

/// <summary>
/// Bytes inside a script of an HTML file in windows-1252, where every byte is a letter. Four are written as an escape and the byte with
/// another bit, because HTML would change them or could end the script there: 0, carriage return, &lt; and the escape. A packed
/// file grows by 1.6 % (base64: by a third).
/// </summary>
internal static class ScriptBytes
{
    private const byte Escape = 1, Flipped = 0x40;

    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        var encoded = new List<byte>(bytes.Length + (bytes.Length / 32));
        foreach (var one in bytes)
        {
            if (one is 0 or (byte)'\r' or (byte)'<' or Escape)
                encoded.AddRange([Escape, (byte)(one ^ Flipped)]);
            else
                encoded.Add(one);
        }

        return [.. encoded];
    }
}
