using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using GpuDigits.Engine.Devices.Ilgpu;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace GpuDigits.Kernels.Tests;

/// <summary>
/// Every kernel through the real compiler to PTX, without a GPU: it compiles, all in registers (no local memory), without double
/// arithmetic and without functions that only a GPU's linker would miss.
/// </summary>
public sealed partial class PtxTests
{
    private static readonly Dictionary<string, MethodInfo> Kernels = Plain().Concat(Products()).ToDictionary();

    private static readonly Dictionary<string, Lazy<string>> Compiled =
        Kernels.ToDictionary(kernel => kernel.Key, kernel => new Lazy<string>(() => Translate(kernel.Value)));

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void CompilesToPlainSinglePrecisionCode(string name)
    {
        var ptx = Compile(name);
        Assert.Contains(".entry", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".extern .func", ptx, StringComparison.Ordinal);
        // Neither declared nor read nor written.
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
    }

    [Fact]
    public void AdamMovesFourWeightsAtOnce()
    {
        var ptx = Compile("Adam.Update");
        Assert.Equal(5, Count(ptx, "ld.global.v4.f32")); // Weights, both moments, gradients, shares.
        Assert.Equal(4, Count(ptx, "st.global.v4.f32"));
    }

    [Fact]
    public void ProductsReadSharedMemoryAndStoreFourAtOnce() =>
        Assert.All(Kernels.Keys.Where(name => name.StartsWith("Multiply", StringComparison.Ordinal)), name =>
    {
        var ptx = Compile(name);
        Assert.True(Count(ptx, "ld.shared.v4.f32") >= 4, name);
        Assert.True(Count(ptx, "st.global.v4.f32") >= 16, name);
        Assert.Equal(Count(ptx, ".shared .align"), Count(ptx, ".shared .align 16"));
    });

    [Theory]
    [InlineData("SoftmaxKernel.Forward(ShuffledLanes)", true)]
    [InlineData("SoftmaxKernel.Forward(SharedLanes)", false)]
    [InlineData("SoftmaxCrossEntropy.Rows(ShuffledLanes)", true)]
    [InlineData("SoftmaxCrossEntropy.Rows(SharedLanes)", false)]
    public void RowsMeetByShufflesOrInSharedMemory(string name, bool shuffles)
    {
        var ptx = Compile(name);
        Assert.Equal(shuffles, ptx.Contains("shfl.sync.bfly", StringComparison.Ordinal));
        Assert.Equal(!shuffles, ptx.Contains("bar.sync", StringComparison.Ordinal));
    }

    /// <summary>
    /// What <see cref="IlgpuDevice"/> asks a device for when it opens it, <see cref="MatrixProduct.SharedBytes"/>, is enough for every
    /// kernel; the classifier needs more, says how much, and has a stand-in.
    /// </summary>
    [Fact]
    public void SharedMemoryIsWhatTheKernelsSay() => Assert.All(Kernels.Keys, name =>
    {
        var bytes = SharedArray().Matches(Compile(name)).Sum(array => int.Parse(array.Groups[1].Value, CultureInfo.InvariantCulture));
        if (name == "Classifier.Run")
            Assert.Equal(Classifier.SharedBytes, bytes);
        else
            Assert.InRange(bytes, 0, MatrixProduct.SharedBytes);
        if (name.StartsWith("Multiply", StringComparison.Ordinal))
            Assert.Equal(MatrixProduct.SharedBytes, bytes);
    });

    [GeneratedRegex(@"\.shared \.align \d+ \.b8 \S+\[(\d+)\]")]
    private static partial Regex SharedArray();

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Compile(string name) => Compiled[name].Value;

    private static string Translate(MethodInfo method)
    {
        // One refused kernel spoils its context for all others.
        using var context = Context.Create(builder => builder.CPU(CPUDeviceKind.AMD).EnableAlgorithms().Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
        var flat = method.GetParameters()[0].ParameterType == typeof(Index1D);
        var entry = flat
            ? EntryPointDescription.FromImplicitlyGroupedKernel(method)
            : EntryPointDescription.FromExplicitlyGroupedKernel(method);
        return ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly;
    }

    [Fact]
    public void AllProductsAreFound() => Assert.Equal(1 + 10 + 2 + 3, Products().Count());

    private static IEnumerable<KeyValuePair<string, MethodInfo>> Plain() => typeof(MatrixProduct).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsAbstract: true, IsSealed: true } && type != typeof(MatrixProduct))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(void))
        .SelectMany(method => method.IsGenericMethod
            ? new[] { typeof(ShuffledLanes), typeof(SharedLanes) }.Select(
                lanes => KeyValuePair.Create($"{method.DeclaringType!.Name}.{method.Name}({lanes.Name})", method.MakeGenericMethod(lanes)))
            : [KeyValuePair.Create($"{method.DeclaringType!.Name}.{method.Name}", method)]);

    // What the device launches, as its launchers' type arguments say: whole, sliced, and the sum of the slices.
    private static IEnumerable<KeyValuePair<string, MethodInfo>> Products()
    {
        var launchers = typeof(IlgpuDevice).GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.FieldType.Name == "ProductLauncher`3").Select(field => field.FieldType.GetGenericArguments()).ToList();
        foreach (var whole in typeof(IlgpuDevice).GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.FieldType.Name == "ProductKernel`3"))
            yield return Instance(nameof(MatrixProduct.Multiply), whole.FieldType.GetGenericArguments());
        foreach (var types in launchers.SelectMany(types => new[] { types, [types[0], types[1], typeof(Values)] }).DistinctBy(
            string.Concat<Type>))
            yield return Instance(nameof(MatrixProduct.Multiply), types);
        foreach (var pair in typeof(IlgpuDevice).GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.FieldType.Name == "ProductPairLauncher`6"))
            yield return Instance(nameof(MatrixProduct.MultiplyBoth), pair.FieldType.GetGenericArguments());
        foreach (var result in launchers.Select(types => types[2]).Distinct())
            yield return Instance(nameof(MatrixProduct.SumSlices), result);
    }

    private static KeyValuePair<string, MethodInfo> Instance(string name, params Type[] types) => KeyValuePair.Create(
        $"{name}({string.Join(", ", types.Select(type => type.Name))})", typeof(MatrixProduct).GetMethod(name)!.MakeGenericMethod(types));
}
