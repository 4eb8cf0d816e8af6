using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuDigits.Engine.Files.Onnx;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>ONNX Runtime, as the npm package onnxruntime-node brings it: an implementation that shares nothing with ours.</summary>
internal static class OnnxRuntime
{
    private static readonly string? Folder = Find();

    private static readonly Lazy<string?> Reason = new(Try);

    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing => Reason.Value;

    /// <summary>The model's output for samples given as floats or bytes.</summary>
    public static float[] Run<T>(OnnxModel model, ReadOnlySpan<T> samples, params int[] shape) where T : unmanaged
    {
        var folder = Directory.CreateTempSubdirectory("gpudigits-onnx-").FullName;
        try
        {
            string file = Path.Combine(folder, "model.onnx"), input = Path.Combine(folder, "input"),
                output = Path.Combine(folder, "output");
            OnnxFile.Save(file, model);
            File.WriteAllBytes(input, MemoryMarshal.AsBytes(samples));
            string[] sizes = [.. shape.Select(size => size.ToString(CultureInfo.InvariantCulture))];
            var (code, error) = Node(["run.js", file, input, output, typeof(T) == typeof(byte) ? "uint8" : "float32", .. sizes]);
            Assert.True(code == 0, error);
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)).ToArray();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Try()
    {
        if (Folder is null)
            return "onnxruntime-node is not installed: npm ci --ignore-scripts in tests/onnxruntime";
        try
        {
            var (code, error) = Node(["-e", "require('onnxruntime-node')"]);
            return code == 0 ? null : $"onnxruntime-node does not load here: {error.Split('\n')[0]}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node is not installed";
        }
    }

    private static (int Code, string Error) Node(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardError = true, WorkingDirectory = Folder };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    private static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var tools = Path.Combine(folder, "tests", "onnxruntime");
            if (Directory.Exists(Path.Combine(tools, "node_modules", "onnxruntime-node")))
                return tools;
        }

        return null;
    }
}
