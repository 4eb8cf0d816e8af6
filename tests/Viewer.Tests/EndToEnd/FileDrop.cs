using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using static GpuDigits.Viewer.Tests.EndToEnd.X11;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>
/// The side of drag and drop that a file manager has (XDND, version 5): it tells the window of the file, and hands its name over when the
/// window asks for it. Events are the 24 words of Xlib's XEvent.
/// </summary>
internal static partial class FileDrop
{
    private const int SelectionRequest = 30, SelectionNotify = 31, ClientMessage = 33, Words = 24;

    /// <summary>Drops a file on a window, and waits until the window says that it has it.</summary>
    public static void On(string display, nint window, string file)
    {
        var server = Open(display);
        try
        {
            var source = CreateWindow(server, RootOf(server), 0, 0, 1, 1, 0, 0, 0);
            nint Atom(string name) => InternAtom(server, name, 0);
            var (selection, list) = (Atom("XdndSelection"), Atom("text/uri-list"));
            SetOwner(server, selection, source, 0);
            Tell("XdndEnter", 5 << 24, list, 0, 0);
            Tell("XdndPosition", 0, (300 << 16) | 300, 0, Atom("XdndActionCopy"));
            Tell("XdndDrop", 0, 0, 0, 0);
            Answer();

            void Tell(string message, nint a, nint b, nint c, nint d) =>
                Send(window, [ClientMessage, 0, 0, 0, window, Atom(message), 32, source, a, b, c, d]);

            void Send(nint to, ReadOnlySpan<nint> words)
            {
                Span<nint> sent = stackalloc nint[Words];
                words.CopyTo(sent);
                SendEvent(server, to, 0, 0, sent);
                Flush(server);
            }

            void Answer()
            {
                Span<nint> got = stackalloc nint[Words];
                for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20);)
                {
                    if (Pending(server) == 0)
                    {
                        Thread.Sleep(5);
                        continue;
                    }
                    NextEvent(server, got);
                    if ((int)got[0] == ClientMessage && got[5] == Atom("XdndFinished"))
                        return;
                    if ((int)got[0] != SelectionRequest)
                        continue;
                    var name = Encoding.UTF8.GetBytes($"{new Uri(file).AbsoluteUri}\r\n");
                    var (asker, property) = (got[5], got[8]);
                    ChangeProperty(server, asker, property, list, 8, 0, name, name.Length);
                    Send(asker, [SelectionNotify, 0, 0, 0, asker, got[6], got[7], property, got[9]]);
                }
                Assert.Fail("the window does not take the file");
            }
        }
        finally
        {
            Close(server);
        }
    }

    [LibraryImport(Library, EntryPoint = "XCreateSimpleWindow")]
    private static partial nint CreateWindow(
        nint display, nint parent, int x, int y, uint width, uint height, uint border, nuint edge, nuint fill);

    [LibraryImport(Library, EntryPoint = "XSetSelectionOwner")]
    private static partial void SetOwner(nint display, nint selection, nint owner, nint time);

    [LibraryImport(Library, EntryPoint = "XSendEvent")]
    private static partial int SendEvent(nint display, nint window, int propagate, nint mask, Span<nint> sent);

    [LibraryImport(Library, EntryPoint = "XPending")]
    private static partial int Pending(nint display);

    [LibraryImport(Library, EntryPoint = "XNextEvent")]
    private static partial void NextEvent(nint display, Span<nint> got);

    [LibraryImport(Library, EntryPoint = "XFlush")]
    private static partial void Flush(nint display);
}
