using System.Numerics;
using System.Runtime.Intrinsics;
using GpuDigits.Kernels;
using GpuDigits.Pictures;
using GpuDigits.Tests;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace GpuDigits.Engine.Tests.House;

/// <summary>
/// The same training gives the same bits on every system: no compiled code calls an elementary function of the framework, which takes it
/// from the system's C library or may change it with a version. <see cref="PortableMath"/> has our own.
/// </summary>
public sealed class SystemMathTests
{
    /// <summary>Names of the framework's and ILGPU's methods, of any type, that compute such a function.</summary>
    private static readonly HashSet<string> Names =
    [
        .. from name in (string[])["Acos", "Asin", "Atan", "Atan2", "Cos", "Sin", "SinCos", "Tan"]
           from ending in (string[])["", "h", "Pi"]
           select name + ending,
        "Cbrt", "Exp", "ExpM1", "Exp2", "Exp2M1", "Exp10", "Exp10M1", "Log", "LogP1", "Log2P1", "Log10", "Log10P1", "Pow", "RootN",
        "CreateRotation", "CreateRotationX", "CreateRotationY", "CreateRotationZ", "CreateSkew", "CreateFromAxisAngle",
        "CreateFromYawPitchRoll", "CreatePerspectiveFieldOfView", "Slerp",
    ];

    /// <summary>The types that may, and why.</summary>
    private static readonly (string Call, string Reason)[] Exceptions =
    [
        ("Engine.Calculator.HighPrecision: BigInteger.Log", "the first guess of Newton's method, whose end is exact"),
        ("Engine.Calculator.Rational: BigInteger.Log10", "a guess, which is then corrected"),
        ("Engine.Calculator.Real: BigInteger.Log", "a number of bits, which is compared with a limit"),
        ("Kernels.Classifier: MathF.Exp", "for graphics cards, whose functions are their own anyway"),
        ("Kernels.Classifier: MathF.Log", "the same"),
        ("Kernels.SoftmaxCrossEntropy: MathF.Exp", "the same"),
        ("Kernels.SoftmaxCrossEntropy: MathF.Log", "the same"),
        ("Kernels.SoftmaxKernel: MathF.Exp", "the same"),
    ];

    [Fact]
    public void No_code_that_reaches_weights_ink_or_pictures_calls_the_systems_elementary_functions()
    {
        Type[] inside = [typeof(Numbers), typeof(CounterRandom), typeof(Png)];
        var calls = inside.SelectMany(type => Calls(type.Assembly.Location, "GpuDigits.")).ToHashSet();
        Sources.None(calls.Except(Exceptions.Select(one => one.Call)).Select(call => $"{call} is called; PortableMath has our own"));
        Sources.None(Exceptions.Select(one => one.Call).Except(calls).Select(call => $"{call} is not called; take it off the list"));
    }

    [Fact]
    public void Each_kind_of_call_is_found() => Assert.Equal(
        [
            "Constrained: ITrigonometricFunctions`1.Cos", "Generic: Vector128.Log", "Inside: Double.Sinh", "Map: Matrix3x2.CreateRotation",
            "Named: MathF.Exp", "Plain: Math.Pow",
        ],
        Calls(typeof(SystemMathTests).Assembly.Location, typeof(PlantedMath).FullName + "/").Order(StringComparer.Ordinal));

    /// <summary>Each call once, as "type: called type.method", where the type's full name begins as given.</summary>
    private static IEnumerable<string> Calls(string assembly, string begin)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. (from type in module.GetAllTypes()
                where type.FullName.StartsWith(begin, StringComparison.Ordinal)
                from method in type.Methods
                where method.HasBody
                from instruction in method.Body.Instructions
                let called = (instruction.Operand as MethodReference)?.GetElementMethod()
                where called is not null && Names.Contains(called.Name) && IsInexact(called.DeclaringType, called.Name)
                select $"{type.FullName[begin.Length..].Split('/')[0]}: {called.DeclaringType.Name}.{called.Name}").Distinct(),
        ];
    }

    /// <summary>Whole numbers to a power are exact.</summary>
    private static bool IsInexact(TypeReference type, string method) =>
        type.Namespace.Split('.')[0] is "System" or "ILGPU" && (type.Name, method) is not (nameof(BigInteger), nameof(BigInteger.Pow));
}

/// <summary>What the test has to find, and one that it must not.</summary>
internal static class PlantedMath
{
    internal static class Plain
    {
        public static double Square(double x) => Math.Pow(x, 2);
    }

    internal static class Named
    {
        public static float[] All(float[] values) => Array.ConvertAll(values, MathF.Exp);
    }

    internal static class Inside
    {
        public static Func<double> Later(double x) => () => double.Sinh(x);
    }

    internal static class Constrained
    {
        public static T Of<T>(T x)
            where T : ITrigonometricFunctions<T> => T.Cos(x);
    }

    internal static class Generic
    {
        public static Vector128<float> Of(Vector128<float> x) => Vector128.Log(x);
    }

    internal static class Map
    {
        public static Matrix3x2 Turn(float angle) => Matrix3x2.CreateRotation(angle);
    }

    internal static class Exact
    {
        public static BigInteger Cube(BigInteger x) => BigInteger.Pow(x, 3);
    }
}
