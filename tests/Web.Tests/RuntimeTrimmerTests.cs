using GpuDigits.Engine.Devices.Wasm;
using GpuDigits.Web.Publishing;

namespace GpuDigits.Web.Tests;

/// <summary>
/// A small module in the place of .NET's runtime. Its functions: what it imports, one that is exported, what that calls, one in the table,
/// one that nobody reaches, then the library for cultures with what only it calls, and the doors.
/// </summary>
public sealed class RuntimeTrimmerTests
{
    private static readonly string[] Names =
    [
        "imported", "exported", "called", "in_table", "lonely",
        "uprv_malloc", "icu::small", "icu::large", "GlobalizationNative_GetICUVersion", "icu_only",
        "SystemNative_GetTimeZoneData", "mono_process_dbg_packet", "start_debugger_thread", "hot_reload_apply_changes",
        "ves_icall_DynamicMethod_create_dynamic_method", "ves_icall_ModuleBuilder_basic_init", "ves_icall_AssemblyBuilder_basic_init",
        "ves_icall_TypeBuilder_create_runtime_class_raw", "ves_icall_ModuleBuilder_getToken_raw",
        "ves_icall_CustomAttributeBuilder_GetBlob_raw", "ves_icall_ModuleBuilder_getMethodToken_raw",
    ];

    private static readonly byte[] Nothing = [0, 0x0B], Trap = [0, 0x00, 0x0B], Zero = [0, 0x41, 0, 0x0B];

    [Fact]
    public void What_cannot_be_reached_loses_its_body()
    {
        var module = Trimmed();
        Assert.Equal(Speaking(2, 1000), Body("exported"));
        Assert.Equal(Nothing, Body("called"));
        Assert.Equal(Speaking(0, 1040), Body("in_table"));
        Assert.Equal(Trap, Body("lonely"));
        Assert.Equal(Trap, Body("uprv_malloc"));
        Assert.Equal(Trap, Body("icu::large"));
        Assert.Equal(Trap, Body("icu_only"));
        Assert.Equal(Trap, Body("mono_process_dbg_packet"));

        byte[] Body(string name) => module.Bodies[Array.IndexOf(Names, name) - 1].ToArray();
    }

    /// <summary>A linker may have made one function of this and an equal one that lives.</summary>
    [Fact]
    public void A_small_function_of_the_library_stays() =>
        Assert.Equal(Nothing, Trimmed().Bodies[Array.IndexOf(Names, "icu::small") - 1].ToArray());

    [Fact]
    public void Who_asks_for_time_zones_is_told_that_there_are_none() =>
        Assert.Equal(Zero, Trimmed().Bodies[Array.IndexOf(Names, "SystemNative_GetTimeZoneData") - 1].ToArray());

    /// <summary>Living code speaks of 1000 and 1040, the library of 1010 to 1030; at 1050 and 1060 are time zones.</summary>
    [Fact]
    public void The_librarys_data_and_the_time_zones_go()
    {
        Assert.Equal([1000, 1008, 1030, 1040, 1066], Trimmed().Segments.Select(segment => segment.Address));
        Assert.Equal([1, 2, 3, 4], Trimmed().Segments[0].Bytes.ToArray());
    }

    [Fact]
    public void The_rest_of_the_module_stays()
    {
        var module = Trimmed();
        Assert.Equal([("run", 1)], module.Exports);
        Assert.Equal([3, 6, 7], module.Table);
        Assert.Equal(1, module.ImportCount);
    }

    [Fact]
    public void Another_runtime_is_refused()
    {
        var symbols = Symbols().Where(line => !line.EndsWith("uprv_malloc", StringComparison.Ordinal));
        var refused = Assert.Throws<InvalidDataException>(() => RuntimeTrimmer.Trim(Small(), symbols));
        Assert.Equal("the runtime has no function uprv_malloc", refused.Message);
    }

    [Theory]
    [InlineData("no module", new byte[] { 1, 2, 3 })]
    [InlineData("a section beyond the end", new byte[] { 0, 97, 115, 109, 1, 0, 0, 0, 10, 9, 1 })]
    [InlineData("an endless number", new byte[] { 0, 97, 115, 109, 1, 0, 0, 0, 10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 })]
    [InlineData("an import of a new kind", new byte[] { 0, 97, 115, 109, 1, 0, 0, 0, 2, 4, 1, 0, 0, 9 })]
    [InlineData("data without an address", new byte[] { 0, 97, 115, 109, 1, 0, 0, 0, 11, 3, 1, 1, 0 })]
    public void Damage_is_refused(string what, byte[] bytes)
    {
        _ = what;
        Assert.Throws<InvalidDataException>(() => new WasmModule(bytes));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0xF0, 0x0B })]
    [InlineData(new byte[] { 0, 0xFC, 99, 0x0B })]
    [InlineData(new byte[] { 0, 0x41 })]
    public void An_unknown_instruction_is_refused(byte[] body) => Assert.Throws<InvalidDataException>(() => Instruction.Scan(body));

    /// <summary>Each instruction with operands, and a call behind it: who skips too much or too little misses the call.</summary>
    [Theory]
    [InlineData(new byte[] { 0x02, 0x40 })]
    [InlineData(new byte[] { 0x0E, 2, 0, 1, 0 })]
    [InlineData(new byte[] { 0x11, 0x80, 1, 0 })]
    [InlineData(new byte[] { 0x1C, 1, 0x7F })]
    [InlineData(new byte[] { 0x28, 2, 0x10 })]
    [InlineData(new byte[] { 0x3F, 0 })]
    [InlineData(new byte[] { 0x42, 0x80, 0x7F })]
    [InlineData(new byte[] { 0x43, 0x10, 0x10, 0x10, 0x10 })]
    [InlineData(new byte[] { 0x44, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10 })]
    [InlineData(new byte[] { 0x6A })]
    [InlineData(new byte[] { 0xFC, 0 })]
    [InlineData(new byte[] { 0xFC, 10, 0, 0 })]
    [InlineData(new byte[] { 0xFC, 11, 0 })]
    [InlineData(new byte[] { 0xFD, 0, 4, 0x10 })]
    [InlineData(new byte[] { 0xFD, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 })]
    [InlineData(new byte[] { 0xFD, 21, 3 })]
    [InlineData(new byte[] { 0xFD, 84, 0, 0x10, 3 })]
    [InlineData(new byte[] { 0xFD, 0xAE, 1 })]
    [InlineData(new byte[] { 0xFE, 0x10, 2, 0 })]
    [InlineData(new byte[] { 0xFE, 3, 0 })]
    public void A_call_is_found_behind_every_instruction(byte[] instruction) =>
        Assert.Equal([77], Instruction.Scan((byte[])[1, 2, 0x7F, .. instruction, Instruction.Call, 77, Instruction.End]).Calls);

    [Fact]
    public void Numbers_are_found_as_constants_and_as_offsets() => Assert.Equal(
        [-1, 300, 16, 128],
        Instruction.Scan((byte[])[0, 0x41, 0x7F, 0x41, 0xAC, 0x02, 0x2D, 0, 16, 0xFD, 0, 4, 0x80, 0x01, Instruction.End]).Numbers);

    private static WasmModule Trimmed() => new(RuntimeTrimmer.Trim(Small(), Symbols()));

    private static IEnumerable<string> Symbols() => Names.Select((name, i) => $"{i}:{name}");

    // A body that calls a function (0: the import) and speaks of addresses.
    private static byte[] Speaking(int called, params int[] addresses)
    {
        var body = new WasmBytes().Raw(0, Instruction.Call).Unsigned((uint)called);
        foreach (var address in addresses)
            body.Raw(Instruction.Constant).Signed(address).Raw(0x1A);
        return body.Raw(Instruction.End).ToArray();
    }

    private static WasmModule Small()
    {
        byte[][] bodies = [.. Names.Skip(1).Select(name => name switch
        {
            "exported" => Speaking(2, 1000),
            "in_table" => Speaking(0, 1040),
            "uprv_malloc" => Speaking(9, 1010),
            "icu::large" => Speaking(9, 1012, 1014, 1020),
            "icu_only" => Speaking(0, 1024, 1030),
            _ => Nothing,
        })];
        byte[] zone = [.. "TZif"u8];
        (int, byte[])[] data =
        [
            (1000, [1, 2, 3, 4]), (1008, [5]), (1010, [6, 7]), (1020, [8, 9]), (1030, [1]), (1040, [2]),
            (1050, zone), (1056, [3]), (1060, zone), (1066, [4]),
        ];
        var all = new WasmBytes().Raw("\0asm\x01\0\0\0"u8);
        all.Section(2, new WasmBytes().Unsigned(1).Name("env").Name("imported").Unsigned(0).Unsigned(0));
        all.Section(7, new WasmBytes().Unsigned(1).Name("run").Unsigned(0).Unsigned(1));
        all.Section(9, new WasmBytes().Unsigned(1).Unsigned(0).Raw(Instruction.Constant).Signed(1).Raw(Instruction.End)
            .Unsigned(3).Unsigned(3).Unsigned(6).Unsigned(7));
        var code = new WasmBytes().Unsigned((uint)bodies.Length);
        foreach (var body in bodies)
            code.Unsigned((uint)body.Length).Raw(body);
        all.Section(10, code);
        var segments = new WasmBytes().Unsigned((uint)data.Length);
        foreach (var (address, bytes) in data)
            segments.Unsigned(0).Raw(Instruction.Constant).Signed(address).Raw(Instruction.End)
                .Unsigned((uint)bytes.Length).Raw(bytes);
        all.Section(11, segments);
        return new(all.ToArray());
    }
}
