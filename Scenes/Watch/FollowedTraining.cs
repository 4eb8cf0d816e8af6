using System.Runtime.Versioning;
using GpuDigits.Engine;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Watch;

/// <summary>
/// A training of the command line, whose states come line by line (<see cref="LearningLine"/>). When it has saved its network, this is
/// compared with the one in use.
/// </summary>
[UnsupportedOSPlatform("browser")]
internal sealed class FollowedTraining : ILearning
{
    private readonly TextWriter _output;
    private readonly CancellationTokenSource _cancellation = new();

    /// <param name="input">The source of the lines; read on a separate thread.</param>
    /// <param name="output">Receives the person's requests to the training.</param>
    /// <param name="judge">
    /// Compares a model file with the model in use, uses it if it is better, and returns the result. Called on that thread.
    /// </param>
    /// <param name="tell">Receives every state, on that thread.</param>
    /// <param name="complain">Receives one message if lines cannot be understood.</param>
    public FollowedTraining(
        TextReader input, TextWriter output, Func<string, CancellationToken, string> judge, Action<LearningState> tell,
        Action<string> complain)
    {
        _output = output;
        Answer(LearningLine.Ready);
        new Thread(() => Run(input, judge, tell, complain)) { IsBackground = true, Name = "followed training" }.Start();
    }

    public bool CanBeRepeated => false;

    public void Stop() => Answer(LearningLine.Stop);

    /// <summary>Stops reading lines, not the training. Does not wait for a pending read.</summary>
    public void Dispose() => _cancellation.Cancel();

    private void Run(TextReader input, Func<string, CancellationToken, string> judge, Action<LearningState> tell, Action<string> complain)
    {
        var state = new LearningState { IsRunning = true };
        var hasComplained = false;
        while (state.IsRunning && ReadLine(input) is { } line)
        {
            if (LearningLine.Read(line) is { } next)
                Tell(next);
            else if (!hasComplained)
            {
                hasComplained = true;
                complain("a line on standard input is no state of a training; it is ignored, and others like it");
            }
        }
        if (state.IsRunning)
            Tell(state with { IsRunning = false, HasFailed = true, Status = "The training ended before its end; the terminal says why" });
        else if (state.ModelFile is { } file)
        {
            Tell(state with { Status = state.Status + "; comparing it with the network in use…" });
            try
            {
                Tell(state with { Status = judge(file, _cancellation.Token) });
            }
            catch (Exception e)
            {
                // The window shows any error: unhandled, it would end the program.
                Tell(state with { HasFailed = true, Status = Fault.Describe(e) });
            }
        }

        void Tell(LearningState next)
        {
            state = next;
            if (!_cancellation.IsCancellationRequested)
                tell(next);
        }
    }

    private static string? ReadLine(TextReader input)
    {
        try
        {
            return input.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Answer(string word)
    {
        try
        {
            _output.WriteLine(word);
            _output.Flush();
        }
        catch (IOException)
        {
            // The training has closed the pipe.
        }
    }
}
