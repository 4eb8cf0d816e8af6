namespace GpuDigits.Scenes.Ui;

/// <summary>The arrangement of pad, calculator and panel in the window.</summary>
internal enum Arrangement
{
    /// <summary>The pad, and the calculator's display and keys.</summary>
    Calculator,

    /// <summary>The pad with the display and the reading above and below it, and a panel beside them.</summary>
    Beside,

    /// <summary>A small pad with a part of the panel below it, and the panel beside them.</summary>
    Full,

    /// <summary>A panel alone: no pad and no calculator. The panel takes the whole window below the tabs and its tools.</summary>
    Alone,
}
