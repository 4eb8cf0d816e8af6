using System.Numerics;
using System.Runtime.InteropServices.JavaScript;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Scenes.Worker;

namespace GpuDigits.Web;

/// <summary>
/// The program in the window: the same app as on a desktop, with the page's canvas, pointers and keys, and readers in a worker. All times
/// are in seconds since the page was opened, all places in pixels of the canvas.
/// </summary>
internal static partial class BrowserWindow
{
    private const string Folder = ModelFolder.Own, Training = "training", Adapting = "adapting";

    /// <summary>How far from a button a finger may be, in window units.</summary>
    private const float FingerMiss = 12;

    /// <summary>The browser is given a file as a whole whenever it has grown, so the sheet's steps are written anew early.</summary>
    private const int LongestJournal = 1 << 20;

    private static readonly KeptFolder Kept = new(Folder);
    private static readonly CanvasPainter Painter = new();
    private static readonly Queue<InputEvent> Waiting = new();
    private static RemoteDigitReader? _reader;
    private static RemotePaperReader? _paperReader;
    private static RemoteLearning? _learning;
    private static RemoteAdaptation? _adaptation;
    private static uint _seed;
    private static ViewerApp? _app;
    private static Settings? _settings;
    private static int _photographs;
    private static bool _hasFailedToKeep;
    private static string _buttons = "", _said = "", _theme = "";
    private static PointerMeaning _meaning;

    private static ViewerApp App => _app ?? throw new InvalidOperationException("the page calls Start first");

    /// <summary>Takes a model file, before <see cref="Start"/>.</summary>
    [JSExport]
    internal static void TakeModel(string name, byte[] content) => ModelFolder.Take(name, content);

    /// <summary>Takes a file of an earlier visit, before <see cref="Start"/>.</summary>
    [JSExport]
    internal static void TakeFile(string name, byte[] content) => Kept.Take(name, content);

    /// <summary>Makes the app as it was left.</summary>
    /// <param name="isDark">Whether the system is dark; the person's choice goes before it.</param>
    /// <param name="hasKeys">Whether there is a keyboard, as far as one can tell.</param>
    /// <param name="whyForgotten">Why nothing is kept for the next visit; empty if it is.</param>
    [JSExport]
    internal static void Start(bool isDark, bool hasKeys, string whyForgotten)
    {
        var file = Path.Combine(Folder, "viewer.json");
        var keeps = whyForgotten.Length == 0;
        var complaint = whyForgotten;
        _settings = keeps ? Settings.Load(file, out complaint) : new();
        List<string> complaints = [complaint ?? ""];
        _settings.FollowTheme(NameOf(isDark));
        Journal? journal = null;
        PaperJournal? sheetJournal = null;
        if (keeps)
        {
            journal = Journal.Open(Journal.Beside(file), out var wrong);
            complaints.Add(wrong ?? "");
            sheetJournal = PaperJournal.Open(PaperJournal.Beside(file), out wrong, LongestJournal);
            complaints.Add(wrong ?? "");
        }
        _reader = new(Send, () => ModelFolder.Load(_ => { }));
        _paperReader = new(Send, SymbolReader.LoadModel);
        _app = new(_reader, _settings, journal, Learn, new(_paperReader, sheetJournal), _paperReader)
        {
            CorrectionsFile = keeps ? CorrectionFile.In(Folder) : null,
            Adapt = keeps ? Adapt : null,
            Clipboard = new WebClipboard(),
            SheetFolder = Path.GetTempPath(),
            FileDoor = new Downloads(),
        };
        _app.View.HasKeys = hasKeys;
        _reader.Changed += News;
        _app.News += News;
        _app.OpenLastView();
        complaints.RemoveAll(string.IsNullOrEmpty);
        if (complaints.Count > 0)
            _app.Notify(string.Join(" ", complaints), isError: true);
        Browser.RequestFrame();

        static void Send(Message message) => Browser.Post(message.ToBytes());

        static RemoteLearning Learn(Action<LearningState> tell) => _learning = new(
            order => Browser.StartWork(Training, order.ToBytes()), () => Browser.StopWork(Training), ++_seed, _reader!.Used,
            _reader.Use, tell);

        static Task<PersonalAdaptation> Adapt(Action<double> progress, CancellationToken cancellation) => (_adaptation = new(
            order => Browser.StartWork(Adapting, order.ToBytes()), () => Browser.StopWork(Adapting), Folder, ModelFolder.Load(_ => { }),
            progress, cancellation)).Done;
    }

    /// <summary>Takes a message of the worker.</summary>
    [JSExport]
    internal static void Receive(byte[] bytes)
    {
        var message = Message.Read(bytes);
        _ = _reader!.Receive(message) || _paperReader!.Receive(message);
    }

    /// <summary>The worker that reads has failed: the person is told, and goes on typing.</summary>
    [JSExport]
    internal static void FailReading(string problem)
    {
        var line = $"Nothing is read here: {problem.ReplaceLineEndings(" ")}; reload the page";
        _reader!.Receive(new DigitState(IsReady: false, ReadsNumbers: false, line));
        _paperReader!.Receive(new PaperFailed(line));
    }

    /// <summary>Takes a message of a worker that learns.</summary>
    [JSExport]
    internal static void ReceiveWork(string name, byte[] bytes) => HearWork(name, Message.Read(bytes));

    /// <summary>A worker that learns has failed.</summary>
    [JSExport]
    internal static void FailWork(string name, string problem) =>
        HearWork(name, new WorkFailed($"Nothing is learned: {problem.ReplaceLineEndings(" ")}"));

    private static void HearWork(string name, Message message)
    {
        if (name == Training)
            _learning!.Receive(message);
        else
            _adaptation!.Receive(message);
    }

    [JSExport]
    internal static void Resize(double time, int width, int height, double pixelRatio) =>
        Handle(new Resized(time, width, height, (float)pixelRatio * _settings!.Scale / 100));

    /// <summary>The pointer went through these places: time, x, y of each. A finger that just misses a button means it.</summary>
    [JSExport]
    internal static void Move(double[] points, bool isFinger)
    {
        var layout = App.View.Layout;
        for (var i = 0; i < points.Length; i += 3)
        {
            var at = new Vector2((float)points[i + 1], (float)points[i + 2]);
            var meant = isFinger ? layout.Near(at, FingerMiss * layout.PixelRatio) : Widget.None;
            Handle(new PointerMoved(points[i], meant == Widget.None ? at : layout[meant].Nearest(at)));
        }
    }

    [JSExport]
    internal static void Press(double time, bool isRight) => Handle(new PointerPressed(time, ButtonOf(isRight)));

    [JSExport]
    internal static void Release(double time, bool isRight) => Handle(new PointerReleased(time, ButtonOf(isRight)));

    [JSExport]
    internal static void Cancel(double time) => Handle(new PointerCancelled(time));

    /// <summary>Turns the wheel: notches to the right and upwards.</summary>
    [JSExport]
    internal static void Scroll(double time, double right, double up) => Handle(new Scrolled(time, new((float)right, (float)up)));

    [JSExport]
    internal static void Zoom(double time, double notches) => Handle(new Zoomed(time, (float)notches));

    /// <summary>A key without a character.</summary>
    /// <param name="time">When.</param>
    /// <param name="key">The name of a <see cref="Key"/>.</param>
    [JSExport]
    internal static void PressKey(double time, string key) => Handle(new KeyPressed(time, Enum.Parse<Key>(key)));

    /// <summary>A character was typed.</summary>
    /// <param name="time">When.</param>
    /// <param name="character">The character.</param>
    /// <param name="letter">What is written on the key on a Latin keyboard; empty if it is no letter.</param>
    [JSExport]
    internal static void Type(double time, string character, string letter) => Handle(new Typed(
        time, App.TakesText ? character[0] : Characters.Meant(character[0], letter.Length > 0 ? letter[0] : null)));

    /// <summary>Whether characters are text now, and no commands.</summary>
    [JSExport]
    internal static bool TakesText() => App.TakesText;

    [JSExport]
    internal static void Paste(double time, string text) => Handle(new Pasted(time, text));

    /// <summary>Presses a button of the accessibility tree.</summary>
    [JSExport]
    internal static void Activate(double time, int button)
    {
        if (ButtonList.PlaceOf(App.View, button) is not { } at)
            return;
        Handle(new PointerMoved(time, at));
        Handle(new PointerPressed(time, PointerButton.Left));
        Handle(new PointerReleased(time, PointerButton.Left));
    }

    /// <summary>Opens a sheet that the person has chosen.</summary>
    [JSExport]
    internal static void Open(string name, byte[] content)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetFileName(name));
        File.WriteAllBytes(file, content);
        App.OpenSheet(file);
        Browser.RequestFrame();
    }

    /// <summary>The writing of a photograph is looked for from now on.</summary>
    [JSExport]
    internal static void AwaitPhotograph(string name)
    {
        _photographs++;
        App.AwaitPhotograph(name);
        Browser.RequestFrame();
    }

    /// <summary>Takes what a worker found in it.</summary>
    [JSExport]
    internal static void ReceivePhotograph(string name, byte[] bytes)
    {
        switch (Message.Read(bytes))
        {
            case PhotographWasTraced traced:
                _photographs--;
                App.PutPhotograph(name, new InkWay().Read(traced.Writing));
                Browser.RequestFrame();
                break;
            case WorkFailed failed:
                FailPhotograph(failed.Problem);
                break;
        }
    }

    /// <summary>A photograph cannot be read.</summary>
    [JSExport]
    internal static void FailPhotograph(string problem)
    {
        _photographs--;
        Complain(problem);
    }

    /// <summary>Tells the person of something that cannot be done.</summary>
    [JSExport]
    internal static void Complain(string problem)
    {
        App.Notify(problem.ReplaceLineEndings(" "), isError: true);
        Browser.RequestFrame();
    }

    /// <summary>The system is dark or light now. Does nothing once the person has chosen.</summary>
    [JSExport]
    internal static void FollowTheme(bool isDark)
    {
        if (!_settings!.FollowTheme(NameOf(isDark)))
            return;
        App.TakeReading();
        Browser.RequestFrame();
    }

    /// <summary>Draws, and asks for another frame while something moves.</summary>
    [JSExport]
    internal static void Frame(double time)
    {
        Painter.Draw(App, time);
        Tell();
        if (App.NeedsFrame)
            Browser.RequestFrame();
    }

    /// <summary>The canvas has lost what was on it.</summary>
    [JSExport]
    internal static void Redraw()
    {
        Painter.Forget();
        Browser.RequestFrame();
    }

    /// <summary>The page is left: what is being typed on the sheet goes on it.</summary>
    [JSExport]
    internal static void Leave() => App.LeaveSheet();

    /// <summary>Has the browser keep what was made. Called when the person pauses, and when the page is hidden.</summary>
    [JSExport]
    internal static void Keep() => Kept.Keep();

    /// <summary>
    /// The browser could not keep a file, or forget it: the person is told once, and it is tried again with the next change.
    /// </summary>
    [JSExport]
    internal static void FailKeeping(string name, string problem)
    {
        Kept.Doubt(name);
        if (_hasFailedToKeep)
            return;
        _hasFailedToKeep = true;
        Complain($"The browser cannot keep what you do here: {problem.TrimEnd('.')}; save the sheet as a file");
    }

    /// <summary>The state for tests; see <see cref="AppState.ToJson"/>.</summary>
    [JSExport]
    internal static string State() => App.StateJson();

    /// <summary>Whether all ink and all photographs are read.</summary>
    [JSExport]
    internal static bool IsRead() => _photographs == 0 && _reader!.IsReady && _reader.IsCurrent && App.ReadingIsCurrent;

    private static string NameOf(bool isDark) => (isDark ? Theme.Dark : Theme.Light).Name;

    private static PointerButton ButtonOf(bool isRight) => isRight ? PointerButton.Right : PointerButton.Left;

    /// <summary>
    /// Gives an event to the app. What may take the digit on the pad waits until this is read: a window of a browser cannot wait for its
    /// worker.
    /// </summary>
    private static void Handle(InputEvent input)
    {
        if (Waiting.Count > 0 || MustWait(input))
            Waiting.Enqueue(input);
        else
            App.Handle(input);
        Browser.RequestFrame();
    }

    private static void News()
    {
        App.TakeReading();
        while (Waiting.TryPeek(out var next) && !MustWait(next))
            App.Handle(Waiting.Dequeue());
        Browser.RequestFrame();
    }

    private static bool MustWait(InputEvent input) => input is PointerReleased or KeyPressed or Typed or Pasted && !_reader!.IsCurrent;

    /// <summary>Tells the page what it shows beside the canvas, where that has changed.</summary>
    private static void Tell()
    {
        var view = App.View;
        if (_theme != view.Theme.Name)
        {
            var back = view.Theme.Background;
            Browser.Theme(_theme = view.Theme.Name, $"rgb({back.R} {back.G} {back.B})");
        }
        if (App.PointerMeaning != _meaning)
            Browser.Cursor((int)(_meaning = App.PointerMeaning));
        if (ButtonList.Of(view) is var buttons && buttons != _buttons)
            Browser.Buttons(_buttons = buttons);
        if (SpokenState.Of(App) is var said && said != _said)
            Browser.Announce(_said = said);
    }
}
