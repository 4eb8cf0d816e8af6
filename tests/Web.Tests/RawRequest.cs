using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GpuDigits.Web.Tests;

/// <summary>An answer as it came over the socket; headers by their names, in any case.</summary>
internal sealed record RawAnswer(int Status, Dictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A request as it is written: a client of the library would tidy the path up before it sends it.</summary>
internal static class RawRequest
{
    public static async Task<RawAnswer> SendAsync(int port, string first, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = client.GetStream();
        var host = headers.Any(h => h.StartsWith("Host:", StringComparison.Ordinal)) ? "" : $"Host: 127.0.0.1:{port}\r\n";
        host += string.Concat(headers.Select(h => h + "\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{first} HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole);
        var bytes = whole.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
        return new(
            int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture),
            lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase),
            bytes[(end + 4)..]);
    }
}
