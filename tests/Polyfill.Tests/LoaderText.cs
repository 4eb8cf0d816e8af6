using System.Text;

namespace GpuDigits.Polyfill.Tests;

/// <summary>Writes polyfill/ILGPU/Runtime/KernelLoaders.cs: the same overloads for every number of arguments.</summary>
public static class LoaderText
{
    private const int MostArguments = 14;

    public static string Write()
    {
        var text = new StringBuilder("""
            using ILGPU.Execution;

            namespace ILGPU.Runtime;

            // Written by LoaderText in tests/Polyfill.Tests; a test compares.

            /// <summary>Makes typed launchers of kernel methods: one overload for every number of arguments.</summary>
            public static class KernelLoaders
            {

            """);
        for (int count = 1; count <= MostArguments; count++)
        {
            var arity = new Arity(count);
            Explicit(text, arity, "LoadKernel", "AcceleratorStream, ", "stream, ", "stream");
            Explicit(text, arity, "LoadStreamKernel", "", "", "accelerator.DefaultStream");
            foreach ((string name, string parameter, string argument) in (ReadOnlySpan<(string, string, string)>)
                [("LoadImplicitlyGrouped", ", int customGroupSize", ", customGroupSize"), ("LoadAutoGrouped", "", "")])
            {
                Indexed(text, arity, name + "Kernel", "AcceleratorStream, ", "stream, ", "stream", parameter, argument);
                Indexed(text, arity, name + "StreamKernel", "", "", "accelerator.DefaultStream", parameter, argument);
            }
        }

        return text.ToString().TrimEnd() + "\n}\n";
    }

    private static void Explicit(StringBuilder text, Arity n, string name, string streamType, string streamParameter, string stream)
    {
        string head = $"    public static Action<{streamType}KernelConfig, {n.Types}> {name}<{n.Types}>(this Accelerator accelerator, Action<{n.Types}> action";
        const string Specialization = ", KernelSpecialization specialization";
        const string Info = ", out KernelInfo kernelInfo";
        text.Append($"{head}){n.Constraints} => accelerator.{name}(action, KernelSpecialization.Empty);\n\n");
        text.Append($"{head}{Info}){n.Constraints}").Append(WithInfo($"accelerator.{name}(action, KernelSpecialization.Empty)"));
        text.Append($$"""
            {{head}}{{Specialization}}){{n.Constraints}}
                {
                    var kernel = new ExplicitKernel<{{n.TupleType}}>(accelerator, action, specialization);
                    return ({{streamParameter}}config, {{n.Arguments}}) => kernel.Launch({{stream}}, config, {{n.Tuple}});
                }


            """);
        text.Append($"{head}{Specialization}{Info}){n.Constraints}").Append(WithInfo($"accelerator.{name}(action, specialization)"));
    }

    private static void Indexed(
        StringBuilder text, Arity n, string name, string streamType, string streamParameter, string stream, string parameter, string argument)
    {
        string head = $"    public static Action<{streamType}TIndex, {n.Types}> {name}<TIndex, {n.Types}>"
            + $"(this Accelerator accelerator, Action<TIndex, {n.Types}> action{parameter}";
        const string Constraint = "\n        where TIndex : struct, IIndex";
        text.Append($$"""
            {{head}}){{Constraint}}{{n.Constraints}}
                {
                    var kernel = new IndexedKernel<TIndex, {{n.TupleType}}>(accelerator, action{{argument}});
                    return ({{streamParameter}}extent, {{n.Arguments}}) => kernel.Launch({{stream}}, extent, {{n.Tuple}});
                }


            """);
        text.Append($"{head}, out KernelInfo kernelInfo){Constraint}{n.Constraints}").Append(WithInfo($"accelerator.{name}(action{argument})"));
    }

    private static string WithInfo(string call) => $$"""

            {
                kernelInfo = new KernelInfo(null, null);
                return {{call}};
            }


        """;

    private sealed class Arity(int count)
    {
        public string Types { get; } = Join(count, i => $"T{i}", ", ");

        public string Arguments { get; } = Join(count, i => $"arg{i}", ", ");

        public string Constraints { get; } = Join(count, i => $"\n        where T{i} : struct", "");

        public string TupleType => count == 1 ? "ValueTuple<T1>" : $"({Types})";

        public string Tuple => count == 1 ? "ValueTuple.Create(arg1)" : $"({Arguments})";

        private static string Join(int count, Func<int, string> item, string separator) =>
            string.Join(separator, Enumerable.Range(1, count).Select(item));
    }
}
