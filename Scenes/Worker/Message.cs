using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GpuDigits.Engine.Reading;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Worker;

/// <summary>What window and worker say to each other.</summary>
internal abstract record Message
{
    private const int Head = 1 + sizeof(int);

    /// <summary>A message's first byte is the place of its kind here.</summary>
    internal static readonly Type[] Kinds =
    [
        typeof(ReadDigit), typeof(ReadJob), typeof(ExplainJob), typeof(DropCalculation),
        typeof(UseModel), typeof(TrainNetwork), typeof(TrainingTold), typeof(NetworkWasTrained),
        typeof(AdaptModel), typeof(AdaptationTold), typeof(ModelWasAdapted), typeof(PhotographWasTraced),
        typeof(WorkFailed), typeof(DigitState), typeof(DigitWasRead), typeof(PaperFailed),
        typeof(JobWasRead), typeof(JobWasExplained),
    ];

    /// <summary>Bytes that would be long as text: the values of tensors, a model file.</summary>
    [JsonIgnore]
    public byte[] Tail { get; init; } = [];

    /// <summary>The kind, the length of the text, the text, the tail.</summary>
    public byte[] ToBytes()
    {
        var kind = Array.IndexOf(Kinds, GetType());
        var text = JsonSerializer.SerializeToUtf8Bytes(this, Form(kind));
        var bytes = new byte[Head + text.Length + Tail.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), text.Length);
        text.CopyTo(bytes, Head);
        Tail.CopyTo(bytes, Head + text.Length);
        return bytes;
    }

    public static Message Read(byte[] bytes)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(1));
        var message = (Message)JsonSerializer.Deserialize(bytes.AsSpan(Head, length), Form(bytes[0]))!;
        return message with { Tail = bytes[(Head + length)..] };
    }

    /// <summary>Values as a tail.</summary>
    public static byte[] TailOf(IEnumerable<float[]> tensors) =>
        [.. tensors.SelectMany(values => MemoryMarshal.AsBytes(values.AsSpan()).ToArray())];

    /// <summary>The form of one kind: to prepare that of all at once would take a browser half a second, before it can read.</summary>
    private static JsonTypeInfo Form(int kind) => MessageJson.Default.GetTypeInfo(Kinds[kind])!;
}

/// <summary>To the worker: reads the pad.</summary>
internal sealed record ReadDigit(long Version, InkForm Ink, bool LooksInside) : Message;

/// <summary>A person said which symbol some strokes are; see <see cref="Sheet.PaperLock"/>.</summary>
internal sealed record LockForm(int[] StrokeIds, char Label);

/// <summary>To the worker: reads a calculation; see <see cref="Sheet.ReadingJob"/>.</summary>
/// <param name="Group">The calculation's name.</param>
/// <param name="Ids">The names of the strokes.</param>
/// <param name="Ink">The strokes.</param>
/// <param name="Locks">What is known of them.</param>
/// <param name="SumLine">The name of the line that is not read; 0 for none.</param>
/// <param name="Links">The names of the stands.</param>
internal sealed record ReadJob(int Group, int[] Ids, InkForm Ink, LockForm[] Locks, int SumLine, int[] Links) : Message;

/// <summary>To the worker: explains how a job was read, and looks into one symbol of it.</summary>
internal sealed record ExplainJob(ReadJob Job, int[] Strokes) : Message;

/// <summary>To the worker: a calculation is no more.</summary>
internal sealed record DropCalculation(int Group) : Message;

/// <summary>To the worker: the digits are read by another network, whose model file is the tail.</summary>
internal sealed record UseModel : Message;

/// <summary>
/// To a worker of its own: trains a network, and compares it with the one in use: the model file in the tail, or the worker's own.
/// </summary>
internal sealed record TrainNetwork(uint Seed) : Message;

/// <summary>From that worker: the state of the training.</summary>
internal sealed record TrainingTold(LearningState State) : Message;

/// <summary>From that worker: the trained network is better than the one in use. The tail is its model file.</summary>
internal sealed record NetworkWasTrained : Message;

/// <summary>To a worker of its own: adapts a model, whose file is the tail, to a file of corrections.</summary>
internal sealed record AdaptModel(byte[] Corrections) : Message;

/// <summary>From that worker: the share that is done.</summary>
internal sealed record AdaptationTold(double Share) : Message;

/// <summary>From that worker: the result, see <see cref="PersonalAdaptation"/>. The tail is the adapted model's file.</summary>
internal sealed record ModelWasAdapted(
    bool IsKept, double StandardBefore, double StandardAfter, double CorrectedBefore, double CorrectedAfter, int Corrections, int LeftOut,
    string Standard) : Message;

/// <summary>From a worker of its own: the writing of a photograph; see <see cref="Sheet.PhotographedInk.Trace"/>.</summary>
internal sealed record PhotographWasTraced(InkForm Writing) : Message;

/// <summary>From such a worker, or of it: what went wrong, in one line.</summary>
internal sealed record WorkFailed(string Problem) : Message;

/// <summary>From the worker: how far it is with the networks that read the pad.</summary>
internal sealed record DigitState(bool IsReady, bool ReadsNumbers, string? Problem = null, string? Remark = null) : Message;

/// <summary>A digit or the point of a number; see <see cref="App.ReadMark"/>.</summary>
/// <param name="Strokes">Places in the ink that was read.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Probabilities">The probabilities.</param>
internal sealed record MarkForm(int[] Strokes, byte[]? Picture, float[]? Probabilities);

/// <summary>From the worker: what is on the pad; see <see cref="App.Reading"/>. The tail is the output of every layer.</summary>
internal sealed record DigitWasRead(
    long Version, byte[]? Picture, float[]? Probabilities, bool IsUnsure, MarkForm[]? Marks, int LeastSure, bool CanLookInside) : Message;

/// <summary>From the worker: nothing on the sheet can be read.</summary>
internal sealed record PaperFailed(string Problem) : Message;

/// <summary>From the worker: a calculation was read.</summary>
internal sealed record JobWasRead(CalculationReading Reading, bool GoesOn) : Message;

/// <summary>From the worker: how a calculation was read. The tail is the output of every layer for the symbol.</summary>
/// <param name="Explanation">How it was read.</param>
/// <param name="Ink">The strokes that were read, by their places in the job; new is what stands for the answer before.</param>
internal sealed record JobWasExplained(ReadingExplanation Explanation, InkForm Ink) : Message;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata, IncludeFields = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ReadDigit))]
[JsonSerializable(typeof(ReadJob))]
[JsonSerializable(typeof(ExplainJob))]
[JsonSerializable(typeof(DropCalculation))]
[JsonSerializable(typeof(UseModel))]
[JsonSerializable(typeof(TrainNetwork))]
[JsonSerializable(typeof(TrainingTold))]
[JsonSerializable(typeof(NetworkWasTrained))]
[JsonSerializable(typeof(AdaptModel))]
[JsonSerializable(typeof(AdaptationTold))]
[JsonSerializable(typeof(ModelWasAdapted))]
[JsonSerializable(typeof(PhotographWasTraced))]
[JsonSerializable(typeof(WorkFailed))]
[JsonSerializable(typeof(DigitState))]
[JsonSerializable(typeof(DigitWasRead))]
[JsonSerializable(typeof(PaperFailed))]
[JsonSerializable(typeof(JobWasRead))]
[JsonSerializable(typeof(JobWasExplained))]
internal sealed partial class MessageJson : JsonSerializerContext;
