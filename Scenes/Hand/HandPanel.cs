using System.Globalization;
using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Hand;

/// <summary>
/// The panel for the person's corrected digits: learns from them in the background, deletes them, and sets whether new ones are kept.
/// </summary>
/// <param name="settings">Stores the choice.</param>
/// <param name="file">The file of corrections; null if there is none.</param>
/// <param name="adapt">Learns from them beside the window; null if nothing can learn.</param>
/// <param name="use">Replaces the model that reads digits; called on any thread.</param>
/// <param name="news">Called on any thread when there is something new to show.</param>
internal sealed class HandPanel(
    Settings settings, Func<string?> file, Func<Func<Action<double>, CancellationToken, Task<PersonalAdaptation>>?> adapt,
    Action<TrainedModel> use, Action news) : Panel
{
    private volatile HandState _state = HandState.Idle;
    private Action _stop = () => { };
    private Task _work = Task.CompletedTask;
    private (DateTime Written, long Length) _counted;
    private int _hovered = -1, _pressed = -1;

    public override string Name => "Your hand";

    public override char Key => 'h';

    public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Beside];

    public override string Hint => "A: learn · K: keep or not · D: delete";

    public HandState State => _state;

    /// <summary>Number of corrected drawings that are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Number of lines of the file that cannot be read.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Whether new ones are kept.</summary>
    public bool Keeps => settings.KeepCorrections && file() is not null;

    /// <summary>Whether the person was asked to confirm deleting and has not answered.</summary>
    public bool AsksToDelete { get; private set; }

    public HandLayout? Layout { get; private set; }

    /// <summary>Whether a button can be pressed now.</summary>
    public bool CanPress(HandButton button) => button switch
    {
        HandButton.Learn => State.IsRunning || (Count > 0 && adapt() is not null),
        HandButton.Keep => file() is not null,
        _ => Count + LeftOut > 0,
    };

    /// <summary>What is written on a button.</summary>
    public string LabelOf(HandButton button) => button switch
    {
        HandButton.Learn => State.IsRunning ? "Stop" : "Learn from them",
        HandButton.Keep => "Keep corrected digits",
        _ => AsksToDelete ? "Really? Press again to delete" : "Delete the kept digits",
    };

    public override IEnumerable<PanelButton> Buttons => Layout is not { } layout ? [] : Enum.GetValues<HandButton>().Select(button =>
        new PanelButton(LabelOf(button), layout.Buttons[(int)button], CanPress(button), button == HandButton.Keep ? Keeps : null));

    /// <summary>The button that the pointer is on.</summary>
    public bool IsHovered(HandButton button) => _hovered == (int)button;

    public void Finish() => _work.Wait();

    /// <summary>Stops background work; the model in use stays.</summary>
    public void End()
    {
        _stop();
        Finish();
    }

    public override void Opened() => AsksToDelete = false;

    public override void Refresh(ViewState state, App.Reading reading)
    {
        CountCorrections();
        Layout = new(state.Layout);
    }

    public override bool Handle(InputEvent input)
    {
        switch (input)
        {
            case PointerMoved move:
                _hovered = At(move.At);
                return false;
            case PointerPressed { Button: PointerButton.Left }:
                _pressed = _hovered;
                return _hovered >= 0;
            case PointerReleased { Button: PointerButton.Left }:
                var pressed = _pressed;
                _pressed = -1;
                if (pressed < 0 || pressed != _hovered)
                    return false;
                Activate((HandButton)pressed);
                return true;
            case Typed { Character: 'a' or 'k' or 'd' } typed:
                Activate(typed.Character switch { 'a' => HandButton.Learn, 'k' => HandButton.Keep, _ => HandButton.Delete });
                return true;
            default:
                return false;
        }
    }

    public override void Draw(DrawList list, ViewState state)
    {
        if (Layout is not null)
            HandScene.Draw(list, this, state);
    }

    private int At(Vector2 point) => Layout is null ? -1 : Array.FindIndex(Layout.Buttons, box => box.Contains(point));

    private void Activate(HandButton button)
    {
        if (!CanPress(button))
            return;
        var isAnswer = button == HandButton.Delete && AsksToDelete;
        AsksToDelete = button == HandButton.Delete && !isAnswer;
        if (button == HandButton.Keep)
            settings.KeepCorrections = !settings.KeepCorrections;
        else if (isAnswer)
            Delete();
        else if (button == HandButton.Learn && State.IsRunning)
            _stop();
        else if (button == HandButton.Learn)
            _work = Learn();
    }

    private void Delete()
    {
        try
        {
            CorrectionFile.Delete(file()!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _state = _state with { Outcome = $"The drawings could not be deleted: {Fault.Reason(e, file()!)}", IsError = true };
        }
    }

    private async Task Learn()
    {
        var (run, stop) = (adapt()!, new CancellationTokenSource());
        (_stop, _state) = (stop.Cancel, new(0));
        try
        {
            var done = await run(Report, stop.Token);
            if (done.Result.IsKept)
                use(done.Result.Model);
            Tell(new(null, Sentence(done)));
        }
        catch (OperationCanceledException)
        {
            Tell(new(null, "Stopped. Nothing was changed"));
        }
        catch (Exception e)
        {
            // The panel shows any error, because nothing else would.
            Tell(new(null, Fault.Describe(e), true));
        }
    }

    /// <summary>Requests a frame for each percent, not for each batch.</summary>
    private void Report(double share)
    {
        var percent = Math.Floor(share * 100) / 100;
        if (_state.Progress != percent)
            Tell(new(percent));
    }

    private void Tell(HandState state)
    {
        _state = state;
        news();
    }

    private static string Sentence(PersonalAdaptation done)
    {
        var r = done.Result;
        return r.IsKept
            ? string.Create(CultureInfo.InvariantCulture,
                $"Your digits: {r.CorrectedBefore:P0}, now {r.CorrectedAfter:P0} · ordinary ones: {r.StandardBefore:P1}, now "
                    + $"{r.StandardAfter:P1}")
            : $"The old network stays: {done.Reason}";
    }

    /// <summary>Counts the lines if the file has changed.</summary>
    private void CountCorrections()
    {
        try
        {
            var info = file() is { } path ? new FileInfo(path) : null;
            var now = info is { Exists: true } ? (info.LastWriteTimeUtc, info.Length) : default;
            if (now != _counted)
            {
                var (samples, leftOut) = now == default ? ([], 0) : CorrectionFile.Read(info!.FullName);
                (Count, LeftOut) = (samples.Length, leftOut);
            }
            _counted = now;
        }
        catch (Exception e) when (e is InkException or IOException or UnauthorizedAccessException)
        {
            (Count, LeftOut) = (0, 0);
        }
    }
}
