using System.Reflection;
using System.Runtime.InteropServices;
using GpuDigits.Engine.Devices.Wasm;

namespace GpuDigits.Engine.Tests.Browser;

/// <summary>
/// Each instruction computes what its name says, in a machine that validates the module; what is no valid code is refused while it is
/// written.
/// </summary>
public sealed class WasmFunctionTests
{
    private const float Old = -77;

    private static readonly float[] A = [1, -2, 9, 0.25f], B = [4, -3, 2.5f, 0.25f], Nan = [float.NaN, 0, 0, 0];

    /// <summary>Code that gets addresses of A, B and of the result, and what it leaves there; where it writes nothing, Old stays.</summary>
    private static readonly Dictionary<string, (Action<WasmFunction, WasmLocal, WasmLocal, WasmLocal> Code, float[] Expected)> Cases = new()
    {
        ["Load"] = ((f, a, _, y) => f.Get(y).Get(a).Load(0).Store(0), A),
        ["Load at an offset"] = ((f, a, _, y) => f.Get(y).Get(a).Const(-130).Add().Load(130).Store(0), A),
        ["Load 1"] = ((f, a, _, y) => f.Get(y).Get(a).Load(4, 1).Store(0), [-2, 0, 0, 0]),
        ["Load 2"] = ((f, a, _, y) => f.Get(y).Get(a).Load(4, 2).Store(0), [-2, 9, 0, 0]),
        ["Load 3"] = ((f, a, _, y) => f.Get(y).Get(a).Load(4, 3).Store(0), [-2, 9, 0.25f, 0]),
        ["LoadSplat"] = ((f, a, _, y) => f.Get(y).Get(a).LoadSplat(8).Store(0), [9, 9, 9, 9]),
        ["Store 1"] = ((f, a, _, y) => f.Get(y).Get(a).Load(0).Store(4, 1), [Old, 1, Old, Old]),
        ["Store 2"] = ((f, a, _, y) => f.Get(y).Get(a).Load(0).Store(4, 2), [Old, 1, -2, Old]),
        ["Store 3"] = ((f, a, _, y) => f.Get(y).Get(a).Load(0).Store(4, 3), [Old, 1, -2, 9]),
        ["Splat"] = ((f, _, _, y) => f.Get(y).Splat(Bits(1.5f)).Store(0), [1.5f, 1.5f, 1.5f, 1.5f]),
        ["VectorAdd"] = (Binary(f => f.VectorAdd()), [5, -5, 11.5f, 0.5f]),
        ["VectorSubtract"] = (Binary(f => f.VectorSubtract()), [-3, 1, 6.5f, 0]),
        ["VectorMultiply"] = (Binary(f => f.VectorMultiply()), [4, 6, 22.5f, 0.0625f]),
        ["VectorDivide"] = (Binary(f => f.VectorDivide()), [0.25f, -2 / -3.0f, 3.6f, 1]),
        ["VectorSqrt"] = ((f, a, _, y) => f.Get(y).Get(a).Load(8, 2).VectorSqrt().Store(0), [3, 0.5f, 0, 0]),
        ["VectorMax"] = (Binary(f => f.VectorMax()), [4, -2, 9, 0.25f]),
        ["VectorMax keeps a where b is NaN"] = ((f, a, _, y) => f.Get(y).Get(a).Load(0).Splat(Bits(Nan[0])).VectorMax().Store(0), A),
        ["VectorGreater"] = (Binary(f => f.VectorGreater().Splat(Bits(1)).VectorAnd()), [0, 1, 1, 0]),
        ["VectorSame"] = (Binary(f => f.VectorSame().Splat(Bits(1)).VectorAnd()), [0, 0, 0, 1]),
        ["VectorAnd"] = ((f, a, _, y) => f.Get(y).Get(a).Load(0).Splat(int.MaxValue).VectorAnd().Store(0), [1, 2, 9, 0.25f]),
        ["VectorSelect"] = (
            (f, a, b, y) => f.Get(y).Get(a).Load(0).Get(b).Load(0).Get(a).Load(0).Get(b).Load(0).VectorGreater().VectorSelect().Store(0),
            [4, -2, 9, 0.25f]),
        ["LoadBytes"] = (
            (f, a, _, y) => f.Get(y).Const(0x00FF4001).StoreWord(12).Get(y).Get(y).LoadBytes(12).Get(a).Load(0).VectorAnd().Store(0),
            [.. A.Zip([0x01, 0x40, 0xFF, 0x00], (value, mask) => BitConverter.Int32BitsToSingle(Bits(value) & mask))]),
        ["StoreBytes"] = (Bytes(4), [Word(1, 64, 255, 0), Old, Old, Old]),
        ["StoreBytes 1"] = (Bytes(1), [Word(1, null, null, null), Old, Old, Old]),
        ["StoreBytes 2"] = (Bytes(2), [Word(1, 64, null, null), Old, Old, Old]),
        ["StoreBytes 3"] = (Bytes(3), [Word(1, 64, 255, null), Old, Old, Old]),
        ["LoadWord"] = ((f, a, _, y) => f.Get(y).Get(a).LoadWord(8).StoreWord(4), [Old, 9, Old, Old]),
        ["StoreWord"] = ((f, _, _, y) => f.Get(y).Const(Bits(2.5f)).StoreWord(12), [Old, Old, Old, 2.5f]),
        ["AtLeast"] = (
            (f, _, _, y) => Words(f, y, g => g.Const(2).Const(2).AtLeast(), g => g.Const(-3).Const(2).AtLeast()), [Word(1), 0, Old, Old]),
        ["IsZero"] = ((f, _, _, y) => Words(f, y, g => g.Const(0).IsZero(), g => g.Const(-3).IsZero()), [Word(1), 0, Old, Old]),
        ["Add"] = ((f, _, _, y) => Words(f, y, g => g.Const(7).Const(-9).Add()), [Word(-2), Old, Old, Old]),
        ["CopyMemory"] = ((f, a, _, y) => f.Get(y).Get(a).Const(8).CopyMemory(), [1, -2, Old, Old]),
        ["FillMemory"] = ((f, _, _, y) => f.Get(y).Const(0).Const(12).FillMemory(), [0, 0, 0, Old]),
        ["Advance"] = ((f, a, _, y) => f.Advance(a, 8).Advance(y, 4).Get(y).Get(a).LoadWord(0).StoreWord(0), [Old, 9, Old, Old]),
        ["Copy"] = ((f, a, _, y) => f.Get(f.Copy(y, 8)).Get(f.Copy(a)).LoadWord(0).StoreWord(0), [Old, Old, 1, Old]),
        ["Tee"] = (
            (f, a, b, y) => f.Get(y).Get(a).Tee(b).LoadWord(0).StoreWord(0).Get(y).Get(b).LoadWord(4).StoreWord(4), [1, -2, Old, Old]),
        ["Set"] = ((f, a, b, y) => f.Get(b).Set(a).Get(y).Get(a).LoadWord(0).StoreWord(0), [4, Old, Old, Old]),
        ["Repeat"] = (
            (f, _, _, y) =>
            {
                var count = f.Local(WasmType.I32);
                f.Repeat(3, () => f.Repeat(1, () => f.Advance(count, 1)));
                f.Repeat(0, () => f.Advance(count, 100));
                f.Repeat(count, () => f.Repeat(count, () => f.Advance(count, 5)));
                f.Repeat(f.Local(WasmType.I32), () => f.Advance(count, 100));
                f.Get(y).Get(count).StoreWord(0);
            },
            // 3; then three rounds, each of which adds 5 as often as the number says when it begins: 18, 108, 648.
            [Word(648), Old, Old, Old]),
        ["While"] = (
            (f, _, _, y) =>
            {
                WasmLocal left = f.Local(WasmType.I32), fours = f.Local(WasmType.I32);
                f.Const(11).Set(left);
                f.While(left, 4, () => f.Advance(fours, 1));
                f.While(left, 4, () => f.Advance(fours, 100));
                f.Get(y).Get(left).StoreWord(0).Get(y).Get(fours).StoreWord(4);
            },
            [Word(3), Word(2), Old, Old]),
    };

    private static readonly Dictionary<string, Action<WasmFunction>> Refused = new()
    {
        ["an empty stack"] = f => f.Add(),
        ["one value for two"] = f => f.Const(1).Add(),
        ["a vector for a number"] = f => f.Const(1).Splat(1).Add(),
        ["a number for a vector"] = f => f.Splat(1).Const(1).VectorAdd(),
        ["a vector as an address"] = f => f.Splat(1).Load(0),
        ["a negative offset"] = f => f.Const(100).Load(-4),
        ["five lanes to load"] = f => f.Const(100).Load(0, 5),
        ["no lane to load"] = f => f.Const(100).Load(0, 0),
        ["five lanes to store"] = f => f.Const(100).Splat(1).Store(0, 5),
        ["five bytes to store"] = f => f.Const(100).Splat(1).StoreBytes(0, 5),
        ["a value for a local of another type"] = f => f.Const(1).Set(f.Local(WasmType.V128)),
        ["a local of another function"] = f => f.Get(new WasmFunction().Local(WasmType.I32)),
        ["a loop that leaves a value"] = f => f.Repeat(2, () => f.Const(1)),
        ["a loop that takes a value from outside"] = f => f.Const(1).Repeat(2, () => f.Set(f.Local(WasmType.I32))),
        ["a value that is left"] = f => f.Const(1).ToModule(),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> Faults => [.. Refused.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void An_instruction_does_what_its_name_says(string name)
    {
        var f = new WasmFunction();
        Cases[name].Code(f, f.Argument(), f.Argument(), f.Argument());
        float[] y = [Old, Old, Old, Old];
        Run(f, [A, B], y);
        Assert.Equal(Array.ConvertAll(Cases[name].Expected, Bits), Array.ConvertAll(y, Bits));
    }

    [Fact]
    public void Each_instruction_has_a_case()
    {
        string[] seenInAll = ["Get", "Const", "Local", "Argument", "SplatArgument", "ToModule"];
        var tested = Cases.Keys.Select(name => name.Split(' ')[0]).Concat(["Store"]).Concat(seenInAll).ToHashSet();
        Assert.All(
            typeof(WasmFunction).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            method => Assert.Contains(method.Name, tested));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(-1)]
    [InlineData(-64)]
    [InlineData(-65)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(-8193)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Constants_and_arguments_arrive_as_they_are(int value)
    {
        var f = new WasmFunction();
        WasmLocal argument = f.Argument(), splat = f.SplatArgument(), y = f.Argument();
        f.Get(y).Get(splat).Store(0).Get(y).Get(argument).StoreWord(4).Get(y).Const(value).StoreWord(8);
        var result = new float[4];
        Run(f, [], result, value, value);
        Assert.Equal([value, value, value, value], Array.ConvertAll(result, Bits));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_no_valid_code_is_refused_while_it_is_written(string fault) =>
        Assert.StartsWith(
            "WebAssembly: ", Assert.Throws<InvalidOperationException>(() => Refused[fault](new())).Message, StringComparison.Ordinal);

    private static unsafe void Run(WasmFunction function, float[][] inputs, float[] result, params int[] numbers)
    {
        using var host = new WasmtimeHost();
        var operands = numbers.Select(number => new WasmOperand(number, 0, true, false)).ToList();
        var pins = inputs.Append(result).Select(values => GCHandle.Alloc(values, GCHandleType.Pinned)).ToList();
        for (var i = 0; i < pins.Count; i++)
            operands.Add(new(pins[i].AddrOfPinnedObject(), 16, Reads: true, Writes: i == pins.Count - 1));
        host.Run(host.Instantiate(function.ToModule()), operands.ToArray());
        pins.ForEach(pin => pin.Free());
    }

    private static Action<WasmFunction, WasmLocal, WasmLocal, WasmLocal> Binary(Action<WasmFunction> instruction) => (f, a, b, y) =>
    {
        f.Get(y).Get(a).Load(0).Get(b).Load(0);
        instruction(f);
        f.Store(0);
    };

    private static Action<WasmFunction, WasmLocal, WasmLocal, WasmLocal> Bytes(int lanes) => (f, _, _, y) =>
    {
        var working = f.Copy(y);
        int[] words = [1, 64, 255, 0];
        for (var i = 0; i < 4; i++)
            f.Get(working).Const(words[i]).StoreWord(4 * i);
        var value = f.Local(WasmType.V128);
        f.Get(working).Load(0).Set(value).Get(y).Splat(Bits(Old)).Store(0).Get(y).Get(value).StoreBytes(0, lanes);
    };

    private static void Words(WasmFunction f, WasmLocal y, params Action<WasmFunction>[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            f.Get(y);
            values[i](f);
            f.StoreWord(4 * i);
        }
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static float Word(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <summary>A word of bytes, over Old.</summary>
    private static float Word(params byte?[] bytes)
    {
        var old = BitConverter.GetBytes(Old);
        return BitConverter.ToSingle([.. bytes.Select((value, i) => value ?? old[i])]);
    }
}
