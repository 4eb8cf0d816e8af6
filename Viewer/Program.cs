using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Scenes.Watch;
using GpuDigits.Training.Commands;
using GpuDigits.Viewer.Demo;
using GpuDigits.Viewer.Export;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Measure;
using GpuDigits.Viewer.Replay;
using GpuDigits.Viewer.Window;

namespace GpuDigits.Viewer;

/// <summary>The command line of the window. Every error becomes one line and an exit code.</summary>
internal static class Program
{
    private const int Failed = 1, WrongArguments = 2, NoGraphics = 3;

    private static readonly ViewerOptions Options = new();

    public static int Main(string[] args)
    {
        // A Windows console has another encoding, which would show × and ÷ as �.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Run(args);
    }

    internal static int Run(string[] args)
    {
        Options.Root.SetAction(Run);
        // The desktop starts a program with the file that was opened, and nothing else.
        if (args is [var file, ..] && !file.StartsWith('-') && PaperExport.IsSheet(file))
            args = [Options.Sheet.Name, .. args];
        var parsed = Options.Root.Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Complain(OptionFault.Explain(parsed) + " (see --help)", WrongArguments);
        return InOneLine(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    /// <summary>Runs an action. An exception becomes one line on standard error and an exit code.</summary>
    internal static int InOneLine(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e)
        {
            if (Environment.GetEnvironmentVariable("GPUDIGITS_TRACE") == "1")
                Console.Error.WriteLine(e);
            return Complain(Fault.Describe(e), Fault.Cause(e) switch
            {
                OutputPathException => WrongArguments,
                GraphicsException => NoGraphics,
                _ => Failed,
            });
        }
    }

    private static int Run(ParseResult said)
    {
        CheckFiles(said);
        var sheet = said.GetValue(Options.Sheet) is { } saved ? PaperFile.Load(saved) : null;
        if (said.GetValue(Options.Save) is { } target)
            return SaveSheet(sheet!, target, said.GetValue(Options.Theme));
        if (said.GetValue(Options.MeasureSheet) is { } equations)
            return MeasureSheet(equations, said.GetValue(Options.Json));
        var recording = said.GetValue(Options.Replay) is { } file ? Recording.Load(file) : null;
        var photograph = said.GetValue(Options.Lab) is { } picture ? LabPictures.Load(picture) : null;
        var settingsFile = said.GetValue(Options.Settings) ?? Settings.DefaultFile;
        var complaint = "There is no home folder: settings, history and corrections are not kept. Set HOME or XDG_CONFIG_HOME, or name a "
            + "file with --settings.";
        var settings = settingsFile is null ? new() : Settings.Load(settingsFile, out complaint);
        List<string> complaints = complaint is null ? [] : [complaint];
        settings.Theme = said.GetValue(Options.Theme) ?? settings.Theme;
        // A replay or a recording starts empty, and has the same places and the same network everywhere: its results are always the same.
        var isByHand = recording is null && said.GetResult(Options.Demo) is not { Implicit: false }
            && said.GetValue(Options.Record) is null;
        settings.Mirrored = said.GetValue(Options.Mirrored) || (isByHand && settings.Mirrored);
        // Choices for one run, and those of a replay, are not kept for the next run.
        settings.TakeAsKnown();
        if (recording is not null)
            settings.Forget();

        var opening = isByHand && settingsFile is not null ? Task.Run(() => OpenJournal(settingsFile)) : null;
        var openingSheet = opening is null ? null : Task.Run(() =>
            (Journal: PaperJournal.Open(PaperJournal.Beside(settingsFile!), out var wrong), Complaint: wrong));
        var folder = settingsFile is null ? null : Path.GetDirectoryName(Path.GetFullPath(settingsFile));
        var named = said.GetValue(Options.Model);
        var adapted = named is null && isByHand && folder is not null ? PersonalModel.Find(folder) : null;
        using var reader = new DigitReader(
            () => NetworkLoader.Load(named ?? adapted), isByHand ? probe => probe.MeasureCosts() : null, adapted is null
                ? null
                : () => NetworkLoader.Load(null),
            NumberReader.Load);
        using var paperReader = new PaperReader(SymbolReader.Load);
        Glfw? glfw;
        (Journal? Journal, string? Complaint) kept = default;
        (PaperJournal? Journal, string? Complaint) keptSheet = default;
        try
        {
            // A long journal is read while the screen is tried.
            glfw = isByHand ? Glfw.Start() : null;
        }
        finally
        {
            if (opening is not null)
                kept = opening.GetAwaiter().GetResult();
            if (openingSheet is not null)
                keptSheet = openingSheet.GetAwaiter().GetResult();
            foreach (var problem in (string?[])[kept.Complaint, keptSheet.Complaint])
                if (problem is not null)
                    complaints.Add(problem);
            foreach (var problem in complaints)
                Console.Error.WriteLine($"gpudigits-viewer: {problem}");
        }
        using var journal = kept.Journal;
        using var sheetJournal = keptSheet.Journal;
        var learn = isByHand ? new LearningSetup(LoadModel, reader) : null;
        var app = new ViewerApp(reader, settings, journal, learn is null ? null : learn.Start, new(paperReader, sheetJournal), paperReader)
        {
            CorrectionsFile = isByHand && folder is not null ? CorrectionFile.In(folder) : null,
            Adapt = isByHand && folder is not null ? Adapt : null,
            SheetFolder = isByHand ? SheetFiles.Usual ?? folder : null,
            SheetPicture = PaperPicture.Save,
        };
        if (isByHand)
            app.OpenLastView();
        if (complaints.Count > 0)
            app.Notify(string.Join(" ", complaints), isError: true);
        if (sheet is not null)
            app.OpenSheet(said.GetValue(Options.Sheet)!, sheet);
        if (photograph is not null)
            app.OpenLab(photograph);
        if (said.GetResult(Options.Demo) is { Implicit: false })
            return PlayDemonstration(said, reader, app);
        if (recording is not null && said.GetValue(Options.Offscreen))
            return PlayOffscreen(said, recording, reader, app);
        var isWatching = said.GetValue(Options.Watch);
        var session = new WindowSession(app, reader, settings, glfw ?? Glfw.Start())
        {
            Recording = recording,
            Opened = isWatching ? () => app.Watch(learn!.Follow) : null,
            Timings = said.GetValue(Options.Timings) ? new Timings(Console.Error) : null,
        };
        using var signals = new ClosingSignals(session.Close, isWatching);
        try
        {
            return session.Run(said.GetValue(Options.Record), said.GetValue(Options.Screenshot), () =>
            {
                app.LeaveSheet();
                SaveState(said, app);
            });
        }
        finally
        {
            // First store what the next window needs.
            if (journal?.Flush() == false)
                Console.Error.WriteLine("gpudigits-viewer: the last steps of the calculation could not be kept.");
            journal?.Dispose();
            if (sheetJournal?.Flush() == false)
                Console.Error.WriteLine("gpudigits-viewer: the last steps on the sheet could not be kept.");
            sheetJournal?.Dispose();
            if (settings.Save(isEnd: true) is { } problem)
                Console.Error.WriteLine($"gpudigits-viewer: {problem}");
            app.Stop();
        }

        Task<PersonalAdaptation> Adapt(Action<double> progress, CancellationToken cancellation) => Task.Run(() =>
        {
            using var device = new VectorDevice();
            return PersonalAdaptation.Run(device, folder!, LoadModel(), progress: progress, cancellation: cancellation);
        });

        // The window has already reported at its start what is wrong with an adapted model.
        TrainedModel LoadModel() =>
            named is null && folder is not null
                ? PersonalModel.Load(folder, NetworkLoader.LoadModel, _ => { })
                : NetworkLoader.LoadModel(named);
    }

    private static int SaveSheet(PaperContent sheet, string file, string? theme)
    {
        using var reader = new PaperReader(SymbolReader.Load);
        var paper = new Paper(reader);
        paper.Open(sheet);
        paper.FinishReading();
        if (reader.Problem is { } problem)
            return Complain(problem, Failed);
        // Paper is white, unless the dark sheet is asked for.
        PaperExport.Save(file, paper, Pen.Medium, theme == Theme.Dark.Name ? Theme.Dark : Theme.Light, PaperPicture.Save);
        return 0;
    }

    private static int MeasureSheet(string file, bool asJson)
    {
        CalculationSample[] samples = [.. CalculationFile.Read(file)];
        using var paperReader = new PaperReader(SymbolReader.Load);
        if (!paperReader.WaitUntilReady())
            return Complain(paperReader.Problem!, Failed);
        using var reader = new DigitReader(() => NetworkLoader.Load(null));
        using var measurement = new SheetMeasurement(new(reader, new(), paper: new(paperReader), paperReader: paperReader));
        if (measurement.Run(samples) is not { } score)
            return Complain($"{file}: no calculation has an =; name a file of written equations", Failed);
        Console.WriteLine(asJson ? score.ToJson() : score);
        return 0;
    }

    private static int PlayOffscreen(ParseResult said, Recording recording, DigitReader reader, ViewerApp app)
    {
        if (!reader.WaitUntilReady())
            return Complain(reader.Problem!, Failed);
        using var player = new OffscreenPlayer(app, said.GetValue(Options.PixelRatio));
        if (said.GetValue(Options.Frames) is { } frames)
        {
            AtomicFile.MakeFolder(frames);
            var number = 0;
            player.Frame = image =>
                Png.Save(Path.Combine(frames, $"{number++.ToString("0000", CultureInfo.InvariantCulture)}.png"), image);
        }
        player.Play(recording, new Narrator(Console.Out));
        if (said.GetValue(Options.Screenshot) is { } picture)
            Png.Save(picture, player.Screenshot());
        SaveState(said, app);
        return 0;
    }

    private static int PlayDemonstration(ParseResult said, DigitReader reader, ViewerApp app)
    {
        if (!reader.WaitUntilReady())
            return Complain(reader.Problem!, Failed);
        var folder = said.GetValue(Options.Demo) ?? "artifacts";
        Console.Error.WriteLine($"playing the demonstration; its pictures go to {folder}");
        try
        {
            Demonstration.PlayOffscreen(app, folder, said.GetValue(Options.PixelRatio), Console.Out);
            SaveState(said, app);
            return 0;
        }
        catch (GraphicsException e)
        {
            List<string> arguments = [];
            foreach (var option in (Option<string?>[])[Options.Model, Options.State, Options.Theme])
                if (said.GetValue(option) is { } value)
                    arguments.AddRange([option.Name, value]);
            return Demonstration.PlayInVirtualDisplay(arguments, folder, e);
        }
    }

    /// <summary>
    /// Checks all files before anything begins: a file that cannot be written, or would overwrite another, is an error now.
    /// </summary>
    private static void CheckFiles(ParseResult said)
    {
        var settings = said.GetValue(Options.Settings) ?? Settings.DefaultFile;
        if (said.GetValue(Options.Save) is { } target)
            PaperExport.Check(target);
        new FilePlan(said)
            .Reads(Options.Model).Reads(Options.Replay).Reads(Options.Lab).Reads(Options.MeasureSheet).Reads(Options.Sheet)
            .Keeps(Options.Settings.Name, settings)
            .Keeps(Options.Settings.Name, string.IsNullOrEmpty(settings) ? null : Journal.Beside(settings))
            .Keeps(Options.Settings.Name, string.IsNullOrEmpty(settings) ? null : PaperJournal.Beside(settings))
            .Keeps(Options.Record.Name, said.GetValue(Options.Record))
            .Writes(Options.Save).Writes(Options.State).Writes(Options.Screenshot).Fills(Options.Frames).Fills(Options.Demo)
            .Check();
    }

    private static (Journal? Journal, string? Complaint) OpenJournal(string settingsFile) =>
        (Journal.Open(Journal.Beside(settingsFile), out var complaint), complaint);

    private static void SaveState(ParseResult said, ViewerApp app)
    {
        if (said.GetValue(Options.State) is { } file)
            AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(app.StateJson() + "\n")));
    }

    private static int Complain(string message, int code)
    {
        Console.Error.WriteLine($"gpudigits-viewer: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
