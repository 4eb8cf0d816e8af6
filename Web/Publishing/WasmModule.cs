using System.Text;
using GpuDigits.Engine.Devices.Wasm;

namespace GpuDigits.Web.Publishing;

/// <summary>
/// A module of WebAssembly, as far as trimming must know it: its functions, which of them the world outside can call, and its data.
/// Functions are named by their index, of which the imported ones come first.
/// </summary>
internal sealed class WasmModule
{
    private const int Import = 2, Export = 7, Element = 9, Code = 10, Data = 11, DataCount = 12;

    private readonly List<(int Id, ReadOnlyMemory<byte> Bytes)> _sections = [];

    /// <exception cref="InvalidDataException">The bytes are no module, or one with forms that a linker does not write.</exception>
    public WasmModule(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith("\0asm\x01\0\0\0"u8))
            throw new InvalidDataException("this is no WebAssembly module (its first eight bytes are others)");
        for (var reader = new WasmReader(bytes, 8); !reader.IsAtEnd;)
            _sections.Add((reader.Byte(), reader.Slice(reader.Count())));
        ImportCount = CountImports();
        Bodies = ReadBodies();
        Exports = ReadExports();
        Table = ReadTable();
        Segments = ReadSegments();
    }

    /// <summary>The number of imported functions, which have no body here.</summary>
    public int ImportCount { get; }

    /// <summary>What the functions do, locals first; the first is function <see cref="ImportCount"/>.</summary>
    public ReadOnlyMemory<byte>[] Bodies { get; }

    /// <summary>The functions that have a name outside.</summary>
    public IReadOnlyList<(string Name, int Function)> Exports { get; }

    /// <summary>The functions that can be called through a pointer.</summary>
    public IReadOnlyList<int> Table { get; }

    /// <summary>What the memory holds at first, ordered by address.</summary>
    public IReadOnlyList<(int Address, ReadOnlyMemory<byte> Bytes)> Segments { get; }

    /// <summary>The module with other functions and data of the same kind.</summary>
    public byte[] With(IReadOnlyList<ReadOnlyMemory<byte>> bodies, IReadOnlyList<(int Address, ReadOnlyMemory<byte> Bytes)> segments)
    {
        var code = new WasmBytes().Unsigned((uint)bodies.Count);
        foreach (var body in bodies)
            code.Unsigned((uint)body.Length).Raw(body.Span);
        var data = new WasmBytes().Unsigned((uint)segments.Count);
        foreach (var (address, bytes) in segments)
        {
            data.Unsigned(0).Raw(Instruction.Constant).Signed(address).Raw(Instruction.End)
                .Unsigned((uint)bytes.Length).Raw(bytes.Span);
        }

        var all = new WasmBytes().Raw("\0asm\x01\0\0\0"u8);
        foreach (var (id, bytes) in _sections)
        {
            all.Section((byte)id, id switch
            {
                Code => code,
                Data => data,
                DataCount => new WasmBytes().Unsigned((uint)segments.Count),
                _ => new WasmBytes().Raw(bytes.Span),
            });
        }

        return all.ToArray();
    }

    private WasmReader Section(int id) =>
        new(_sections.Find(section => section.Id == id) is { Bytes: { Length: > 0 } bytes } ? bytes : new byte[1]);

    private int CountImports()
    {
        var reader = Section(Import);
        var functions = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            reader.Skip(reader.Count());
            reader.Skip(reader.Count());
            switch (reader.Byte())
            {
                case 0:
                    reader.Count();
                    functions++;
                    break;
                case 1:
                    reader.Byte();
                    SkipLimits(ref reader);
                    break;
                case 2:
                    SkipLimits(ref reader);
                    break;
                case 3:
                    reader.Skip(2);
                    break;
                case 4:
                    reader.Byte();
                    reader.Count();
                    break;
                case var kind:
                    throw new InvalidDataException($"an import of the unknown kind {kind}");
            }
        }

        return functions;
    }

    private static void SkipLimits(ref WasmReader reader)
    {
        var hasLimit = (reader.Byte() & 1) != 0;
        reader.Count();
        if (hasLimit)
            reader.Count();
    }

    private ReadOnlyMemory<byte>[] ReadBodies()
    {
        var reader = Section(Code);
        var bodies = new ReadOnlyMemory<byte>[reader.Count()];
        for (var i = 0; i < bodies.Length; i++)
            bodies[i] = reader.Slice(reader.Count());
        return bodies;
    }

    private List<(string, int)> ReadExports()
    {
        var reader = Section(Export);
        List<(string, int)> exports = [];
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = Encoding.UTF8.GetString(reader.Slice(reader.Count()).Span);
            var kind = reader.Byte();
            var index = reader.Count();
            if (kind == 0)
                exports.Add((name, index));
        }

        return exports;
    }

    private List<int> ReadTable()
    {
        var reader = Section(Element);
        List<int> table = [];
        for (var left = reader.Count(); left > 0; left--)
        {
            ReadPlace(ref reader, "element");
            for (var functions = reader.Count(); functions > 0; functions--)
                table.Add(reader.Count());
        }

        return table;
    }

    private List<(int, ReadOnlyMemory<byte>)> ReadSegments()
    {
        var reader = Section(Data);
        List<(int Address, ReadOnlyMemory<byte> Bytes)> segments = [];
        for (var left = reader.Count(); left > 0; left--)
            segments.Add((ReadPlace(ref reader, "data"), reader.Slice(reader.Count())));
        segments.Sort((a, b) => a.Address.CompareTo(b.Address));
        return segments;
    }

    // Both kinds of segments say with a constant where they begin, unless they are of a form that is filled later.
    private static int ReadPlace(ref WasmReader reader, string what)
    {
        if (reader.Count() != 0 || reader.Byte() != Instruction.Constant)
            throw new InvalidDataException($"a segment of {what} without a fixed address");
        var place = (int)reader.Signed();
        return reader.Byte() == Instruction.End ? place : throw new InvalidDataException($"a segment of {what} whose address is computed");
    }
}
