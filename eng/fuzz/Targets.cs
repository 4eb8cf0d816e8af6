using System.Buffers;
using System.Text;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Fuzz;

/// <summary>The readers, with files that they take, the kind of damage that goes deepest, and their limits of memory.</summary>
internal static class Targets
{
    private const string Name = "file";

    // An exception with its message and trace costs this much whatever it is about.
    private const long Base = 64 << 10;

    // Deflate packs at most so many bytes into one.
    private const long DeflateRatio = 1032;

    public static IReadOnlyList<Target> All()
    {
        byte[][] idx = [Seeds.Idx(6, 5, 4), Seeds.Idx(3, 2, 2), Seeds.Idx(1, 1, 1)];
        var png = Seeds.Pngs();
        byte[][] models = [Seeds.Model(Seeds.Small()), Seeds.Model(Seeds.Dense())];
        return
        [
            new("idx", idx, (seed, random, other) => Mutator.Bytes(seed, random, other, 16), ReadIdx, typeof(DataException),
                length => Base + length),
            new("idx gzip", [.. idx.Select(Seeds.Gzip)], (seed, random, other) => Mutator.Bytes(seed, random, other, 40), ReadIdx,
                typeof(DataException), length => Base + DeflateRatio * length),
            new("idx in sound gzip", [.. idx.Select(Seeds.Gzip)], Seeds.DamagedPacked, ReadIdx, typeof(DataException),
                length => Base + DeflateRatio * length),
            new("png", png, (seed, random, other) => Mutator.Bytes(seed, random, other, 60), ReadImage, typeof(ImageException),
                PictureLimit),
            new("png, sound chunks", png, (seed, random, other) => Seeds.Repaired(Mutator.Bytes(seed, random, other, 60)), ReadImage,
                typeof(ImageException), PictureLimit),
            new("png, sound stream", png, Seeds.DamagedRows, ReadImage, typeof(ImageException), PictureLimit),
            new("jpeg", PictureSeeds.Jpegs(), Anywhere, ReadImage, typeof(ImageException), PictureLimit),
            new("webp", PictureSeeds.Webps(), Anywhere, ReadImage, typeof(ImageException), PictureLimit),
            new("gif", PictureSeeds.Gifs(), Anywhere, ReadImage, typeof(ImageException), PictureLimit),
            new("bmp", PictureSeeds.Bmps(), Anywhere, ReadImage, typeof(ImageException), PictureLimit),
            new("pgm", Seeds.Pgms(),
                (seed, random, other) => random.Next(2) == 0 ? Mutator.Bytes(seed, random, other, 16) : Mutator.Text(seed, random, other),
                ReadImage, typeof(ImageException), length => Base + 2L * length),
            new("safetensors", models, (seed, random, other) => Mutator.Bytes(seed, random, other, 200), ReadSafetensors,
                typeof(ModelFileException), length => Base + 16L * length),
            new("model", models, Seeds.DamagedHeader, bytes => TrainedModel.From(Safetensors(bytes), Name), typeof(ModelFileException),
                length => Base + 64L * length),
            new("checkpoint", [Seeds.Checkpoint()], Seeds.DamagedHeader, bytes => Checkpoint.From(Safetensors(bytes), Name),
                typeof(ModelFileException), length => Base + 64L * length),
            new("onnx", [Seeds.Onnx(Seeds.Small()), Seeds.Onnx(Seeds.Dense()), .. ForeignSeeds.Onnx()],
                (seed, random, other) => Mutator.Bytes(seed, random, other, seed.Length), ReadOnnx, typeof(ModelFileException),
                length => 32 * Base + 256L * length),
            new("weights", Seeds.Weights(),
                (seed, random, other) => random.Next(2) == 0 ? Seeds.DamagedHeader(seed, random, other) : Anywhere(seed, random, other),
                bytes => SafetensorsImport.FromSafetensors(Safetensors(bytes), Name, Seeds.Small()), typeof(ModelFileException),
                length => Base + 64L * length),
            new("strokes", Seeds.Strokes, Mutator.Text, ReadStrokes, typeof(InkException), length => Base + 200L * length),
            new("corrections", Seeds.Strokes, Mutator.Text, ReadCorrections, typeof(RefusedException), length => Base + 200L * length),
            new("calculations", Seeds.Calculations, Mutator.Text, ReadCalculations, typeof(InkException), length => Base + 200L * length),
            new("expression", Seeds.Expressions, Mutator.Calculation, ReadExpression, typeof(RefusedException), _ => 256 * Base),
            new("pasted number", Seeds.PastedNumbers, Mutator.Calculation, ReadPasted, typeof(RefusedException),
                length => Base + 200L * length),
            new("learning", Seeds.Learning, Mutator.Text, ReadLearning, typeof(RefusedException), length => Base + 50L * length),
            new("replay", Seeds.Replays, Mutator.Text, bytes => Recording.Parse(Encoding.UTF8.GetString(bytes), Name),
                typeof(RecordingException), length => 2 * Base + 200L * length),
            new("calculator's steps", Seeds.Steps, Mutator.Text, ReadSteps, typeof(RefusedException), length => 2 * Base + 200L * length),
            new("sheet", Seeds.Sheets, Mutator.Text, ReadSheet, typeof(PaperFileException),
                // A typed calculation is computed when it comes on the paper.
                length => 16 * Base + 200L * length),
            new("sheet's steps", Seeds.SheetSteps, Mutator.Text, ReadSheetSteps, typeof(RefusedException),
                length => 2 * Base + 200L * length),
            new("settings", Seeds.Settings, Mutator.Text, bytes => Settings.Parse(Encoding.UTF8.GetString(bytes)),
                typeof(SettingsFileException), length => Base + 50L * length),
        ];
    }

    private static byte[] Anywhere(byte[] seed, Random random, byte[] other) => Mutator.Bytes(seed, random, other, seed.Length);

    // PNG packs most pixels into a byte; each becomes four bytes.
    private static long PictureLimit(int length) => (2 * Base) + (DeflateRatio * 8 * 4 * length);

    private static void ReadIdx(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        IdxFile.Read(stream, Name, 3);
    }

    private static void ReadImage(byte[] bytes) => Image.Read(bytes, Name);

    private static SafetensorsFile Safetensors(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return SafetensorsFile.Load(stream, Name);
    }

    private static void ReadSafetensors(byte[] bytes) => Safetensors(bytes);

    private static void ReadOnnx(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        OnnxImport.FromOnnx(OnnxFile.Load(stream, Name), Name);
    }

    /// <summary>A journal is read up to its damage; for the campaign the damage is the refusal.</summary>
    private static void ReadSteps(byte[] bytes)
    {
        if (JournalContent.Parse(bytes).DamagedLine is { } line)
            throw new RefusedException($"line {line} is damaged");
    }

    /// <summary>What is read must also be of use: it goes on a paper, and reads back the same after it is written.</summary>
    private static void ReadSheet(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var content = PaperFile.Read(stream, Name);
        var paper = new Paper();
        paper.Open(content);
        paper.Undo();
        paper.Redo();
        Repeat(content);
    }

    private static void ReadSheetSteps(byte[] bytes)
    {
        var (_, damagedLine) = PaperJournal.Parse(bytes, out var steps);
        var history = new PaperHistory();
        history.Repeat(steps);
        foreach (var step in history.Condensed())
            Repeat(step);
        if (damagedLine is { } line)
            throw new RefusedException($"line {line} is damaged");
    }

    private static void Repeat(PaperStep step)
    {
        ArrayBufferWriter<byte> once = new(), twice = new();
        PaperJson.Write(once, step);
        PaperJson.Write(twice, PaperJson.Read(once.WrittenSpan));
        if (!once.WrittenSpan.SequenceEqual(twice.WrittenSpan))
            throw new InvalidDataException("what was written reads otherwise");
    }

    private static void ReadStrokes(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        foreach (var _ in StrokeFile.Read(stream, Name))
        {
        }
    }

    /// <summary>Lines that cannot be read are left out; for the campaign one of them is a refusal.</summary>
    private static void ReadCorrections(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        if (StrokeFile.ReadUsable(stream, Name) is { LeftOut: > 0 } read)
            throw new RefusedException($"{read.LeftOut} lines are left out");
    }

    private static void ReadCalculations(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        foreach (var _ in CalculationFile.Read(stream, Name))
        {
        }
    }

    /// <summary>What is read has a value, and reads back the same after it is written.</summary>
    private static void ReadExpression(byte[] bytes)
    {
        if (!Expression.TryParse(Encoding.UTF8.GetString(bytes), out var expression, out var fault))
            throw new RefusedException(fault);
        _ = expression.Evaluate().ToString() + expression + expression.ToLatex() + expression.ToMathMl();
        var plain = expression.ToPlain();
        if (plain.Length <= Expression.MaxLength && !(Expression.TryParse(plain, out var again, out fault) && again == expression))
            throw new InvalidDataException($"what was written, {plain}, reads otherwise");
    }

    private static void ReadPasted(byte[] bytes)
    {
        if (PastedNumber.Parse(Encoding.UTF8.GetString(bytes), out var complaint) is not { } step)
            throw new RefusedException(complaint);
        new PocketCalculator().Apply(step);
    }

    private static void ReadLearning(byte[] bytes)
    {
        if (LearningLine.Read(Encoding.UTF8.GetString(bytes)) is null)
            throw new RefusedException("it is no state");
    }
}
