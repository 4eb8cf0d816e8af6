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
}
