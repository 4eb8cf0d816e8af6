using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.Versioning;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures;
using GpuDigits.Scenes.Hand;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Scenes.App;

/// <summary>
/// The program without a window: handles input events, holds pad and calculator, and fills the view to draw. The real window and the
/// off-screen replay use the same object. Everything runs on one thread, except the reading of digits.
/// </summary>
internal sealed partial class ViewerApp
{
    // The edge of the pad would cut ink that reaches it.
    private const float PadInset = 6;

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(0.5);

    private readonly IDigitReader _reader;
    private readonly Settings _settings;
    private readonly PadAndCalculator _work;
    private readonly LabPanel _lab = new();
    private readonly WatchPanel _watch;
    private readonly HandPanel _hand;
    private readonly SheetPanel _sheet;
    private readonly PanelSwitch _panels;
    private Vector2 _pointer = new(-1);
    private Vector2 _erasedTo;
    private PointerButton? _drag;
    private bool _eraserIsOut, _erasing, _helpIsOpen;
    private Widget _pressed, _focused;
    private string _notice = "";
    private bool _noticeIsError;
    private (int Width, int Height, float PixelRatio) _size = (1100, 700, 1);

    /// <param name="reader">Reads the ink.</param>
    /// <param name="settings">The person's choices; kept up to date.</param>
    /// <param name="journal">
    /// The steps of an earlier run, repeated now, and the place of new ones; null to start empty and to store nothing.
    /// </param>
    /// <param name="learn">Starts a training that reports its states to the given action; null if nothing can be trained.</param>
    /// <param name="paper">The sheet; null for an empty one on which nothing is read.</param>
    /// <param name="paperReader">Reads what is written on it.</param>
    public ViewerApp(IDigitReader reader, Settings settings, Journal? journal = null, Func<Action<LearningState>, ILearning>? learn = null,
        Paper? paper = null, IPaperReader? paperReader = null)
    {
        _reader = reader;
        _settings = settings;
        _work = new(reader, settings, journal);
        _work.Notice += (text, isError) => (_notice, _noticeIsError) = (text, isError);
        _work.Arrived += () => _arrival.Jump(0);
        _work.Leaving += ink =>
        {
            View.LeavingInk = ink;
            _leaving.Jump(1);
        };
        _hand = new(settings, () => CorrectionsFile, () => Adapt,
            reader.Use, () => News?.Invoke());
        _sheet = new(paper ?? new(paperReader), paperReader, () => Clipboard);
        Paper.Notice += (text, isError) => (_notice, _noticeIsError) = (text, isError);
        _sheet.Notice += (text, isError) => (_notice, _noticeIsError) = (text, isError);
        Paper.Corrected += (ink, label) =>
        {
            if (char.IsAsciiDigit(label))
                _work.Keep(label - '0', ink);
        };
        if (paperReader is not null)
            paperReader.Changed += () => News?.Invoke();
        _panels = new(_sheet, new LensPanel(reader), _lab, _watch = new(learn, () => News?.Invoke()), _hand);
        _panels.Changing += EndPress;
        _arrival.Jump(1);
        Refresh();
    }

    /// <summary>A panel has something new to show, like the reader's <see cref="IReader.Changed"/>. Raised on any thread.</summary>
    public event Action? News;

    public ViewState View { get; } = new();

    /// <summary>The file of corrected drawings; null if they are not kept.</summary>
    public string? CorrectionsFile
    {
        get => _work.CorrectionsFile;
        init => _work.CorrectionsFile = value;
    }

    /// <summary>
    /// Learns from the corrections; receives an action for the share that is done, and a token to stop. Null if nothing can learn.
    /// </summary>
    public Func<Action<double>, CancellationToken, Task<PersonalAdaptation>>? Adapt { get; init; }

    public CalculatorState Calculator => _work.State;

    public Paper Paper => _sheet.Paper;

    /// <summary>The folder for sheets that are saved and opened; null if no files are used.</summary>
    public string? SheetFolder
    {
        get => _sheet.Files.Folder;
        init => _sheet.Files.Folder = value;
    }

    /// <summary>Draws pictures of the sheet; null where none are saved.</summary>
    public SheetPicture? SheetPicture
    {
        init => _sheet.Files.Picture = value;
    }

    /// <summary>Where sheets come from and go to, if that is not the file system of the machine.</summary>
    public IFileDoor? FileDoor
    {
        init => _sheet.Files.Door = value;
    }

    /// <summary>Whether characters are text of any language now, and no commands.</summary>
    public bool TakesText => !_helpIsOpen && _panels.Open?.TakesText == true;

    /// <summary>Where copied text goes.</summary>
    public IClipboard Clipboard { get; set; } = new OwnClipboard();

    /// <summary>Whether the person asked for a picture of the window. The driver of the app takes it and resets this.</summary>
    public bool ScreenshotIsWanted { get; set; }

    /// <summary>The action of the pointer at its place.</summary>
    public PointerMeaning PointerMeaning => PointerIsOnPad ? PointerMeaning.Write
        : PointerIsOnButton ? PointerMeaning.Press
        : _panels.Open?.MeaningAt(_pointer) ?? PointerMeaning.Nothing;

    private bool PointerIsOnPad => View.Layout.Pad.Contains(_pointer);

    public bool PointerIsOnButton => View.Layout.At(_pointer) is var widget && CanPress(widget);

    private PadSpace Space => new(View.Layout.Pad);

    /// <summary>Opens the view that the person has left.</summary>
    public void OpenLastView()
    {
        if (_settings.View == Settings.SheetView)
            ShowSheet();
    }

    /// <summary>Puts the sheet of a file in the place of what is on the sheet, as a step that can be undone, and shows it.</summary>
    public void OpenSheet(string file, PaperContent content)
    {
        _sheet.Files.Open(file, content);
        ShowSheet();
    }

    /// <summary>The same with a file that may be none: the person is then told what is wrong. The writing of a picture is added.</summary>
    public void OpenSheet(string file)
    {
        (_notice, _noticeIsError) = ("", false);
        ShowSheet();
        // The page carries no decoder of pictures: there the browser decodes, and a worker traces.
        if (!OperatingSystem.IsBrowser() && PhotographedInk.IsPicture(file))
            _sheet.PutPhotograph(Path.GetFileName(file), () => PhotographedInk.Trace(Image.Read(file), file, SymbolReader.Load));
        else
            _sheet.OpenFile(file);
        Refresh();
    }

    /// <summary>Shows the sheet, while the writing of a photograph is looked for.</summary>
    public void AwaitPhotograph(string name)
    {
        ShowSheet();
        Notify($"Looking for the writing in {name}…");
    }

    /// <summary>Puts the writing of a photograph on the sheet, wherever the person is by now.</summary>
    public void PutPhotograph(string name, ImmutableArray<Stroke> writing)
    {
        (_notice, _noticeIsError) = ("", false);
        _sheet.PutPhotograph(name, () => writing);
        Refresh();
    }

    /// <summary>Opens the filter lab with a photograph.</summary>
    public void OpenLab(GreyPicture photograph)
    {
        _lab.Show(photograph);
        _panels.Show(_lab);
        Refresh();
    }

    /// <summary>Opens the learning view with a training that reports its states to the given action.</summary>
    public void Watch(Func<Action<LearningState>, ILearning> follow)
    {
        _watch.Begin(follow);
        _panels.Show(_watch);
        Refresh();
    }

    /// <summary>Shows a message until the next action of the person.</summary>
    public void Notify(string notice, bool isError = false)
    {
        (_notice, _noticeIsError) = (notice, isError);
        Refresh();
    }

    /// <summary>The program may end: what is being typed on the sheet goes on it, before the steps are kept.</summary>
    public void LeaveSheet()
    {
        if (_panels.Open == _sheet)
            _sheet.Closed();
    }

    /// <summary>Stops background work. Work that does not stop soon ends with the program.</summary>
    [UnsupportedOSPlatform("browser")]
    public void Stop() => Task.WaitAll([Task.Run(_watch.End), Task.Run(_hand.End)], LongestStop);

    /// <summary>Handles one event. Never fails, whatever the events and their order.</summary>
    public void Handle(InputEvent input)
    {
        if (!IsSound(input))
            return;
        if (input is PointerPressed or KeyPressed or Typed or Pasted)
            (_notice, _noticeIsError) = ("", false);
        if (input is PointerPressed)
            _focused = Widget.None;
        // The list of keys is closed by any key, which then does what it does without the list.
        if (_helpIsOpen && input is KeyPressed or Typed or Pasted)
        {
            _helpIsOpen = false;
            if (input is KeyPressed { Key: Key.Escape or Key.Help } or Typed { Character: '?' })
            {
                Refresh();
                return;
            }
        }
        if (input is Typed written && !TakesText)
            input = written with { Character = Characters.Plain(written.Character) };
        var open = _panels.Open;
        if (!TakenByPanel(input))
            Take(input);
        if (_panels.Open != open)
            _settings.View = _panels.Open == _sheet ? Settings.SheetView : Settings.CalculatorView;
        _settings.KnowsSheet |= _panels.Open == _sheet;
        if (_settings.Save() is { } problem)
            (_notice, _noticeIsError) = (problem, true);
        Refresh();
    }

    private void ShowSheet()
    {
        if (_panels.Open != _sheet)
        {
            _panels.Show(_sheet);
            _sheet.ShowStart();
            _settings.View = Settings.SheetView;
        }
        Refresh();
    }

    /// <summary>Whether its numbers are finite: a driver or a recording may give others.</summary>
    private static bool IsSound(InputEvent input) => new InkPoint(0, 0, input.Time * 1000).IsSound && input switch
    {
        PointerMoved { At: var at } => new InkPoint(at.X, at.Y, 0).IsSound,
        Scrolled { Notches: var by } => new InkPoint(by.X, by.Y, 0).IsSound,
        Zoomed { Notches: var by } => new InkPoint(by, 0, 0).IsSound,
        Resized { PixelRatio: var ratio } => float.IsFinite(ratio),
        _ => true,
    };

    private void Take(InputEvent input)
    {
        switch (input)
        {
            case PointerMoved move:
                Move(move.At, move.Time);
                break;
            case PointerPressed press:
                Press(press.Button, press.Time);
                break;
            case PointerReleased release:
                Release(release.Button);
                break;
            case PointerCancelled:
                Cancel();
                break;
            case KeyPressed key:
                HandleKey(key.Key);
                break;
            case Typed typed:
                HandleCharacter(typed.Character);
                break;
            case Pasted pasted:
                Paste(pasted.Text);
                break;
            case Resized size:
                _size = (Math.Max(size.Width, 1), Math.Max(size.Height, 1), MathF.Max(size.PixelRatio, 0.25f));
                break;
        }
    }

    /// <summary>
    /// Passes an event to the open panel. Movement is always passed on, so that the panel knows that the pointer left it.
    /// </summary>
    private bool TakenByPanel(InputEvent input)
    {
        if (_panels.Open is not { } panel || input is Resized)
            return false;
        // Also where the help was called meanwhile: what began in the panel ends there.
        if (panel.IsDragging && input is PointerMoved or PointerPressed or PointerReleased or PointerCancelled)
        {
            if (input is PointerMoved { At: var at })
                _pointer = at;
            return panel.Handle(input);
        }
        if (_helpIsOpen)
            return false;
        var isBusy = _work.Drawing.PenIsDown || _erasing || _pressed != Widget.None;
        var isElsewhere = isBusy || PointerIsOnPad || PointerIsOnButton;
        if ((isElsewhere && input is PointerPressed or PointerReleased or PointerCancelled) || (isBusy && input is PointerMoved))
            return false;
        return panel.Handle(input) && input is not PointerMoved;
    }
}
