using GpuDigits.Engine.Model;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Scenes.Worker;

/// <summary>Reads calculations in a worker, readings before explanations.</summary>
/// <inheritdoc/>
internal sealed class RemotePaperReader(Action<Message> post, Func<TrainedModel> model) : RemoteReader(post, model), IPaperReader
{
    private readonly JobForms _forms = new();
    private readonly List<ReadingJob> _waiting = [];
    private readonly List<JobReading> _done = [];
    private ReadingJob? _asked;
    private ExplanationQuestion? _question, _askedQuestion;

    public ExplanationAnswer? Answer { get; private set; }

    /// <summary>The worker loads the networks by itself.</summary>
    public void Wake()
    {
    }

    public void Submit(ReadingJob job)
    {
        var at = _waiting.FindIndex(one => one.Group.Id == job.Group.Id);
        if (at >= 0)
            _waiting[at] = job;
        else
            _waiting.Add(job);
        Go();
    }

    public void Drop(int calculation)
    {
        _waiting.RemoveAll(one => one.Group.Id == calculation);
        if (_question?.Job.Group.Id == calculation)
            _question = null;
        _forms.Drop(calculation);
        Tell(new DropCalculation(calculation));
    }

    public JobReading[] Take()
    {
        JobReading[] done = [.. _done];
        _done.Clear();
        return done;
    }

    public void Ask(ExplanationQuestion question)
    {
        _question = question;
        Go();
    }

    /// <summary>A browser's window cannot wait: readings come when they come.</summary>
    public void WaitUntilIdle()
    {
    }

    protected override bool Take(Message message)
    {
        switch (message)
        {
            case JobWasRead read:
                _done.Add(new(_asked!, read.Reading, read.GoesOn));
                break;
            case JobWasExplained explained:
                var way = new InkWay();
                way.Write([.. _askedQuestion!.Job.Strokes.Select(one => one.Ink)]);
                Answer = new(_askedQuestion, explained.Explanation, way.Read(explained.Ink), ActivationsOf(explained.Tail));
                break;
            case PaperFailed failed:
                Fail(failed.Problem);
                break;
            default:
                return false;
        }
        IsBusy = false;
        return true;
    }

    protected override void Continue()
    {
        if (_waiting is [var job, ..])
        {
            _waiting.RemoveAt(0);
            Ask(_forms.Write(_asked = job));
        }
        else if (_question is { } question)
        {
            (_question, _askedQuestion) = (null, question);
            Ask(new ExplainJob(_forms.Write(question.Job), [.. question.Strokes]));
        }
    }

    private void Go()
    {
        if (!IsBusy && Problem is null)
            Continue();
    }
}
