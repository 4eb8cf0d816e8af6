using System.CommandLine;
using System.CommandLine.Parsing;
using GpuDigits.Training.Commands;

namespace GpuDigits.Viewer;

internal sealed class ViewerOptions
{
    public Option<string?> Model { get; } = new("--model")
    {
        Description = "The trained network; left out, the shipped one.",
        HelpName = "FILE",
    };

    public Option<string?> Replay { get; } = new("--replay")
    {
        Description = "Play recorded events in the window.",
        HelpName = "FILE.json",
    };

    public Option<string?> Record { get; } = new("--record")
    {
        Description = "Write what happens at the window to a file.",
        HelpName = "FILE.json",
    };

    public Option<string?> Demo { get; } = new("--demo")
    {
        Description = "Play the demonstration without a screen, and leave its pictures in a folder (artifacts if none is named).",
        HelpName = "FOLDER",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<bool> Offscreen { get; } = new("--offscreen") { Description = "Play without a window (needs --replay)." };

    public Option<string?> Screenshot { get; } = new("--screenshot")
    {
        Description = "Keep a picture of the end of a replay.",
        HelpName = "FILE.png",
    };

    public Option<string?> Frames { get; } = new("--frames")
    {
        Description = "Keep numbered pictures of the way (off-screen).",
        HelpName = "FOLDER",
    };

    public Option<string?> State { get; } = new("--state")
    {
        Description = "Write the state of the calculator and the sheet at the end.",
        HelpName = "FILE.json",
    };

    public Option<string?> Lab { get; } = new("--lab")
    {
        Description = "Open the filter lab with a photograph.",
        HelpName = "FILE.png",
    };

    public Option<bool> Watch { get; } = new("--watch")
    {
        Description = "Show a training told on standard input; gpudigits train --watch starts the window so.",
    };

    public Option<bool> Timings { get; } = new("--timings")
    {
        Description = "Say how long the window, the network and each reading took.",
    };

    public Option<string?> Theme { get; } =
        new Option<string?>("--theme") { Description = "For this run." }.From(["dark", "light"]);

    public Option<bool> Mirrored { get; } = new("--mirrored") { Description = "The pad on the right, for this run." };

    public Option<float> PixelRatio { get; } = NumberOption.Of("--pixel-ratio", 0.5f, 4, 1);

    public Option<string?> Settings { get; } = new("--settings")
    {
        Description = "Another settings file than the usual one.",
        HelpName = "FILE",
    };

    public Option<string?> Sheet { get; } = new("--sheet")
    {
        Description = "Open a saved sheet; its name alone, as the first argument, does the same.",
        HelpName = "FILE.digits",
    };

    public Option<string?> Save { get; } = new("--save")
    {
        Description = "Save it without a window: .svg, .png, .pdf or .digits (needs --sheet).",
        HelpName = "FILE",
    };

    public Option<string?> MeasureSheet { get; } = new("--measure-sheet")
    {
        Description = "Say how often and how soon the sheet answers written equations, cut behind =.",
        HelpName = "FILE.jsonl",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "The measure as JSON (needs --measure-sheet)." };

    public ViewerOptions()
    {
        PixelRatio.Description = "Off-screen pixels in one window unit, 0.5 to 4.";
        Root = new RootCommand("The calculator that you write on by hand.")
        {
            Model, Demo, Replay, Record, Offscreen, Screenshot, Frames, State, Lab, Watch, Timings, Theme, Mirrored, PixelRatio, Settings,
            Sheet, Save, MeasureSheet, Json,
        };
        Root.Validators.Add(result =>
        {
            // The value of an option without one must not be read here; another check reports it.
            var isDemo = result.GetResult(Demo) is { Implicit: false };
            var isReplay = result.GetResult(Replay) is { Implicit: false };
            if (isDemo && isReplay)
                result.AddError("--demo plays a recording of its own, and --replay another: say one of them");
            if (result.GetResult(Watch) is { Implicit: false } && (isDemo || isReplay || result.GetResult(Record) is { Implicit: false }))
                result.AddError("--watch is for a person: leave --demo, --replay and --record out");
            var isMeasure = result.GetResult(MeasureSheet) is { Implicit: false };
            var isSheet = result.GetResult(Sheet) is { Implicit: false };
            var isSaved = result.GetResult(Save) is { Implicit: false };
            if (!isSheet && isSaved)
                result.AddError("--save needs --sheet");
            if (!isMeasure && result.GetResult(Json) is { Implicit: false })
                result.AddError("--json needs --measure-sheet");
            if (isMeasure && isSheet)
                result.AddError("--measure-sheet writes on a sheet of its own: leave --sheet out");
            else if (isMeasure)
                Refuse(MeasureSheet, option => option != MeasureSheet && option != Json);
            else if (isSaved)
                Refuse(Save, option => option != Sheet && option != Save && option != Theme);
            else if (isSheet)
                Refuse(Sheet, option => option == Demo || option == Replay || option == Record || option == Watch);
            if (isReplay)
                return;
            foreach (var option in (Option[])[Offscreen, Screenshot, Frames])
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} needs --replay");

            void Refuse(Option mode, Func<Option, bool> those)
            {
                foreach (var other in result.Children.OfType<OptionResult>().Where(one => !one.Implicit && those(one.Option)))
                    result.AddError($"{mode.Name} and {other.Option.Name} do not go together: say one of them");
            }
        });
    }

    public RootCommand Root { get; }
}
