using GpuDigits.Engine;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Scenes.Worker;

/// <summary>Looks for the writing in a photograph, in a worker: that takes a second or two, in which the window goes on.</summary>
internal static class PhotographDesk
{
    /// <summary>The writing, or what is wrong.</summary>
    /// <param name="name">What the photograph is called.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">RGBA, not premultiplied.</param>
    /// <param name="open">Opens what reads symbols.</param>
    public static Message Trace(string name, int width, int height, byte[] pixels, Func<SymbolReader> open)
    {
        try
        {
            return new PhotographWasTraced(new InkWay().Write(PhotographedInk.Trace(new(width, height, 4, pixels), name, open)));
        }
        catch (Exception e)
        {
            // The window shows any error.
            return new WorkFailed(Fault.Describe(e));
        }
    }
}
