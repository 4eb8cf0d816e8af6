using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Output;

/// <summary>
/// The window's program, started to show a training (<see cref="LearningLine"/>). The training never waits for it: if states come faster
/// than they are shown, only the newest is kept, and if the window is closed the training continues. The window outlives the command.
/// </summary>
internal sealed class WatchWindow : IDisposable
{
    private const string Variable = "GPUDIGITS_VIEWER";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<LearningState> _states =
        Channel.CreateBounded<LearningState>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _stopped = new();
    private readonly Process _program;
    private readonly Task _writing;
    private volatile bool _isOver;

    private WatchWindow(Process program)
    {
        _program = program;
        _writing = WriteAsync(program.StandardInput);
        _ = ListenAsync(program.StandardOutput);
    }

    /// <summary>Cancelled when the person at the window wants the training to end.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Starts the program and waits until its window is open.</summary>
    /// <exception cref="MissingException">
    /// There is no such program, or it cannot open a window and has printed the reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the program is ended.</exception>
    public static WatchWindow Open(CancellationToken cancellation)
    {
        var program = Start();
        try
        {
            var first = program.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
            first.Wait(cancellation);
            if (first.Result == LearningLine.Ready)
                return new(program);
            throw new MissingException("--watch: the window did not open; without --watch the training needs none");
        }
        catch
        {
            program.Kill();
            program.Dispose();
            throw;
        }
    }

    /// <summary>Shows a state. May be called on any thread, and does not wait.</summary>
    public void Show(LearningState state) => _states.Writer.TryWrite(state);

    /// <summary>Sends the last state, and leaves the window open.</summary>
    public void Dispose()
    {
        _isOver = true;
        _states.Writer.TryComplete();
        _writing.Wait(Patience);
        _program.Dispose();
    }

    private static Process Start()
    {
        var start = Companion.Find(
            "gpudigits-viewer", Variable,
            $"--watch: the window's program is missing; put gpudigits-viewer beside gpudigits or on the PATH, or name it with {Variable}");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.StandardInputEncoding = new UTF8Encoding(false);
        start.ArgumentList.Add("--watch");
        return Companion.Start(start);
    }

    private async Task WriteAsync(StreamWriter input)
    {
        try
        {
            await foreach (var state in _states.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await input.WriteLineAsync(LearningLine.Write(state));
                await input.FlushAsync();
            }

            input.Close();
        }
        catch (IOException)
        {
            // The window is closed; the thread that reads its output reports that.
        }
    }

    private async Task ListenAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line == LearningLine.Stop)
                await _stopped.CancelAsync();
        }

        if (!_isOver)
            Terminal.Say("the window was closed; the training goes on");
    }
}
