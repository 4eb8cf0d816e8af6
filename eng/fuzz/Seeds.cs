using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.App;

namespace GpuDigits.Fuzz;

/// <summary>
/// Small sound files of every kind, and damage that keeps their checksums and lengths sound, so that it reaches what lies behind.
/// </summary>
internal static class Seeds
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[][] Strokes { get; } =
    [
        Utf8(
            """{"label":"7","writer":"anna","strokes":[[[1,2],[3.5,4],[5,6]],[[7,8]]]}""" + "\n"
                + """{"label":"0","writer":"b","strokes":[[[0,0]]],"other":{"a":[1,true]}}""" + "\n"),
        Utf8("\uFEFF" + """{"strokes":[[[-1e5,2e-3],[0.25,1]]],"writer":"é\u00e9","label":"3"}""" + "\r\n\n"),
    ];

    public static byte[][] Replays { get; } =
    [
        Utf8("""{"width":1100,"height":700,"events":[{"t":0.5,"move":[300,200],"draws":7},{"t":0.6,"down":"left"},"""
            + """{"t":0.7,"up":"left"},{"t":0.8,"key":"enter"},{"t":1,"text":"7"},{"t":1.5,"size":[800,600]}]}"""),
        Utf8("""{"width":1,"height":16384,"events":[{"t":0,"text":"+"},{"t":0,"down":"right"},{"t":1e3,"up":"right"}]}"""),
    ];

    public static byte[][] Steps { get; } =
    [
        Utf8("{\"kind\":\"digit\",\"value\":7,\"probability\":0.75,\"alternatives\":[{\"digit\":1,\"probability\":0.2}]}\n"
            + "{\"kind\":\"operation\",\"value\":2}\n{\"kind\":\"undo\"}\n"),
        [
            .. JournalLine.Write(Entering([CalculatorInput.Digit(SavedDigit.Typed(4)), CalculatorInput.Point])),
            .. Utf8("{\"kind\":\"negate\"}\n"),
        ],
        Utf8("{\"kind\":\"recall\",\"value\":0}\n{\"kind\":\"replace\",\"value\":9}\n{\"kind\":\"equalsSign\"}\n{\"kind\":\"reset\"}\n"),
    ];

    public static byte[][] Sheets { get; } =
    [
        Utf8("""{"sheet":1,"strokes":[{"id":1,"points":[10,20,0,12.5,20,8]},{"id":2,"points":[40,20,90]}],"texts":[{"id":3,"text":"1+2=","""
            + """ "x":0,"y":150,"height":60}],"links":[{"id":4,"of":3,"x":0,"y":90,"width":40,"height":60}],"""
            + """ "locks":[{"strokes":[1],"label":"-"}],"forms":[3],"calculations":[{"id":5,"strokes":[1,2,4]}],"next":6}"""),
        Utf8("""{"sheet":1,"strokes":[{"id":7,"points":[0,0,0,0,100,16,3,150,24]}],"texts":[{"id":2,"text":"13×?=182","x":-5e3,"""
            + """ "y":1e4,"height":0.5}]}""" + "\n"),
        Utf8("""{"sheet":1}"""),
    ];

    public static byte[][] SheetSteps { get; } =
    [
        Utf8("{\"strokes\":[{\"id\":1,\"points\":[10,20,0,12.5,20,8]}]}\n{\"texts\":[{\"id\":2,\"text\":\"7÷2=\",\"x\":9,\"y\":90,"
            + "\"height\":44}],\"forms\":[2]}\n{\"undo\":true}\n{\"redo\":true}\n{\"links\":[{\"id\":3,\"of\":2,\"x\":30,\"y\":20,"
            + "\"width\":30,\"height\":44}],\"locks\":[{\"strokes\":[1],\"label\":\"1\"}]}\n{\"remove\":[1,3]}\n{\"undo\":true}\n"),
        [.. Sheets[0], .. Utf8("\n{\"remove\":[2]}\n{\"strokes\":[{\"id\":9,\"points\":[1,2,3]}]}\n{\"undo\":true}\n")],
    ];

    public static byte[][] Settings { get; } =
    [
        Utf8("""{"theme":"light","mirrored":true,"pen":"broad","width":800,"height":600}"""), Utf8("{}"),
    ];

    public static byte[][] Calculations { get; } =
    [
        Utf8("""{"id":"a1","writer":"anna","kind":"sum","plain":"1+2=","strokes":[[[1,2],[1,9]],[[3,5],[6,5]],[[4,3],[4,7]],"""
            + """[[7,2],[9,9]],[[10,4],[12,4]],[[10,6],[12,6.5]]],"symbols":[{"label":"1","strokes":[0]},{"label":"+","strokes":[1,2]},"""
            + """{"label":"2","strokes":[3]},{"label":"=","strokes":[4,5]}]}""" + "\n"),
        Utf8("""{"symbols":[{"strokes":[0],"label":"7"}],"plain":"7","strokes":[[[1e-30,-2e5]]],"kind":"é","writer":"b","id":"2"}"""),
    ];

    public static byte[][] Expressions { get; } =
    [
        .. new[]
        {
            "13×14=182", "((1)/(2))+2((1)/(3))", "2((3)/(4))÷√(2)", "root(3,8)^-(2)", "200+10%−5,5·3", "?×7=(42)", "2^10^0.5*(1-9)",
            "√2(3)(4)=",
        }.Select(Utf8),
    ];

    public static byte[][] PastedNumbers { get; } = [.. new[] { " −12.5 ", "1,2345", "+٣٤٥.٦", "99999999" }.Select(Utf8)];

    public static byte[][] Learning { get; } =
    [
        Utf8(LearningLine.Write(new()
        {
            Status = "epoch 1",
            IsRunning = true,
            Trained = [new(0.1f, 2, 0.5f)],
            HeldOut = [new(0.2f, float.NaN, 0.75f)],
            FilterWidth = 2,
            Filters = [[1, -2, 3, 4]],
            Worst = [new(Noise(28 * 28, 3), 7, 1, 0.5f)],
        })),
        Utf8("""{"status":"","trained":[],"heldOut":[],"filters":[],"filterWidth":1,"worst":[]}"""),
    ];

    /// <summary>Weights for <see cref="Small"/> as PyTorch names and orders them, with a normalisation and without, and as Keras.</summary>
    public static byte[][] Weights() =>
    [
        Safetensors(("conv1.weight", [2, 1, 3, 3]), ("conv1.bias", [2]), ("bn1.weight", [2]), ("bn1.bias", [2]), ("bn1.running_mean", [2]),
            ("bn1.running_var", [2]), ("fc.weight", [3, 8]), ("fc.bias", [3])),
        Safetensors(("layers/0/vars/0", [3, 3, 1, 2]), ("layers/0/vars/1", [2]), ("layers/1/vars/0", [8, 3]), ("layers/1/vars/1", [3])),
        Safetensors(("net.0.weight", [2, 1, 3, 3]), ("net.4.weight", [3, 8])),
    ];

    public static byte[] Idx(params int[] dimensions)
    {
        using var stream = new MemoryStream();
        IdxFile.Write(stream, dimensions, Noise(dimensions.Aggregate(1, (a, b) => a * b), dimensions[0]));
        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] plain) => Packed(plain, stream => new GZipStream(stream, CompressionLevel.Fastest));

    /// <summary>Damages what is packed.</summary>
    public static byte[] DamagedPacked(byte[] file, Random random, byte[] other) =>
        Gzip(Mutator.Bytes(Unpacked(file), random, Unpacked(other), 16));

    public static byte[][] Pgms() =>
    [
        Utf8("P2\n# a comment\n3 2\n15\n0 1 2\n3 4 15\n"), [.. Utf8("P5 3 2 255\n"), 1, 2, 3, 4, 5, 6],
        [.. Utf8("P5\n2 1\n65535\n"), 0, 1, 255, 255],
    ];

    public static Sequential Small() => new(
        new(6, 6, 1), new Conv2D(2, 3), new MaxPool2D(2), new Relu(), new Dropout(0.1f), new Flatten(), new Dense(3), new Softmax());

    public static Sequential Dense() => new(new(4, 4, 1), new Flatten(), new Dense(5), new Relu(), new Dense(10), new Softmax());

    public static byte[] Model(Sequential model) => Saved(path => new TrainedModel(model, model.Initialise(1))
    {
        Preset = "small",
        Training = new(),
        Results = new(5, 0.9, 0.1, 100, "cpu"),
        Calibration = new() { Temperature = 1.5, DetectorWeights = Calibration.Detector(SplitModel.Of(model).Features).Initialise(2) },
    }.Save(path));

    public static byte[] Checkpoint()
    {
        var model = Dense();
        var weights = model.Initialise(1);
        var state = new Checkpoint(model, new(), 7, [new(1, 0.5, 0.9, 0.4, 0.95, 1.5)], weights, weights, weights, weights)
        {
            Metrics = [1, 2, 3, 4],
            Device = "cpu"
        };
        return Saved(state.Save);
    }

    public static byte[] Onnx(Sequential model)
    {
        using var stream = new MemoryStream();
        OnnxFile.Save(stream, OnnxExport.ToOnnx(new TrainedModel(model, model.Initialise(1)), raw: true));
        return stream.ToArray();
    }

    /// <summary>Every colour type and depth, plain and interlaced, 5×3.</summary>
    public static byte[][] Pngs() =>
    [
        .. from format in (int[][])[[0, 1], [0, 2], [0, 4], [0, 8], [0, 16], [2, 8], [2, 16], [3, 1], [3, 2], [3, 4], [3, 8], [4, 8],
            [4, 16], [6, 8], [6, 16]]
           from interlaced in (int[])[0, 1]
           select Png(format[0], format[1], interlaced),
    ];

    /// <summary>Damages the safetensors header's text, and makes the length before it fit.</summary>
    public static byte[] DamagedHeader(byte[] file, Random random, byte[] other)
    {
        var header = Mutator.Text(Header(file), random, Header(other));
        var size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
        return [.. size, .. header, .. file.Skip(8 + Header(file).Length)];
    }

    /// <summary>The safetensors header's text; the rest of the file where its length is damaged.</summary>
    private static byte[] Header(byte[] file)
    {
        var length = file.Length < 8 ? 0 : (int)Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(file), 0, file.Length - 8);
        return file.AsSpan(Math.Min(8, file.Length), length).ToArray();
    }

    /// <summary>Makes the chunks' checksums fit.</summary>
    public static byte[] Repaired(byte[] file)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Append(0, file.AsSpan(at + 4, 4 + (int)length)));
            at += 12 + (int)length;
        }

        return file;
    }

    /// <summary>Damages the header or the rows before they are packed: checksums and the zlib stream stay sound.</summary>
    public static byte[] DamagedRows(byte[] file, Random random, byte[] other)
    {
        byte[] header = file[16..29], rows = Rows(file);
        if (random.Next(2) == 0)
            header = Mutator.Bytes(header, random, [], 13);
        else
            rows = Mutator.Bytes(rows, random, [], 8);
        var palette = file[25] == 3 ? Chunk("PLTE", Noise(random.Next(2, 20) * 3, 1)) : [];
        return [.. Signature, .. Chunk("IHDR", header), .. palette, .. Chunk("IDAT", Zlib(rows)), .. Chunk("IEND", [])];
    }

    private static byte[] Png(int colour, int depth, int interlaced)
    {
        const int Width = 5, Height = 3;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)interlaced);
        var bits = depth * (colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });
        // Adam7: first column, first row, steps of each pass (ISO/IEC 15948, 8.2).
        (int X, int Y, int Dx, int Dy)[] passes = interlaced == 0
            ? [(0, 0, 1, 1)]
            : [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        using var rows = new MemoryStream();
        foreach (var (x, y, dx, dy) in passes)
        {
            int columns = (Width - x + dx - 1) / dx, lines = (Height - y + dy - 1) / dy;
            for (var line = 0; line < lines && columns > 0; line++)
            {
                rows.WriteByte((byte)(line % 5));
                // Filtered rows of indices would leave the palette.
                rows.Write(colour == 3 ? new byte[(columns * bits + 7) / 8] : Noise((columns * bits + 7) / 8, line));
            }
        }

        var palette = colour == 3 ? Chunk("PLTE", [1, 2, 3, 4, 5, 6]) : [];
        return [.. Signature, .. Chunk("IHDR", header), .. palette, .. Chunk("IDAT", Zlib(rows.ToArray())), .. Chunk("IEND", [])];
    }

    private static CalculatorState Entering(CalculatorInput[] steps)
    {
        var calculator = new PocketCalculator();
        foreach (var step in steps)
            calculator.Apply(step);
        return calculator.State;
    }

    private static byte[] Safetensors(params (string Name, int[] Shape)[] tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Save(stream, [.. from tensor in tensors
                                         let length = tensor.Shape.Aggregate(1, (a, b) => a * b)
                                         select SafetensorsTensor.From<float>(tensor.Name, tensor.Shape,
                                             [.. Enumerable.Range(1, length).Select(i => i / (float)length)])]);
        return stream.ToArray();
    }

    private static byte[] Rows(byte[] file)
    {
        var at = 8;
        while (Encoding.ASCII.GetString(file, at + 4, 4) != "IDAT")
            at += 12 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
        using var zlib = new ZLibStream(
            new MemoryStream(file, at + 8, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at))), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Append(0, chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static byte[] Zlib(byte[] plain) => Packed(plain, stream => new ZLibStream(stream, CompressionLevel.Fastest));

    private static byte[] Unpacked(byte[] gzip)
    {
        using var stream = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Packed(byte[] plain, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var into = packer(packed)) into.Write(plain);
        return packed.ToArray();
    }

    private static byte[] Saved(Action<string> save)
    {
        var folder = Directory.CreateTempSubdirectory("gpudigits-fuzz-");
        try
        {
            var path = Path.Combine(folder.FullName, "seed");
            save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
