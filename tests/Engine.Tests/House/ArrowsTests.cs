using GpuDigits.Tests;
using Mono.Cecil;

namespace GpuDigits.Engine.Tests.House;

/// <summary>The folders of Engine use each other in one direction, which the table states once.</summary>
public sealed class ArrowsTests
{
    private const string Engine = "GpuDigits.Engine", Top = "(no folder)", Files = "System.IO", Ilgpu = "ILGPU",
        Kernels = "GpuDigits.Kernels";

    /// <summary>What a row has to name besides folders of Engine. Everything else from outside may be used by all.</summary>
    private static readonly string[] Outside = [Files, Ilgpu, Kernels];

    /// <summary>
    /// Each folder of Engine (as a namespace; a folder inside belongs to it unless it has its own row) or type, with what it may use.
    /// A row names rows above it only, so there are no circles. All may use the types that lie in no folder.
    /// </summary>
    private static readonly (string Folder, string[] May)[] Table =
    [
        (Top, [Files]),
        ("Files", [Files]),
        ("Calculator", []),
        ("Ink", []),
        ("Reading", ["Calculator", "Ink"]),
        ("Data", [Files, "Files", "Ink", "Reading", Kernels]),
        ("Devices", [Kernels]),
        ("Devices.Vector", ["Devices", Kernels]),
        ("Devices.Wasm", ["Devices", "Devices.Vector", Kernels]),
        ("Devices.Ilgpu", ["Devices", Kernels, Ilgpu]),
        ("Devices.DeviceCatalog", ["Devices", "Devices.Vector", "Devices.Ilgpu", Ilgpu]),
        ("Layers", [Kernels]),
        ("Model", [Files, "Files", "Reading", "Data", "Devices", "Layers", Kernels]),
        ("Model.Exchange", [Files, "Files", "Layers", "Model", Kernels]),
        ("Insight", ["Devices", "Layers", "Model", Kernels]),
        ("Train", [Files, "Files", "Ink", "Reading", "Data", "Devices", "Layers", "Model", "Model.Exchange", "Insight", Kernels]),
    ];

    /// <summary>What may leave for a project of its own.</summary>
    private static readonly string[] Ignored = ["Pictures", "Insight.Sheets"];

    [Fact]
    public void EachRowNamesRowsAboveIt()
    {
        var above = Outside;
        foreach (var (folder, may) in Table)
        {
            Assert.All(may, used => Assert.Contains(used, above));
            above = [.. above, folder];
        }
    }

    [Fact]
    public void EngineKeepsTheTable() => Sources.None(Forbidden(typeof(Numbers).Assembly.Location, Engine));

    [Fact]
    public void KernelsKnowNeitherEngineNorFiles() => Assert.DoesNotContain(
        TypeReferences.Read(typeof(Kernels.CounterRandom).Assembly.Location).Select(arrow => arrow.To.FullName),
        used => Within(used, Engine) || Within(used, Files));

    /// <summary>The planted types lie in folders of the same names as Engine's.</summary>
    [Fact]
    public void EachForbiddenArrowIsFound()
    {
        string[] expected =
        [
            "Devices.Vector.Sibling → Devices.Ilgpu.Card", "Ink.Argument → Data.Leaf", "Ink.Attributed → Data.MarkAttribute",
            "Ink.Body → Data.Leaf", "Ink.Caught → Data.LeafException", "Ink.Closure → Data.Leaf", "Ink.Derived → Data.Leaf",
            "Ink.Field → Data.Leaf",
            "Ink.FromFile → System.IO.File", "Ink.Signature → Data.Leaf", "Nowhere.Stray → no row of the table holds it",
        ];
        Assert.Equal(expected, Forbidden(typeof(ArrowsTests).Assembly.Location, $"{typeof(ArrowsTests).Namespace}.Planted"));
    }

    /// <summary>Each arrow that the table does not allow, as "from type → to type".</summary>
    private static IEnumerable<string> Forbidden(string assembly, string root) =>
    [
        .. (from arrow in TypeReferences.Read(assembly)
            let source = Inside(arrow.From, root)
            let target = Inside(arrow.To, root) ?? arrow.To.FullName
            where source is not null && !Ignored.Any(one => Within(source, one) || Within(target, one))
            let row = Row(source)
            where row is null || (Row(target) is { } used && !MayUse(row, used))
            orderby source, target
            select $"{source} → {(row is null ? "no row of the table holds it" : target)}").Distinct(),
    ];

    private static bool MayUse(string row, string used) =>
        used == row || used == Top || Table.Single(one => one.Folder == row).May.Contains(used);

    /// <summary>The row of a type: the longest that its name begins with; null for a type without.</summary>
    private static string? Row(string type) =>
        type.Contains('.')
            ? Table.Select(row => row.Folder).Concat(Outside).Where(row => Within(type, row)).MaxBy(row => row.Length)
            : Top;

    /// <summary>The name of a type below a namespace; null where it lies elsewhere.</summary>
    private static string? Inside(TypeReference type, string root) =>
        Within(type.FullName, root) ? type.FullName[(root.Length + 1)..] : null;

    private static bool Within(string name, string outer) =>
        name.StartsWith(outer, StringComparison.Ordinal) && (name.Length == outer.Length || name[outer.Length] == '.');
}
