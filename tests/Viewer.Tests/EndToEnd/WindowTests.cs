using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Viewer.Tests.Sheet;
using Recording = GpuDigits.Viewer.Replay.Recording;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>The real program with the shipped network, driven by real events on a screen in memory.</summary>
public sealed class WindowTests(Screen screen) : IClassFixture<Screen>
{
    [SkippableFact]
    public void Demonstration_by_hand_gives_182()
    {
        using var window = Open();
        foreach (var (digit, then) in ((int, Widget)[])[(1, Widget.SaveDigit), (3, Widget.Times), (1, Widget.SaveDigit),
            (4, Widget.EqualsKey)])
        {
            window.Draw(digit);
            window.Click(then);
        }
        var state = window.Close();
        Assert.Equal("182", state.Display);
        Assert.Equal(["13 × 14 = 182"], state.Tape);
    }

    [SkippableFact]
    public void Sheet_answers_what_the_pointer_writes_and_after_a_kill_all_of_it_is_there()
    {
        using var window = Open();
        window.Click(Widgets.TabOf(1));
        var hand = new PaperHand(80) { Interval = 16 };
        foreach (var stroke in hand.Write("13×14=", new(120, 260)))
            window.Trace(stroke);
        window.Press("6", "asterisk", "7", "Return");
        window.WaitForSheet("6×7=");
        window.KillAndStartAgain();
        window.Press("8", "slash", "4", "Return");
        var state = window.Close();
        Assert.Equal([("13×14=", "182"), ("6×7=", "42"), ("8/4=", "2")], state.Sheet.Select(one => (one.Text, one.Value!)));
        Assert.Equal("0", state.Display);
        Assert.Equal(Settings.SheetView, Settings.Load(window.SettingsFile, out _).View);
    }

    [SkippableFact]
    public void Sheet_is_saved_by_its_keys_and_a_dropped_file_is_opened()
    {
        using var window = Open();
        var folder = Path.GetDirectoryName(window.SettingsFile)!;
        window.Press("s", "6", "asterisk", "7", "Return", "ctrl+s");
        window.Type($"{folder}/Two Sums");
        window.Press("Return");
        var file = Path.Combine(folder, "Two Sums.digits");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(file), 20_000), "nothing was saved");
        Assert.Equal("6×7=", Assert.Single(PaperFile.Load(file).Texts).Typed.Text);
        window.Press("Delete", "8", "slash", "4", "Return", "Escape");
        window.Drop(file);
        Assert.Equal([("6×7=", "42")], window.Close().Sheet.Select(one => (one.Text, one.Value!)));
    }

    [SkippableFact]
    public void After_a_kill_the_calculation_is_still_there()
    {
        using var window = Open();
        window.Press("6", "asterisk", "7", "equal", "1", "2", "plus");
        window.KillAndStartAgain(writtenBytes: 250);
        window.Press("8", "equal");
        var state = window.Close();
        Assert.Equal("20", state.Display);
        Assert.Equal(["6 × 7 = 42", "12 + 8 = 20"], state.Tape);
    }

    [SkippableFact]
    public void When_the_display_is_unplugged_the_calculation_is_kept()
    {
        using Screen unplugged = new(), other = new();
        using var window = Open(unplugged);
        window.Press("6", "asterisk", "7", "equal", "1", "2", "plus");
        window.UnplugAndStartAgain(writtenBytes: 250, other);
        window.Press("8", "equal");
        var state = window.Close();
        Assert.Equal("20", state.Display);
        Assert.Equal(["6 × 7 = 42", "12 + 8 = 20"], state.Tape);
    }

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("INT")]
    public void Asked_to_end_by_a_signal_the_window_keeps_everything(string signal)
    {
        using var window = Open();
        window.Resize(900, 800);
        window.Press("h", "k", "6", "asterisk", "7", "equal");
        window.WaitForSteps(130);
        Assert.Equal(0, window.Signal(signal));
        var state = RealWindow.ReadState(window.StateFile);
        Assert.Equal(["6 × 7 = 42"], state.Tape);
        var settings = Settings.Load(window.SettingsFile, out var complaint);
        Assert.Null(complaint);
        Assert.Equal((false, 900, 800), (settings.KeepCorrections, settings.Width, settings.Height));
    }

    [SkippableFact]
    public void Choice_outlives_a_kill()
    {
        using var window = Open();
        window.Press("h", "k", "Escape", "1", "plus", "2", "equal");
        window.KillAndStartAgain(writtenBytes: 130);
        Assert.False(Settings.Load(window.SettingsFile, out _).KeepCorrections);
        Assert.Equal(["1 + 2 = 3"], window.Close().Tape);
        Assert.False(Settings.Load(window.SettingsFile, out _).KeepCorrections);
    }

    [SkippableFact]
    public void A_key_that_is_held_is_many_digits_and_one_command()
    {
        using var window = Open();
        var corrections = CorrectionFile.In(Path.GetDirectoryName(window.SettingsFile)!);
        CorrectionFile.Append(corrections, 7, [new([new(0, 0, 0), new(40, 80, 9)])]);
        window.Hold("7");
        window.Press("h");
        window.Hold("d");
        Assert.Matches("^77+$", window.Close().Display);
        // It asked, and was not answered.
        Assert.True(File.Exists(corrections));
    }

    [SkippableFact]
    public void A_replay_that_nothing_can_read_is_a_failure()
    {
        Skip.If(screen.Lacks is not null, screen.Lacks);
        var model = Path.GetTempFileName();
        using var process = RealWindow.Start(
            screen, "--replay", Path.Combine(AppContext.BaseDirectory, "Assets", "Demo", "13x14.json"), "--model", model, "--settings",
            model + ".json");
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        File.Delete(model);
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith($"gpudigits-viewer: {model}", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Second_window_says_that_it_keeps_nothing_and_leaves_the_first_ones_calculation()
    {
        using var window = Open();
        window.Press("6", "asterisk", "7", "equal");
        window.WaitForSteps(130);
        using (var second = RealWindow.Start(screen, "--settings", window.SettingsFile))
        {
            Assert.Contains("keeps nothing", second.StandardError.ReadLine(), StringComparison.Ordinal);
            second.Kill();
            second.WaitForExit();
        }
        Assert.Equal(["6 × 7 = 42"], window.Close().Tape);
    }

    [SkippableFact]
    public void Closed_while_it_learns_the_window_frees_the_calculation()
    {
        using var window = Open();
        for (var i = 0; i < 20; i++)
            CorrectionFile.Append(CorrectionFile.In(Path.GetDirectoryName(window.SettingsFile)!), 7,
                [new Stroke([new(i, 0, 0), new(80, 0, 0), new(60 - i, 120, 0)])]);
        window.Press("6", "asterisk", "7", "equal", "h", "a");
        window.WaitForSteps(130);
        window.Close();
        using var journal = Journal.Open(Path.ChangeExtension(window.SettingsFile, ".steps.jsonl"), out var complaint);
        Assert.Null(complaint);
        Assert.Equal(4, journal!.Steps.Count);
    }

    [SkippableFact]
    public void Wrong_digit_takes_the_last_one_back()
    {
        using var window = Open();
        window.Draw(7);
        window.Click(Widget.SaveDigit);
        window.Draw(2);
        window.Click(Widget.SaveDigit);
        window.Click(Widget.WrongDigit);
        window.Draw(5);
        window.Press("Return");
        window.Press("plus", "8", "equal");
        window.Draw(6);
        window.Click(Widget.WrongDigit); // clears the pad
        window.Click(Widget.SaveDigit); // nothing there to save
        Assert.Equal(["75 + 8 = 83"], window.Close().Tape);
    }

    [SkippableFact]
    public void Reset_takes_all_back()
    {
        using var window = Open();
        window.Draw(9);
        window.Click(Widget.Plus);
        window.Press("8", "equal", "6");
        window.Draw(6);
        window.Click(Widget.Reset);
        window.Click(Widget.SaveDigit); // nothing there to save
        var state = window.Close();
        Assert.Equal(("0", 0, 0), (state.Display, state.Digits.Count, state.Tape.Count));
    }

    [SkippableFact]
    public void Misread_digit_is_replaced_by_one_click()
    {
        using var window = Open();
        window.Draw(4);
        window.Click(Widget.SaveDigit);
        window.Click(Widget.FirstAlternative);
        var state = window.Close();
        var digit = Assert.Single(state.Digits);
        Assert.NotEqual(4, digit.Digit);
        Assert.Equal($"{digit.Digit}", state.Display);
    }

    [SkippableFact]
    public void Window_can_be_resized_while_the_pen_is_down()
    {
        using var window = Open();
        window.Draw(3, halfway: () => window.Resize(760, 980));
        window.Click(Widget.SaveDigit);
        window.Draw(8, halfway: () => window.Resize(1400, 820));
        window.Click(Widget.SaveDigit);
        Assert.Equal("38", window.Close().Display);
    }

    [SkippableFact]
    public void Number_written_at_once_is_saved_at_once()
    {
        using var window = Open();
        window.DrawNumber("13");
        window.Click(Widget.Times);
        window.DrawNumber("1.5");
        window.Click(Widget.EqualsKey);
        window.Press("ctrl+z");
        window.Press("ctrl+y");
        Assert.Equal(["13 × 1.5 = 19.5"], window.Close().Tape);
    }

    [SkippableFact]
    public void Point_percent_copy_and_paste_have_keys()
    {
        using var window = Open();
        window.Press("2", "0", "0", "period", "5", "plus", "1", "0", "percent", "equal");
        window.Press("ctrl+c");
        window.Press("Escape");
        window.Press("8", "minus", "ctrl+v", "Return");
        Assert.Equal(["8 − 220.55 = −212.55"], window.Close().Tape);
    }

    [SkippableFact]
    public void Everything_can_be_done_with_the_keys()
    {
        using var window = Open();
        window.Press("7", "asterisk", "8", "Return"); // = on an empty pad
        window.Press("Tab", "Tab", "Tab", "Return"); // the third button that can be pressed
        window.Press("4", "equal", "ctrl+z", "ctrl+y");
        window.Press("F1", "Escape", "p", "t", "m", "e");
        var state = window.Close();
        Assert.Equal(["7 × 8 = 56", "56 − 4 = 52"], state.Tape);
    }

    /// <summary>Keys by their numbers in X: the places of Z and Q.</summary>
    [SkippableTheory]
    [InlineData("fr", "25", "38")]
    [InlineData("de", "29", "24")]
    [InlineData("us(dvorak)", "61", "53")]
    [InlineData("ru", "52", "24")]
    [InlineData("gr", "52", "24")]
    [InlineData("ara", "52", "24")]
    [InlineData("il", "52", "24")]
    [InlineData("tr", "52", "24")]
    public void Shortcuts_go_by_the_letters_of_the_layout(string layout, string undo, string close)
    {
        using var own = new Screen();
        Skip.If(own.Lacks is not null, own.Lacks);
        own.UseLayout(layout);
        using var window = Open(own);
        window.Press("KP_7", "KP_8", $"ctrl+{undo}");
        Assert.Equal("7", window.Close(close).Display);
    }

    [SkippableFact]
    public void Replay_changes_the_size_of_the_real_window()
    {
        Skip.If(screen.Lacks is not null, screen.Lacks);
        Skip.If(!RealWindow.HasModel, NoModel);
        var folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
        try
        {
            string At(string name) => Path.Combine(folder, name);
            var recording = new Recording(1100, 700);
            recording.Add(new Typed(0, '6'), 1);
            recording.Add(new Resized(5, 600, 900, 1), 1);
            recording.Add(new PointerMoved(5, new Layout(600, 900, 1, false, 0)[Widget.Divide].Centre), 1);
            recording.Add(new PointerPressed(5.1, PointerButton.Left), 1);
            recording.Add(new PointerReleased(5.2, PointerButton.Left), 1);
            recording.Add(new Typed(60, '0'), 1);
            recording.Add(new KeyPressed(120, Key.Enter), 1);
            recording.Save(At("replay.json"));
            using var process = RealWindow.Start(
                screen, "--replay", At("replay.json"), "--screenshot", At("end.png"), "--state", At("state.json"), "--settings",
                At("none.json"));
            var told = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal("typed 6\npressed ÷\ntyped 0\n6 ÷ 0 = Can't divide by zero\n", told);
            var end = Image.Read(At("end.png"));
            Assert.Equal((600, 900), (end.Width, end.Height));
            Assert.Equal("Can't divide by zero", RealWindow.ReadState(At("state.json")).Display);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public void What_one_window_copies_another_one_pastes()
    {
        using var first = Open();
        first.Press("s", "1", "3", "asterisk", "1", "4", "equal", "Return", "ctrl+c");
        using var second = Open();
        second.Press("s", "ctrl+v", "Return");
        Assert.Equal("13×14=182", Assert.Single(second.Close().Sheet).Text);
    }

    private const string NoModel = "models/digits.safetensors is missing";

    private RealWindow Open(Screen? own = null)
    {
        Skip.If(!RealWindow.HasModel, NoModel);
        return new(own ?? screen);
    }
}
