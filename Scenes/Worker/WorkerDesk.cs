using GpuDigits.Engine;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Scenes.Worker;

/// <summary>The worker's end: reads what the window sends, one message after the other.</summary>
/// <param name="network">Puts a model of digits on a device.</param>
/// <param name="symbols">Loads what reads symbols.</param>
/// <param name="post">Sends a message to the window.</param>
internal sealed class WorkerDesk(
    Func<TrainedModel, IReadingNetwork> network, Func<SymbolReader> symbols, Action<Message> post) : IDisposable
{
    private readonly InkWay _pad = new();
    private readonly JobForms _jobs = new();
    private DigitDesk? _digits;
    private SymbolReader? _symbols;
    private PaperDesk? _paper;

    /// <summary>Loads the networks, and says how far it is.</summary>
    /// <param name="model">Loads the model that reads digits; says why it is another than the person's own.</param>
    public void Start(Func<Action<string>, TrainedModel> model)
    {
        string? remark = null;
        try
        {
            _digits = new(network(model(text => remark = text)), probe => LayerCost.Count(probe.Model));
            _digits.WarmUp();
            post(new DigitState(IsReady: true, ReadsNumbers: false, Remark: remark));
        }
        catch (Exception e)
        {
            // The window shows any error, and goes on.
            post(new DigitState(IsReady: false, ReadsNumbers: false, Problem: Fault.Describe(e)));
            return;
        }
        try
        {
            _digits.Numbers = new(_symbols = symbols());
            _digits.WarmUp();
            post(new DigitState(IsReady: true, ReadsNumbers: true));
        }
        catch (Exception e)
        {
            (_digits.Numbers, _symbols) = (null, null);
            post(new DigitState(true, false, Remark: $"Numbers are read digit by digit: {Fault.Describe(e)}"));
        }
    }

    public void Receive(Message message)
    {
        switch (message)
        {
            case ReadDigit read:
                ReadPad(read);
                break;
            case UseModel other:
                _digits?.Use(network(ModelBytes.Read(other.Tail)));
                break;
            case DropCalculation gone:
                _jobs.Drop(gone.Group);
                _paper?.Drop(gone.Group);
                break;
            default:
                ReadPaper(message);
                break;
        }
    }

    public void Dispose()
    {
        // What tells numbers from digits has them too, and disposes them.
        if (_digits?.Numbers is null)
            _symbols?.Dispose();
        _digits?.Dispose();
    }

    private void ReadPad(ReadDigit read)
    {
        var ink = _pad.Read(read.Ink);
        try
        {
            var reading = _digits!.Read(read.Version, ink);
            var seen = read.LooksInside ? _digits.LookInto(reading) : reading;
            post(new DigitWasRead(
                reading.Version, reading.Picture, reading.Probabilities, reading.IsUnsure,
                reading.Number?.Marks.Select(Form).ToArray(), reading.Number?.LeastSure ?? 0, seen is not null)
            {
                Tail = TailOf(seen?.Activations),
            });
        }
        catch (Exception e)
        {
            post(new DigitState(true, false, Fault.Describe(e)));
        }

        MarkForm Form(ReadMark mark) => new([.. mark.Ink.Select(stroke => ink.IndexOf(stroke))], mark.Picture, mark.Probabilities);
    }

    private void ReadPaper(Message message)
    {
        try
        {
            _paper ??= new(_symbols ??= symbols());
            if (message is ReadJob read)
            {
                var (_, reading, goesOn) = _paper.Read(_jobs.Read(read));
                post(new JobWasRead(reading, goesOn));
            }
            else if (message is ExplainJob explain)
            {
                var job = _jobs.Read(explain.Job);
                var answer = _paper.Answer(new(job, [.. explain.Strokes]));
                var way = new InkWay();
                way.Write([.. job.Strokes.Select(one => one.Ink)]);
                post(new JobWasExplained(answer.Explanation, way.Write(answer.Strokes)) { Tail = TailOf(answer.Activations) });
            }
        }
        catch (Exception e)
        {
            post(new PaperFailed(Fault.Describe(e)));
        }
    }

    private static byte[] TailOf(Activations? seen) => seen is null ? [] :
        Message.TailOf(Enumerable.Range(-1, seen.Model.Layers.Count + 1).Select(layer => seen.Of(layer).Values).Append(seen.Probabilities));
}
