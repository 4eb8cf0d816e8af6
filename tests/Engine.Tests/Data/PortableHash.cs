using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>Short hashes of what must come out the same on every machine.</summary>
internal static class PortableHash
{
    /// <summary>
    /// Skips where there is no fused multiply-add: <c>float.Lerp</c> uses it where there is one, since 2013 on PCs and on all of Arm64, and
    /// without it last bits differ.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Skip.IfNot(Fma.IsSupported || AdvSimd.Arm64.IsSupported, "no fused multiply-add here");
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
    }

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
