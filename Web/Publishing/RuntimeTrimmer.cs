namespace GpuDigits.Web.Publishing;

/// <summary>
/// Takes out of .NET's runtime what the page never calls. The runtime comes linked, with everything that any program may need; a program
/// that is compiled ahead links it anew, but that needs a compiler for C. Here the functions stay where they are, and those that nobody
/// can reach lose their bodies: a call of one would end the program (<c>unreachable</c>).
/// </summary>
internal static class RuntimeTrimmer
{
    // From the first function of the library ICU to the last of .NET's layer over it: a linker keeps the order of the libraries. The page
    // says InvariantGlobalization, so that texts are compared and written without it.
    private const string FirstOfCultures = "uprv_malloc", LastOfCultures = "GlobalizationNative_GetICUVersion";

    // A function that reads the files of time zones; without one a program lives in UTC. The page shows no time of day.
    private const string TimeZones = "SystemNative_GetTimeZoneData";

    // What else has no use in a published page. Each is the only way to what stands behind it.
    private static readonly string[] Doors =
    [
        "mono_process_dbg_packet", "start_debugger_thread", // A debugger.
        "hot_reload_apply_changes", // Code that is changed while it runs.
        "ves_icall_DynamicMethod_create_dynamic_method", "ves_icall_ModuleBuilder_basic_init", // Code that is written while it runs.
        "ves_icall_AssemblyBuilder_basic_init", "ves_icall_TypeBuilder_create_runtime_class_raw", "ves_icall_ModuleBuilder_getToken_raw",
        "ves_icall_CustomAttributeBuilder_GetBlob_raw", "ves_icall_ModuleBuilder_getMethodToken_raw",
    ];

    // A linker makes one function of equal ones. Equal by chance are small ones, which call nobody: these stay.
    private const int Small = 24;

    private static readonly byte[] UnreachableBody = [0, Instruction.Unreachable, Instruction.End];
    private static readonly byte[] ZeroBody = [0, Instruction.Constant, 0, Instruction.End];

    /// <summary>The runtime without what cannot be reached.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="symbols">Its functions' names, a line each: the index, a colon, the name.</param>
    /// <exception cref="InvalidDataException">The runtime has an unknown form, or lacks a function that is looked for.</exception>
    public static byte[] Trim(WasmModule runtime, IEnumerable<string> symbols)
    {
        var indices = Indices(symbols);
        var first = runtime.ImportCount;
        var scans = Array.ConvertAll(runtime.Bodies, Instruction.Scan);
        HashSet<int> cut = [.. Doors.Select(Index)];
        for (var function = Index(FirstOfCultures); function <= Index(LastOfCultures); function++)
        {
            if (runtime.Bodies[function - first].Length > Small || scans[function - first].Calls.Count > 0)
                cut.Add(function);
        }

        // Its callers stay, and are told that there is none.
        var zones = Index(TimeZones);
        var live = Reachable(runtime, scans, cut);
        var bodies = runtime.Bodies.Select((body, i) => i + first == zones ? ZeroBody : live.Contains(i + first) ? body : UnreachableBody);
        return runtime.With([.. bodies], DataTrimmer.Kept(
            runtime.Segments,
            live: [.. scans.Where((_, i) => live.Contains(i + first)).SelectMany(scan => scan.Numbers)],
            all: [.. scans.SelectMany(scan => scan.Numbers)]));

        int Index(string name) => indices.TryGetValue(name, out var index) && index >= first && index - first < runtime.Bodies.Length
            ? index : throw new InvalidDataException($"the runtime has no function {name}");
    }

    private static HashSet<int> Reachable(WasmModule runtime, (HashSet<int> Calls, HashSet<int> Numbers)[] scans, HashSet<int> cut)
    {
        HashSet<int> live = [];
        Stack<int> open = new(runtime.Exports.Select(export => export.Function).Concat(runtime.Table));
        while (open.TryPop(out var function))
        {
            if (function < runtime.ImportCount || cut.Contains(function) || !live.Add(function))
                continue;
            foreach (var called in scans[function - runtime.ImportCount].Calls)
                open.Push(called);
        }

        return live;
    }

    private static Dictionary<string, int> Indices(IEnumerable<string> symbols)
    {
        Dictionary<string, int> indices = [];
        foreach (var line in symbols)
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && int.TryParse(line.AsSpan(0, colon), out var index))
                indices.TryAdd(line[(colon + 1)..], index);
        }

        return indices;
    }
}
