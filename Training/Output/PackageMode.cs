using System.Reflection;
using GpuDigits.Kernels;

namespace GpuDigits.Training.Output;

/// <summary>Where this build took ILGPU from.</summary>
internal static class PackageMode
{
    /// <summary>Whether the stand-in is used.</summary>
    public static bool IsPolyfill => typeof(ConvolutionShape).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(a => a is { Key: "IlgpuPackages", Value: "polyfill" });

    /// <summary>One line.</summary>
    public static string Describe() => IsPolyfill
        ? "ILGPU: our stand-in (polyfill), since the package feed has none; it runs kernels on the CPU only"
        : "ILGPU: the package 1.5.3";
}
