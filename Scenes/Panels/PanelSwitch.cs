using System.Collections.Immutable;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Panels;

/// <summary>
/// All panels, and the open one with its arrangement. Tab 0 is the calculator, the others are the panels.
/// </summary>
internal sealed class PanelSwitch
{
    private int _arrangement;

    /// <param name="panels">At most as many as there are tabs beside the calculator's.</param>
    public PanelSwitch(params Panel[] panels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(panels.Length, Widgets.Tabs - 1);
        All = [.. panels];
        Names = ["Calculator", .. panels.Select(panel => panel.Name)];
    }

    /// <summary>The open panel or its arrangement is about to change: what is drawn and pressed beside it ends.</summary>
    public event Action? Changing;

    public ImmutableArray<Panel> All { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The open panel; null if only the calculator is shown.</summary>
    public Panel? Open { get; private set; }

    public int OpenTab => Open is null ? 0 : 1 + All.Index().First(panel => panel.Item == Open).Index;

    public Arrangement Arrangement => Open?.Arrangements[_arrangement] ?? Arrangement.Calculator;

    /// <summary>The name of a tab and the key that opens it.</summary>
    public string HintOf(int tab) => tab == 0 ? $"{Names[0]} · Esc" : $"{Names[tab]} · {char.ToUpperInvariant(All[tab - 1].Key)}";

    /// <summary>Opens the panel of a letter, or selects its next step (<see cref="Panel.Key"/>). Returns whether there is one.</summary>
    public bool Press(char key)
    {
        if (All.FirstOrDefault(panel => panel.Key == key) is not { } pressed)
            return false;
        if (pressed != Open)
            Change(pressed);
        else if (_arrangement + 1 < pressed.Arrangements.Count)
            Change(pressed, _arrangement + 1);
        else
            Close();
        return true;
    }

    public void Choose(int tab) => Change(tab == 0 ? null : All[tab - 1]);

    public void Show(Panel panel) => Change(panel);

    public void Close() => Change(null);

    private void Change(Panel? panel, int arrangement = 0)
    {
        if (panel == Open && arrangement <= _arrangement)
            return;
        Changing?.Invoke();
        var before = Open;
        if (panel != before)
            before?.Closed();
        (Open, _arrangement) = (panel, arrangement);
        if (panel != before)
            panel?.Opened();
    }
}
