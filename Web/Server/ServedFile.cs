using System.Security.Cryptography;

namespace GpuDigits.Web.Server;

/// <summary>A file's bytes as they are sent.</summary>
/// <param name="Encoding">As in Content-Encoding: br, gzip; empty: as it is.</param>
/// <param name="Bytes">The contents.</param>
/// <param name="Tag">The ETag: a hash of the contents.</param>
internal sealed record Encoded(string Encoding, byte[] Bytes, string Tag)
{
    public static Encoded Of(string encoding, byte[] bytes) =>
        new(encoding, bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
}

/// <summary>One file of the page.</summary>
/// <param name="Type">Its MIME type.</param>
/// <param name="Forms">What it can be sent as, the smallest form first, the plain one last.</param>
internal sealed record ServedFile(string Type, IReadOnlyList<Encoded> Forms)
{
    public static ServedFile Of(string name, IReadOnlyList<Encoded> forms) => new(TypeOf(name), forms);

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json",
        ".webmanifest" => "application/manifest+json",
        ".wasm" => "application/wasm",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        ".ico" => "image/x-icon",
        ".txt" or ".glsl" or ".vert" or ".frag" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
