using System.Runtime.InteropServices.JavaScript;
using GpuDigits.Scenes;
using GpuDigits.Scenes.Worker;

namespace GpuDigits.Web;

/// <summary>The program in the worker: it reads what the window sends.</summary>
internal static partial class ReadingWorker
{
    private static readonly WorkerDesk Desk = new(
        model => new ReadingNetwork(model, ReadingDevice.Create()), () => SymbolReader.Load(ReadingDevice.Create()),
        message => Browser.Post(message.ToBytes()));

    /// <summary>Takes a model file, before <see cref="Start"/>.</summary>
    [JSExport]
    internal static void TakeModel(string name, byte[] content) => ModelFolder.Take(name, content);

    [JSExport]
    internal static void Start() => Desk.Start(() => NetworkLoader.LoadModel(null));

    [JSExport]
    internal static void Receive(byte[] message) => Desk.Receive(Message.Read(message));

    /// <summary>Trains a network, in a worker that does nothing else.</summary>
    [JSExport]
    internal static void Train(byte[] message) => new TrainingDesk(
        ReadingDevice.Create, () => NetworkLoader.LoadModel(null), told => Browser.Post(told.ToBytes())).Run(((TrainNetwork)Message.Read(message)).Seed);
}
