using System.Text;
using QRCoder;

namespace GpuDigits.Web.Server;

/// <summary>
/// A QR code as text, two rows of its squares a line. What is light is drawn and what is dark is left out, as a terminal with light letters
/// on a dark ground needs it; cameras read the opposite, too.
/// </summary>
internal static class QrText
{
    public static string Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        // The rows hold the quiet zone around the code already.
        var rows = code.ModuleMatrix;
        var drawn = new StringBuilder();
        for (var y = 0; y < rows.Count; y += 2)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                bool upper = !rows[y][x], lower = y + 1 < rows.Count && !rows[y + 1][x];
                drawn.Append((upper, lower) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' });
            }

            drawn.Append('\n');
        }

        return drawn.ToString();
    }
}
