using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Insight;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;
using LearningState = GpuDigits.Engine.Train.LearningState;

namespace GpuDigits.Scenes.Watch;

/// <summary>Shows a network that learns: its curves, its filters as they form from noise, and the digits that it still misreads.</summary>
internal sealed class WatchPanel : Panel
{
    private readonly Func<Action<LearningState>, ILearning>? _start;
    private readonly Action _wake;
    private ILearning? _learning;
    private LearningState _state = new() { Status = "The tutorial's network, from noise, in the background" };
    private volatile bool _isOpen;
    private LearningState? _onSheet;
    private Vector2 _pointer = new(-1);

    /// <param name="start">Starts a training that reports its states to the given action; null if there is nothing to train.</param>
    /// <param name="wake">Wakes the window for the new state; called on the training's thread.</param>
    public WatchPanel(Func<Action<LearningState>, ILearning>? start, Action wake)
    {
        (_start, _wake) = (start, wake);
        if (start is null)
            _state = new() { Status = "Not in a recording, which one network reads all along" };
    }

    public override string Name => "Learning";

    public override char Key => 'w';

    public override IReadOnlyList<Arrangement> Arrangements { get; } = [Arrangement.Beside];

    public override string Hint => State.IsRunning ? "G stops it; it goes on while you write" : CanStart ? "G starts it" : "";

    public bool CanStart => _start is not null;

    public string ButtonText =>
        State.IsRunning ? "Stop" : _learning is { CanBeRepeated: true } && State.Trained.Count > 0 ? "Train again" : "Start training";

    public override IEnumerable<PanelButton> Buttons =>
        Layout is { } layout ? [new(ButtonText, layout.Button, State.IsRunning || CanStart)] : [];

    public LearningState State => Volatile.Read(ref _state);

    /// <summary>The places of everything; null before the panel is opened.</summary>
    public WatchLayout? Layout { get; private set; }

    /// <summary>Whether the pointer is on the button.</summary>
    public bool ButtonIsHovered => Layout?.Button.Contains(_pointer) ?? false;

    /// <summary>Filters, then misread digits.</summary>
    public TileSheet Tiles { get; } = new(28);

    /// <summary>The values of the filters shown.</summary>
    public ValueScale FilterScale { get; private set; }

    /// <summary>Takes a state to show, on any thread.</summary>
    public void Show(LearningState state)
    {
        Volatile.Write(ref _state, state);
        if (_isOpen)
            _wake();
    }

    /// <summary>Shows a training in place of the previous one.</summary>
    /// <param name="start">Starts it; it reports its states to the given action.</param>
    public void Begin(Func<Action<LearningState>, ILearning> start)
    {
        _learning?.Dispose();
        Volatile.Write(ref _state, new() { IsRunning = true, Status = "Getting the digits…" });
        _learning = start(Show);
    }

    public override void Opened() => _isOpen = true;

    public override void Closed() => _isOpen = false;

    public void End() => _learning?.Dispose();

    public override bool Handle(InputEvent input)
    {
        switch (input)
        {
            case PointerMoved move:
                _pointer = move.At;
                return false;
            case PointerPressed { Button: PointerButton.Left } when ButtonIsHovered:
            case Typed { Character: 'g' }:
                StartOrStop();
                return true;
            default:
                return false;
        }
    }

    public override void Refresh(ViewState state, Reading reading)
    {
        Layout = new(state.Layout);
        var shown = State;
        if (shown == _onSheet)
            return;
        _onSheet = shown;
        Tiles.Clear();
        foreach (var filter in shown.Filters)
            Tiles.Add(shown.FilterWidth, filter.Length / shown.FilterWidth, filter);
        foreach (var digit in shown.Worst)
            Tiles.Add(28, 28, Levels.ToFloats(digit.Picture));
        FilterScale = ValueScale.Of([.. shown.Filters.SelectMany(filter => filter)]);
    }

    public override void Draw(DrawList list, ViewState state)
    {
        // The state that Refresh put on the sheet: a newer one may have arrived since.
        if (Layout is not null && _onSheet is { } shown)
            WatchScene.Draw(list, this, shown, state);
    }

    private void StartOrStop()
    {
        if (State.IsRunning)
            _learning?.Stop();
        else if (_start is not null)
            Begin(_start);
    }
}
