using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Viewer.Export;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>Does at the app what a person does at the window.</summary>
internal sealed class Person : IDisposable
{
    private readonly DigitReader _reader;
    private double _time;

    /// <param name="makeProbe">What the lens looks into; null for nothing.</param>
    /// <param name="corrections">Where corrected drawings are kept; null for nowhere.</param>
    /// <param name="adapt">Learns from them; null for nobody.</param>
    /// <param name="settings">The usual ones where null.</param>
    /// <param name="journal">Steps of an earlier run; null for none.</param>
    /// <param name="measure">What the layers take; null to count only.</param>
    /// <param name="paperReader">Reads the sheet; null for nobody.</param>
    /// <param name="sheetFolder">Where sheets are saved; null for nowhere.</param>
    /// <param name="load">Another network to read with, which the usual one stands in for once it fails; null for none.</param>
    /// <param name="numbers">What tells numbers from digits; null for nothing.</param>
    public Person(Func<NetworkProbe>? makeProbe = null, string? corrections = null,
        Func<Action<double>, CancellationToken, PersonalAdaptation>? adapt = null, Func<NetworkProbe, IReadOnlyList<LayerCost>>? measure =
            null,
        Settings? settings = null, Journal? journal = null, Func<IReadingNetwork>? load = null, Func<NumberReader?>? numbers = null,
        PaperReader? paperReader = null, string? sheetFolder = null)
    {
        _reader = new(load ?? (() => new PrototypeNetwork(makeProbe)), measure, load is null ? null : PrototypeNetwork.Load, numbers);
        _reader.WaitUntilReady();
        Settings = settings ?? new();
        App = new ViewerApp(_reader, Settings, journal, paperReader: paperReader)
        {
            CorrectionsFile = corrections,
            Adapt = adapt is null ? null : (progress, cancellation) => Task.Run(() => adapt(progress, cancellation)),
            SheetFolder = sheetFolder,
            SheetPicture = PaperPicture.Save,
        };
    }

    public Settings Settings { get; }

    public ViewerApp App { get; }

    public string Display => App.Calculator.Display;

    /// <summary>What the newest drawing was read as.</summary>
    public float[]? Probabilities => _reader.Latest.Probabilities;

    public void Draw(int digit, int seed = 1)
    {
        var pad = App.View.Layout.Pad;
        var height = MathF.Min(pad.Width, pad.Height) * 0.6f;
        var ink = new HandPen { Height = height }.Write(HandSkeleton.For(digit), pad.Centre - new Vector2(height / 2), 0, seed);
        foreach (var stroke in ink)
            Trace([.. stroke.Points.Select(point => point.Position)]);
    }

    /// <summary>Writes digits and points side by side on the pad.</summary>
    /// <param name="number">The number.</param>
    /// <param name="gap">The space after each digit, in tenths of the pad.</param>
    public void DrawNumber(string number, float gap = 0.5f)
    {
        var pad = App.View.Layout.Pad;
        foreach (var stroke in PaperHand.Number(number, pad.Centre, MathF.Min(pad.Width, pad.Height) / 10, gap))
            Trace(stroke);
    }

    /// <summary>Two strokes across each other, which are no digit.</summary>
    public void DrawDoubtful()
    {
        var (pad, reach) = (App.View.Layout.Pad, MathF.Min(App.View.Layout.Pad.Width, App.View.Layout.Pad.Height) * 0.3f);
        Trace(pad.Centre - new Vector2(reach), pad.Centre + new Vector2(reach));
        Trace(pad.Centre + new Vector2(reach, -reach), pad.Centre + new Vector2(-reach, reach));
    }

    public void Trace(params Vector2[] path) => Trace(PointerButton.Left, path);

    public void Trace(PointerButton button, params Vector2[] path)
    {
        Do(new PointerMoved(Tick(), path[0]));
        Do(new PointerPressed(Tick(), button));
        foreach (var at in path)
            Do(new PointerMoved(Tick(), at));
        Do(new PointerReleased(Tick(), button));
        App.FinishReading();
    }

    public void Click(Widget widget, PointerButton button = PointerButton.Left)
    {
        Do(new PointerMoved(Tick(), App.View.Layout[widget].Centre));
        Do(new PointerPressed(Tick(), button));
        Do(new PointerReleased(Tick(), button));
        App.FinishReading();
    }

    public void Click(Vector2 at)
    {
        Do(new PointerMoved(Tick(), at));
        Do(new PointerPressed(Tick(), PointerButton.Left));
        Do(new PointerReleased(Tick(), PointerButton.Left));
    }

    public void Press(Key key) => Do(new KeyPressed(Tick(), key));

    public void Type(string text)
    {
        foreach (var character in text)
            Do(new Typed(Tick(), character));
    }

    /// <summary>Receives every event before the app; null for none.</summary>
    public Action<InputEvent>? Recorder { get; set; }

    /// <summary>Seconds from one event to the next.</summary>
    public double Pace { get; init; } = 0.008;

    public void Do(InputEvent input)
    {
        Recorder?.Invoke(input);
        App.Handle(input);
    }

    public double Tick() => _time += Pace;

    /// <summary>Does nothing for some seconds.</summary>
    public void Wait(double seconds) => _time += seconds;

    /// <summary>From now on another network reads.</summary>
    public void Use(IReadingNetwork network) => _reader.Use(network);

    public void Dispose() => _reader.Dispose();
}
