using System.Diagnostics;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>
/// What goes wrong around a window ends it in one line, whichever package it comes from. The stand-in behaves as the real package does: an
/// exception that leaves its loop or a native event aborts the process.
/// </summary>
public sealed class WindowFaultTests(Screen screen) : IClassFixture<Screen>
{
    private const string Name = "^GpuDigits$";

    [SkippableTheory]
    [InlineData("render")]
    [InlineData("event")]
    [InlineData("opened")]
    [InlineData("repaint")]
    public void A_failure_anywhere_closes_the_window_and_is_told_in_one_line(string place)
    {
        using var window = new Running(screen, place);
        if (place == "event")
        {
            // The events go on after the first failed one. A repaint comes from within DoEvents, by itself, when the window appears.
            window.WaitUntilIdle();
            screen.Do("key", "--delay", "0", "Tab", "Tab", "Tab");
        }
        Assert.Equal((1, $"gpudigits-viewer: {FaultyWindow.Reason}"), window.WaitForEnd());
    }

    [SkippableFact]
    public void Events_that_change_nothing_draw_nothing()
    {
        using var window = new Running(screen, "nowhere");
        var id = window.WaitUntilIdle();
        var frames = window.Frames;
        for (var i = 0; i < 10; i++)
            screen.Do("windowmove", id, $"{60 + 3 * i}", "70", "sleep", "0.02", "key", "F9");
        Assert.Equal(frames, window.WaitUntilIdle(id).Frames);
        window.AssertRuns();
    }

    /// <summary>Under Wayland each frame that is shown wakes the loop once more, so that drawing can feed itself.</summary>
    [SkippableFact]
    public void An_idle_window_under_Wayland_draws_nothing()
    {
        using var wayland = new WaylandScreen();
        using var window = new Running(wayland);
        window.WaitUntilShown();
        Thread.Sleep(3000); // The network becomes ready, the desktop tells sizes.
        var frames = window.Frames;
        Thread.Sleep(10_000);
        Assert.Equal(frames, window.Frames);
        window.AssertRuns();
    }

    [SkippableFact]
    public void A_repaint_that_the_system_asks_for_is_drawn()
    {
        using var window = new Running(screen, "nowhere");
        var id = window.WaitUntilIdle();
        var frames = window.Frames;
        screen.Do("windowunmap", id, "sleep", "0.2", "windowmap", id);
        Assert.True(window.WaitUntilIdle(id).Frames > frames);
    }

    [SkippableTheory]
    [InlineData("MESA_GL_VERSION_OVERRIDE", "2.1")]
    [InlineData("LIBGL_DRIVERS_PATH", "/nonexistent")]
    public void Without_OpenGL_3_3_the_reason_is_told_in_one_line(string variable, string value)
    {
        using var window = new Running(screen, "nowhere", (variable, value));
        var (code, complaint) = window.WaitForEnd();
        Assert.Equal(3, code);
        Assert.Contains("libgl1-mesa-dri", complaint, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void F11_fills_the_screen_and_gives_it_back()
    {
        using var window = new Running(screen, "nowhere");
        var id = window.WaitUntilIdle();
        var size = SizeOf(id);
        screen.Do("key", "F11");
        Assert.True(SpinWait.SpinUntil(() => SizeOf(id) != size, Running.Patience));
        Assert.Equal(Sizes("getdisplaygeometry"), SizeOf(id));
        screen.Do("key", "F11");
        Assert.True(SpinWait.SpinUntil(() => SizeOf(id) == size, Running.Patience));
    }

    [SkippableFact]
    public void Ctrl_plus_and_minus_scale_the_window_and_Ctrl_0_gives_the_usual_size()
    {
        using var window = new Running(screen, "nowhere");
        var id = window.WaitUntilIdle();
        var steps = ((string, (int, int))[])
        [
            ("ctrl+plus", (1210, 770)), ("ctrl+equal", (1375, 875)), ("ctrl+KP_Subtract", (1210, 770)), ("ctrl+0", (1100, 700)),
            ("ctrl+minus", (990, 630)), ("ctrl+KP_Add", (1100, 700)),
        ];
        foreach (var (keys, size) in steps)
        {
            screen.Do("key", keys);
            Assert.True(SpinWait.SpinUntil(() => SizeOf(id) == size, Running.Patience), $"{keys}: {SizeOf(id)} in the place of {size}");
        }
    }

    [SkippableFact]
    public void A_dense_screen_gets_a_window_of_more_pixels()
    {
        using var dense = new Screen(dotsPerInch: 144);
        using var window = new Running(dense, "nowhere");
        var id = window.WaitUntilIdle();
        Assert.Equal((1600, 1050), SizeOf(id, dense)); // 1650 are too wide for this screen
    }

    [SkippableFact]
    public void The_window_has_an_icon()
    {
        using var window = new Running(screen, "nowhere");
        Assert.True(X11.HasProperty(screen.Name, nint.Parse(window.WaitUntilIdle(), null), "_NET_WM_ICON"));
    }

    private (int, int) SizeOf(string id, Screen? where = null)
    {
        // Window 42 / Position: 50,50 (screen: 0) / Geometry: 1100x700
        var told = (where ?? screen).Do("getwindowgeometry", id).Split('\n')[^1].Split(':')[1].Split('x');
        return (int.Parse(told[0], null), int.Parse(told[1], null));
    }

    private (int, int) Sizes(string question)
    {
        var told = screen.Do(question).Split(' ');
        return (int.Parse(told[0], null), int.Parse(told[1], null));
    }

    /// <summary>The program of <see cref="FaultyWindow"/> on a screen.</summary>
    private sealed class Running : IDisposable
    {
        public const int Patience = 60_000;

        private readonly Screen? _screen;
        private readonly Process _process;
        private int _frames;

        public Running(Screen screen, string place, params (string Name, string? Value)[] variables)
            : this(screen.Lacks, place,
                [("DISPLAY", screen.Lacks is null ? screen.Name : null), ("WAYLAND_DISPLAY", null), .. variables]) => _screen = screen;

        public Running(WaylandScreen screen) : this(screen.Lacks, "nowhere", screen.Variables)
        {
        }

        private Running(string? lacks, string place, (string Name, string? Value)[] variables)
        {
            Skip.If(lacks is not null, lacks);
            string[] all = [typeof(FaultyWindow).Assembly.Location, place];
            var start = new ProcessStartInfo("dotnet", all) { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var (name, value) in variables)
                start.Environment[name] = value;
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) =>
            {
                if (line.Data is not null)
                    Interlocked.Increment(ref _frames);
            };
            _process.BeginOutputReadLine();
        }

        public int Frames => Volatile.Read(ref _frames);

        /// <summary>Waits until the window has shown itself and no further frame comes for a while.</summary>
        /// <returns>The window's number.</returns>
        public string WaitUntilIdle()
        {
            WaitUntilShown();
            var id = _screen!.Do("search", "--onlyvisible", "--name", Name);
            WaitUntilIdle(id);
            return id;
        }

        /// <inheritdoc cref="WaitUntilIdle()"/>
        public Running WaitUntilIdle(string id)
        {
            for (var before = -1; before != Frames; Thread.Sleep(1500))
                before = Frames;
            _screen!.Do("windowfocus", id);
            return this;
        }

        public void WaitUntilShown()
        {
            Assert.True(SpinWait.SpinUntil(() => Frames > 0 || _process.HasExited, Patience), "the window does not open");
            AssertRuns();
        }

        /// <summary>A window that has closed draws nothing, either.</summary>
        public void AssertRuns() => Assert.False(_process.HasExited, "the window closes by itself");

        /// <returns>The exit code and what was said on standard error.</returns>
        public (int Code, string Complaint) WaitForEnd()
        {
            var complaint = _process.StandardError.ReadToEndAsync();
            Assert.True(_process.WaitForExit(Patience), "the program does not end");
            return (_process.ExitCode, complaint.Result.TrimEnd());
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
