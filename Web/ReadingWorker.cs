using System.Runtime.InteropServices.JavaScript;
using GpuDigits.Scenes;
using GpuDigits.Scenes.Worker;

namespace GpuDigits.Web;

/// <summary>The program in the worker: it reads what the window sends.</summary>
internal static partial class ReadingWorker
{
    private static readonly WorkerDesk Desk = new(
        model => new ReadingNetwork(model, ReadingDevice.Create()), OpenSymbols, Post);

    /// <summary>Takes a model file, before <see cref="Start"/>.</summary>
    [JSExport]
    internal static void TakeModel(string name, byte[] content) => ModelFolder.Take(name, content);

    /// <summary>Takes the model that the person has adapted, before <see cref="Start"/>.</summary>
    [JSExport]
    internal static void TakeOwnModel(byte[] content) => ModelFolder.TakeOwn(content);

    [JSExport]
    internal static void Start() => Desk.Start(ModelFolder.Load);

    [JSExport]
    internal static void Receive(byte[] message) => Desk.Receive(Message.Read(message));

    /// <summary>Learns, in a worker that does nothing else.</summary>
    [JSExport]
    internal static void Work(byte[] order)
    {
        switch (Message.Read(order))
        {
            case TrainNetwork train:
                new TrainingDesk(ReadingDevice.Create, () => ModelFolder.Load(_ => { }), Post).Run(train);
                break;
            case AdaptModel adapt:
                new AdaptationDesk(ReadingDevice.Create, Post).Run(adapt);
                break;
        }
    }

    /// <summary>Traces the writing of a photograph, in a worker that does nothing else.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">RGBA.</param>
    [JSExport]
    internal static void Trace(string name, int width, int height, byte[] pixels) =>
        Post(PhotographDesk.Trace(name, width, height, pixels, OpenSymbols));

    private static SymbolReader OpenSymbols() => SymbolReader.Load(ReadingDevice.Create());

    private static void Post(Message message) => Browser.Post(message.ToBytes());
}
