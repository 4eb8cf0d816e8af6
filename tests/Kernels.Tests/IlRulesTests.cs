using System.Reflection;

namespace GpuDigits.Kernels.Tests;

/// <summary>The kernels keep the rules, and every rule notices its violation.</summary>
public sealed class IlRulesTests
{
    private static readonly Type[] Contracts = [typeof(IOperand), typeof(IResult), typeof(IRowLanes)];

    /// <summary>Entry points, and what they call through their type parameters.</summary>
    private static readonly Dictionary<string, MethodInfo> Kernels = typeof(MatrixProduct).Assembly.GetTypes()
        .Where(type => type.IsPublic && (IsStatic(type) || Contracts.Any(contract => contract.IsAssignableFrom(type))))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsAbstract && (!method.IsStatic || method.ReturnType == typeof(void)))
        .ToDictionary(method => $"{method.DeclaringType!.Name}.{method.Name}{(method.IsStatic ? "" : Parameters(method))}");

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void KernelKeepsTheRules(string name) => Assert.Empty(IlRules.Check(Kernels[name]));

    [Fact]
    public void AllKernelsAreFound()
    {
        string[] some = ["MatrixProduct.Multiply", "MatrixProduct.SumSlices", "Patches.Load Place Place",
            "Gradients.Store Int32 Int32 Float4", "Adam.Update", "MaxPool.Backward"];
        Assert.All(some, name => Assert.Contains(name, Kernels.Keys));
    }

    [Fact]
    public void CleanKernelPasses() => Assert.Empty(IlRules.Check(Find("Clean")));

    [Theory]
    [InlineData("Throw", "Planted.Throw: throw")]
    [InlineData("ThrowInCallee", "Planted.Throw: throw")]
    [InlineData("Object", "object Holder")]
    [InlineData("Array", "object (newarr)")]
    [InlineData("VirtualCall", "virtual call Area")]
    [InlineData("Delegate", "delegate")]
    [InlineData("String", "string")]
    [InlineData("Span", "span (stackalloc)")]
    [InlineData("StaticField", "mutable static field _mutable")]
    [InlineData("DoubleLiteral", "double arithmetic")]
    [InlineData("DoubleFromUnsigned", "double arithmetic")]
    [InlineData("FusedMultiplyAdd", "System.MathF.FusedMultiplyAdd")]
    [InlineData("Clamp", "System.Math.Clamp")]
    [InlineData("Console", "System.Console.Write")]
    [InlineData("Handler", "exception handler")]
    public void PlantedViolationIsFound(string kernel, string violation) =>
        Assert.Contains(IlRules.Check(Find(kernel)), line => line.Contains(violation, StringComparison.Ordinal));

    private static string Parameters(MethodInfo method) =>
        string.Concat(method.GetParameters().Select(parameter => $" {parameter.ParameterType.Name}"));

    private static MethodInfo Find(string name) => typeof(Planted).GetMethod(name)!;

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };
}
