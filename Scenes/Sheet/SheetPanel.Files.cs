using System.Collections.Immutable;
using GpuDigits.Engine;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;
using AppKey = GpuDigits.Scenes.App.Key;

namespace GpuDigits.Scenes.Sheet;

/// <content>The menu, and saving and opening.</content>
internal sealed partial class SheetPanel
{
    private readonly SheetFiles _files = new(paper);
    private Action? _late;
    private Pen _pen = Pen.Medium;
    private Layout _layout = new(1100, 700, 1, false, 0);

    /// <summary>A message for the person; true if it is about a failure.</summary>
    public event Action<string, bool>? Notice;

    public SheetFiles Files => _files;

    /// <summary>What lies over the paper and has the keys and the pointer; null if nothing does.</summary>
    public SheetCard? Card { get; private set; }

    public override bool TakesText => Card?.TakesText == true;

    /// <summary>Opens the sheet of a file; says so, or what is wrong.</summary>
    /// <returns>Whether it is open.</returns>
    public bool OpenFile(string path) => CanUseFiles && Try(() =>
    {
        EndDrag(0);
        PutEntry();
        var wasEmpty = !HasContent;
        _files.Open(path);
        Leave();
        Explanation = null;
        ShowStart();
        Notice?.Invoke($"Opened: {Path.GetFileName(path)}{(wasEmpty ? "" : " · Ctrl+Z brings the sheet before it back")}", false);
    });

    /// <summary>
    /// Puts the writing of a photograph under what is on the paper, and shows it; says so, or what is wrong. Where it comes later than it
    /// was asked for, it waits for the end of a stroke.
    /// </summary>
    /// <param name="name">What the photograph is called.</param>
    /// <param name="trace">Gives its writing; see <see cref="PhotographedInk.Trace"/>.</param>
    public void PutPhotograph(string name, Func<ImmutableArray<Stroke>> trace)
    {
        if (IsDragging)
            _late += Begin;
        else
            Begin();

        void Begin()
        {
            if (CanUseFiles)
                Try(Put);
        }

        void Put()
        {
            PutEntry();
            var ink = PhotographedInk.Under(Paper.Bounds, trace());
            if (!Paper.Put(ink))
                return;
            Leave();
            Explanation = null;
            _space = _space.Showing(InkBounds.Of(ink), Paper.Bounds);
            Notice?.Invoke($"The writing of {name} · Undo takes it away", false);
        }
    }

    /// <summary>Shows the paper from its upper left corner.</summary>
    public void ShowStart() => _space = (_space with { Corner = default }).Within(Paper.Bounds);

    private bool CanUseFiles
    {
        get
        {
            if (_files.Folder is null)
                Notice?.Invoke("Files are neither saved nor opened in a replay or a recording", false);
            return _files.Folder is not null;
        }
    }

    private bool CanDraw => HasContent && _files.Picture is not null;

    private bool HasContent => Paper.Content.Parts > 0;

    private bool TakenByCard(InputEvent input)
    {
        if (Card is { } card && input is not KeyPressed
            {
                Key: AppKey.Save or AppKey.SaveAs or AppKey.Open or AppKey.Help or AppKey.Screenshot or AppKey.Larger or AppKey.Smaller
                or AppKey.UsualSize
            })
        {
            if (input is PointerMoved move)
                _pointer = move.At;
            card.Handle(input, _layout);
            return true;
        }
        switch (input)
        {
            case KeyPressed { Key: AppKey.Save }:
                Save();
                return true;
            case KeyPressed { Key: AppKey.SaveAs }:
                AskWhereToSave(PaperFile.Extension);
                return true;
            case KeyPressed { Key: AppKey.Open }:
                AskWhatToOpen();
                return true;
            default:
                return false;
        }
    }

    private void Show(SheetCard card)
    {
        EndDrag(0);
        // The pointer may lie on it without having moved since.
        card.Handle(new PointerMoved(0, _pointer), _layout);
        Card = card;
    }

    private void ShowMenu() => Show(new SheetMenu(
    [
        new("Save", "Ctrl+S", HasContent ? Save : null),
        new("Save as…", "Ctrl+Shift+S", HasContent ? () => AskWhereToSave(PaperFile.Extension) : null),
        new("Save as SVG…", "", CanDraw ? () => AskWhereToSave(".svg") : null),
        new("Save as PNG…", "", CanDraw ? () => AskWhereToSave(".png") : null),
        new("Save as PDF…", "", CanDraw ? () => AskWhereToSave(".pdf") : null),
        new("Open…", "Ctrl+O", AskWhatToOpen, BeginsGroup: true),
        .. _files.Door is { } door ? (MenuItem[])[new("Photograph…", "", door.AskForPhotograph)] : [],
        new("Copy as text", "Ctrl+C", HasContent ? () => Copy(CopyNotation.Text) : null, BeginsGroup: true),
        new("Copy as LaTeX", "", HasContent ? () => Copy(CopyNotation.Latex) : null),
        new("Copy as MathML", "", HasContent ? () => Copy(CopyNotation.MathMl) : null),
        new("Clear", "Del", HasContent ? Paper.Clear : null, BeginsGroup: true),
    ], CloseCard));

    private void CloseCard() => Card = null;

    /// <summary>Puts what is being typed on the paper, and drops what is open over it.</summary>
    private void Leave()
    {
        EndDrag(0);
        PutEntry();
        (Card, Asked, Selection) = (null, null, null);
    }

    /// <summary>Saves the sheet into its file; asks for one if it has none.</summary>
    private void Save()
    {
        if (_files.Door is null && _files.Current is { } file && CanUseFiles)
        {
            Leave();
            SaveTo(file);
        }
        else
            AskWhereToSave(PaperFile.Extension);
    }

    private void AskWhereToSave(string ending)
    {
        if (!CanUseFiles)
            return;
        Leave();
        if (!HasContent)
            Notice?.Invoke("There is nothing to save yet", false);
        else if (_files.Door is { } door)
            Give(door);
        else
            Show(new SheetFileCard(_files, ending,
                _files.Current is { } file ? Path.ChangeExtension(_files.NameOf(file), null) : _files.FreeName(ending), SaveTo, CloseCard));
    }

    private void AskWhatToOpen()
    {
        if (!CanUseFiles)
            return;
        Leave();
        if (_files.Door is { } door)
            door.Ask();
        else
            Show(new SheetFileCard(_files, PaperFile.Extension, null, OpenFile, CloseCard));
    }

    private void Give(IFileDoor door)
    {
        const string name = "sheet" + PaperFile.Extension;
        door.Give(name, PaperFile.ToBytes(Paper.Content));
        Notice?.Invoke($"Saved among the downloads: {name}", false);
    }

    private bool SaveTo(string path) => Try(() =>
    {
        _files.Save(path, _pen);
        Notice?.Invoke($"Saved: {path}", false);
    });

    /// <summary>Does something with a file; what goes wrong is one line for the person.</summary>
    private bool Try(Action use)
    {
        try
        {
            use();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PaperFileException or ImageException
            or ModelFileException or ModelException)
        {
            Notice?.Invoke(Fault.Describe(e), true);
            return false;
        }
    }
}
