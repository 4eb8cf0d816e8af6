namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>A local variable of a <see cref="WasmFunction"/>.</summary>
internal readonly record struct WasmLocal(WasmFunction Function, int Index, WasmType Type);

/// <summary>
/// Writes the code of a function <c>run(arguments)</c>, whose parameter is the address of its arguments, 32 bits each, and the module
/// around it. It knows the instructions that our kernels need (WebAssembly core specification 2.0, section 5.4), and follows the types on
/// the stack: what a browser would refuse, it refuses at once, with an <see cref="InvalidOperationException"/>.
/// </summary>
internal sealed class WasmFunction
{
    /// <summary>What the module imports: its memory.</summary>
    public const string ImportModule = "env", ImportName = "memory";

    /// <summary>What the module exports: the function.</summary>
    public const string ExportName = "run";

    private const byte Empty = 0x40, Prefix = 0xFD, End = 0x0B, Word = 2;

    private readonly WasmBytes _code = new();
    private readonly List<WasmType> _locals = [];
    private readonly Stack<WasmType> _stack = [];
    private int _arguments;
    private int _floor;

    /// <summary>A new local, initially zero.</summary>
    public WasmLocal Local(WasmType type)
    {
        _locals.Add(type);
        return new(this, _locals.Count, type);
    }

    /// <summary>A new local with the next argument.</summary>
    public WasmLocal Argument()
    {
        var local = Local(WasmType.I32);
        Instruction(0x20).Unsigned(0);
        Push(WasmType.I32);
        LoadWord(4 * _arguments++).Set(local);
        return local;
    }

    /// <summary>The next argument, a float, in all lanes of a new local.</summary>
    public WasmLocal SplatArgument()
    {
        var local = Local(WasmType.V128);
        Instruction(0x20).Unsigned(0);
        Push(WasmType.I32);
        LoadSplat(4 * _arguments++).Set(local);
        return local;
    }

    public WasmFunction Get(WasmLocal local) => Access(0x20, local, false, true);

    public WasmFunction Set(WasmLocal local) => Access(0x21, local, true, false);

    public WasmFunction Tee(WasmLocal local) => Access(0x22, local, true, true);

    public WasmFunction Const(int value)
    {
        Instruction(0x41).Signed(value);
        return Push(WasmType.I32);
    }

    public WasmFunction Add() => Scalar(0x6A, 2);

    /// <summary>1 if a ≥ b, else 0.</summary>
    public WasmFunction AtLeast() => Scalar(0x4E, 2);

    /// <summary>1 if it is 0, else 0.</summary>
    public WasmFunction IsZero() => Scalar(0x45, 1);

    public WasmFunction LoadWord(int offset)
    {
        Pop(WasmType.I32);
        Instruction(0x28);
        return Place(Word, offset).Push(WasmType.I32);
    }

    /// <summary>Stores a word: address, value.</summary>
    public WasmFunction StoreWord(int offset)
    {
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Instruction(0x36);
        return Place(Word, offset);
    }

    /// <summary>Copies bytes: to, from, count.</summary>
    public WasmFunction CopyMemory()
    {
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Instruction(0xFC).Raw(0x0A, 0, 0);
        return this;
    }

    /// <summary>Fills bytes: to, value, count.</summary>
    public WasmFunction FillMemory()
    {
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Instruction(0xFC).Raw(0x0B, 0);
        return this;
    }

    /// <summary>Loads the first 1 to 4 lanes; the others are 0.</summary>
    public WasmFunction Load(int offset, int lanes = 4)
    {
        if (lanes == 3)
        {
            // The address is needed twice.
            var address = Local(WasmType.I32);
            var low = Local(WasmType.V128);
            return Tee(address).Load(offset, 2).Set(low).Get(address).Get(low).LoadLane(offset + 8, 2);
        }

        Pop(WasmType.I32);
        Vector(lanes switch { 1 => 0x5Cu, 2 => 0x5Du, 4 => 0x00u, _ => throw Wrong($"{lanes} lanes cannot be loaded") });
        return Place(Word, offset).Push(WasmType.V128);
    }

    public WasmFunction LoadSplat(int offset)
    {
        Pop(WasmType.I32);
        Vector(0x09);
        return Place(Word, offset).Push(WasmType.V128);
    }

    /// <summary>Stores the first 1 to 4 lanes: address, value.</summary>
    public WasmFunction Store(int offset, int lanes = 4)
    {
        if (lanes == 3)
        {
            var value = Local(WasmType.V128);
            var address = Local(WasmType.I32);
            return Set(value).Tee(address).Get(value).Store(offset, 2).Get(address).Get(value).StoreLane(0x5A, Word, offset + 8, 2);
        }

        return lanes switch
        {
            1 => StoreLane(0x5A, Word, offset, 0),
            2 => StoreLane(0x5B, Word, offset, 0),
            4 => StoreLane(0x0B, Word, offset, null),
            _ => throw Wrong($"{lanes} lanes cannot be stored"),
        };
    }

    /// <summary>Stores four whole numbers in [0, 255] as bytes: address, value.</summary>
    public WasmFunction StoreBytes(int offset, int lanes = 4)
    {
        if (lanes is < 1 or > 4)
            throw Wrong($"{lanes} bytes cannot be stored");
        var value = Local(WasmType.V128);
        Tee(value).Get(value).Binary(0x86).Tee(value).Get(value).Binary(0x66);
        if (lanes == 4)
            return StoreLane(0x5A, 0, offset, 0);
        var address = Local(WasmType.I32);
        Set(value).Set(address);
        for (var lane = 0; lane < lanes; lane++)
            Get(address).Get(value).StoreLane(0x58, 0, offset + lane, lane);
        return this;
    }

    /// <summary>Loads four bytes as whole numbers of 32 bits.</summary>
    public WasmFunction LoadBytes(int offset)
    {
        Pop(WasmType.I32);
        Vector(0x5C);
        return Place(0, offset).Push(WasmType.V128).Unary(0x89).Unary(0xA9);
    }

    /// <summary>A constant: the same 32 bits in all lanes.</summary>
    public WasmFunction Splat(int bits)
    {
        Vector(0x0C);
        for (var lane = 0; lane < 4; lane++)
            _code.Raw(BitConverter.GetBytes(bits));
        return Push(WasmType.V128);
    }

    public WasmFunction VectorAdd() => Binary(0xE4);

    public WasmFunction VectorSubtract() => Binary(0xE5);

    public WasmFunction VectorMultiply() => Binary(0xE6);

    public WasmFunction VectorDivide() => Binary(0xE7);

    public WasmFunction VectorSqrt() => Unary(0xE3);

    public WasmFunction VectorAnd() => Binary(0x4E);

    /// <summary>b &gt; a ? b : a.</summary>
    public WasmFunction VectorMax() => Binary(0xEB);

    /// <summary>All bits where a &gt; b.</summary>
    public WasmFunction VectorGreater() => Binary(0x44);

    /// <summary>All bits where whole numbers are equal.</summary>
    public WasmFunction VectorSame() => Binary(0x37);

    /// <summary>The bits of a where the mask has ones, else of b: a, b, mask.</summary>
    public WasmFunction VectorSelect()
    {
        Pop(WasmType.V128);
        Pop(WasmType.V128);
        Pop(WasmType.V128);
        Vector(0x52);
        return Push(WasmType.V128);
    }

    /// <summary>Adds to an address.</summary>
    public WasmFunction Advance(WasmLocal local, int bytes) => bytes == 0 ? this : Get(local).Const(bytes).Add().Set(local);

    /// <summary>A new local with an address and an offset.</summary>
    public WasmLocal Copy(WasmLocal local, int offset = 0)
    {
        var copy = Local(WasmType.I32);
        Get(local);
        if (offset != 0)
            Const(offset).Add();
        Set(copy);
        return copy;
    }

    /// <summary>Runs the body a fixed number of times.</summary>
    public void Repeat(int times, Action body)
    {
        if (times == 1)
            body();
        if (times < 2)
            return;
        var left = Local(WasmType.I32);
        Const(times).Set(left);
        Block(0x03, () =>
        {
            body();
            Get(left).Const(-1).Add().Tee(left).BranchIf(0);
        });
    }

    /// <summary>Runs the body as often as the local says, which may be 0; it counts down in a copy.</summary>
    public void Repeat(WasmLocal times, Action body)
    {
        var left = Copy(times);
        Block(0x02, () =>
        {
            Get(left).IsZero().BranchIf(0);
            Block(0x03, () =>
            {
                body();
                Get(left).Const(-1).Add().Tee(left).BranchIf(0);
            });
        });
    }

    /// <summary>While the local is at least this number: subtracts it and runs the body.</summary>
    public void While(WasmLocal left, int atLeast, Action body) => Block(0x02, () =>
    {
        Get(left).Const(atLeast).AtLeast().IsZero().BranchIf(0);
        Block(0x03, () =>
        {
            body();
            Get(left).Const(-atLeast).Add().Tee(left).Const(atLeast).AtLeast().BranchIf(0);
        });
    });

    /// <summary>The bytes of the module.</summary>
    public byte[] ToModule()
    {
        if (_stack.Count > 0)
            throw Wrong($"{_stack.Count} values are left on the stack");
        var body = new WasmBytes().Unsigned((uint)_locals.Count);
        foreach (var type in _locals)
            body.Unsigned(1).Raw((byte)type);
        body.Raw(_code.ToArray()).Raw(End);
        return new WasmBytes().Raw("\0asm"u8).Raw(1, 0, 0, 0)
            .Section(1, new WasmBytes().Unsigned(1).Raw(0x60, 1, (byte)WasmType.I32, 0))
            .Section(2, new WasmBytes().Unsigned(1).Name(ImportModule).Name(ImportName).Raw(2, 0, 0))
            .Section(3, new WasmBytes().Unsigned(1).Unsigned(0))
            .Section(7, new WasmBytes().Unsigned(1).Name(ExportName).Raw(0, 0))
            .Section(10, new WasmBytes().Unsigned(1).Sized(body))
            .ToArray();
    }

    private static InvalidOperationException Wrong(string what) => new($"WebAssembly: {what}");

    private WasmFunction Access(byte code, WasmLocal local, bool pops, bool pushes)
    {
        if (local.Function != this)
            throw Wrong("the local belongs to another function");
        if (pops)
            Pop(local.Type);
        Instruction(code).Unsigned((uint)local.Index);
        return pushes ? Push(local.Type) : this;
    }

    private WasmFunction Scalar(byte code, int operands)
    {
        for (var i = 0; i < operands; i++)
            Pop(WasmType.I32);
        Instruction(code);
        return Push(WasmType.I32);
    }

    private WasmFunction Unary(uint code)
    {
        Pop(WasmType.V128);
        Vector(code);
        return Push(WasmType.V128);
    }

    private WasmFunction Binary(uint code)
    {
        Pop(WasmType.V128);
        return Unary(code);
    }

    private WasmFunction LoadLane(int offset, byte lane)
    {
        Pop(WasmType.V128);
        Pop(WasmType.I32);
        Vector(0x56);
        Place(Word, offset);
        _code.Raw(lane);
        return Push(WasmType.V128);
    }

    private WasmFunction StoreLane(uint code, byte alignment, int offset, int? lane)
    {
        Pop(WasmType.V128);
        Pop(WasmType.I32);
        Vector(code);
        Place(alignment, offset);
        if (lane is { } index)
            _code.Raw((byte)index);
        return this;
    }

    private void Block(byte code, Action body)
    {
        var outer = _floor;
        _floor = _stack.Count;
        Instruction(code).Raw(Empty);
        body();
        if (_stack.Count != _floor)
            throw Wrong($"a block leaves {_stack.Count - _floor} values on the stack");
        _floor = outer;
        Instruction(End);
    }

    private void BranchIf(uint depth)
    {
        Pop(WasmType.I32);
        Instruction(0x0D).Unsigned(depth);
    }

    private WasmBytes Instruction(byte code) => _code.Raw(code);

    private void Vector(uint code) => _code.Raw(Prefix).Unsigned(code);

    private WasmFunction Place(byte alignment, int offset)
    {
        if (offset < 0)
            throw Wrong($"the offset of an address is {offset}");
        _code.Unsigned(alignment).Unsigned((uint)offset);
        return this;
    }

    private WasmFunction Push(WasmType type)
    {
        _stack.Push(type);
        return this;
    }

    private void Pop(WasmType type)
    {
        if (_stack.Count == _floor)
            throw Wrong($"a value of type {type} is needed, the stack is empty");
        if (_stack.Pop() is var found && found != type)
            throw Wrong($"a value of type {type} is needed, {found} is on the stack");
    }
}
