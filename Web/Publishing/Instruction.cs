namespace GpuDigits.Web.Publishing;

/// <summary>The instructions of WebAssembly: what stands behind each, and what of it trimming looks for.</summary>
internal static class Instruction
{
    public const byte Unreachable = 0x00, End = 0x0B, Call = 0x10, Constant = 0x41;

    private const byte Saturating = 0xFC, Vectors = 0xFD, Atomics = 0xFE;

    /// <summary>
    /// The functions that a body calls by index, and the numbers in it that may be addresses: constants, offsets of loads and stores.
    /// </summary>
    /// <exception cref="InvalidDataException">An instruction is unknown, or the body ends in one.</exception>
    public static (HashSet<int> Calls, HashSet<int> Numbers) Scan(ReadOnlyMemory<byte> body)
    {
        HashSet<int> calls = [], numbers = [];
        var reader = new WasmReader(body);
        for (var locals = reader.Count(); locals > 0; locals--)
        {
            reader.Count();
            reader.Byte();
        }

        while (!reader.IsAtEnd)
        {
            switch (reader.Byte())
            {
                case Call:
                    calls.Add(reader.Count());
                    break;
                case Constant:
                    numbers.Add((int)reader.Signed());
                    break;
                case >= 0x28 and <= 0x3E: // Loads and stores.
                    numbers.Add(Address(ref reader));
                    break;
                case 0x02 or 0x03 or 0x04 or 0x06: // Blocks: their type may be negative.
                case 0x42: // A constant of 64 bits.
                    reader.Signed();
                    break;
                case 0x07 or 0x08 or 0x09 or 0x0C or 0x0D or 0x18 or (>= 0x20 and <= 0x26) or 0x3F or 0x40 or 0xD0 or 0xD2:
                    reader.Count();
                    break;
                case 0x0E: // A table of branches, and the branch for the rest.
                    for (var left = reader.Count() + 1; left > 0; left--)
                        reader.Count();
                    break;
                case 0x11:
                    reader.Count();
                    reader.Count();
                    break;
                case 0x1C:
                    reader.Skip(reader.Count());
                    break;
                case 0x43:
                    reader.Skip(4);
                    break;
                case 0x44:
                    reader.Skip(8);
                    break;
                case Saturating:
                    SkipSaturating(ref reader);
                    break;
                case Vectors:
                    ScanVectors(ref reader, numbers);
                    break;
                case Atomics:
                    if (reader.Count() == 3)
                        reader.Byte();
                    else
                        numbers.Add(Address(ref reader));
                    break;
                case <= 0x01 or 0x05 or 0x0A or 0x0B or 0x0F or 0x19 or 0x1A or 0x1B or (>= 0x45 and <= 0xC4) or 0xD1:
                    break;
                case var unknown:
                    throw new InvalidDataException($"the unknown instruction 0x{unknown:X2} before byte {reader.At} of a function");
            }
        }

        return (calls, numbers);
    }

    // An alignment, and an offset that is added to the address.
    private static int Address(ref WasmReader reader)
    {
        reader.Count();
        return reader.Count();
    }

    private static void SkipSaturating(ref WasmReader reader)
    {
        var operands = reader.Count() switch
        {
            <= 7 => 0, // Conversions that saturate.
            9 or 11 or 13 or 15 or 16 or 17 => 1,
            8 or 10 or 12 or 14 => 2,
            var unknown => throw new InvalidDataException($"the unknown instruction 0xFC {unknown} before byte {reader.At} of a function"),
        };
        for (; operands > 0; operands--)
            reader.Count();
    }

    private static void ScanVectors(ref WasmReader reader, HashSet<int> numbers)
    {
        switch (reader.Count())
        {
            case <= 11 or 92 or 93:
                numbers.Add(Address(ref reader));
                break;
            case >= 84 and <= 91: // One lane.
                numbers.Add(Address(ref reader));
                reader.Byte();
                break;
            case 12 or 13: // A constant, a shuffle.
                reader.Skip(16);
                break;
            case >= 21 and <= 34: // A lane's number.
                reader.Byte();
                break;
        }
    }
}
