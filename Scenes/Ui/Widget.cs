namespace GpuDigits.Scenes.Ui;

/// <summary>Everything that can be pressed, in the order in which Tab goes through it.</summary>
internal enum Widget
{
    None,
    SaveDigit,
    WrongDigit,
    Plus,
    Minus,
    Times,
    Divide,
    Negate,
    Point,
    Percent,
    EqualsKey,
    Reset,
    FirstAlternative,
    SecondAlternative,
    Undo,
    Redo,
    ClearPad,
    Eraser,
    Loop,
    Menu,
    Pen,
    Theme,
    Mirror,
    Help,
    /// <summary>The first of the tabs; the others follow it, up to <see cref="Widgets.Tabs"/>.</summary>
    Tab,
    /// <summary>The newest line of the tape; older ones follow it upwards, up to <see cref="Widgets.TapeRows"/>.</summary>
    TapeRow = Tab + Widgets.Tabs,
}

/// <summary>Properties of the widgets that do not depend on their place.</summary>
internal static class Widgets
{
    /// <summary>The largest number of visible lines of the tape.</summary>
    public const int TapeRows = 12;

    /// <summary>Number of tabs: the calculator's and the panels'.</summary>
    public const int Tabs = 6;

    /// <summary>One more than the last widget.</summary>
    public const int Count = (int)Widget.TapeRow + TapeRows;

    public static Widget Tape(int fromNewest) => Widget.TapeRow + fromNewest;

    public static Widget TabOf(int index) => Widget.Tab + index;

    /// <summary>Whether only a panel that is alone in the window has it.</summary>
    public static bool IsOfPanel(this Widget widget) => widget is Widget.Eraser or Widget.Loop or Widget.Menu;

    public static bool IsTab(this Widget widget) => widget is >= Widget.Tab and < Widget.TapeRow;

    public static bool IsTape(this Widget widget) => widget >= Widget.TapeRow;

    public static Role RoleOf(Widget widget) => widget switch
    {
        Widget.SaveDigit => Role.Primary,
        Widget.Plus or Widget.Minus or Widget.Times or Widget.Divide or Widget.Negate or Widget.Point or Widget.Percent
            or Widget.EqualsKey => Role.Operator,
        Widget.WrongDigit or Widget.Reset or Widget.FirstAlternative or Widget.SecondAlternative => Role.Key,
        _ => Role.Quiet,
    };

    /// <summary>The text on <see cref="Widget.SaveDigit"/> while a number is on the pad.</summary>
    public const string SaveNumber = "Save";

    /// <summary>The text on it; empty if it has an icon.</summary>
    public static string Label(Widget widget) => widget switch
    {
        Widget.SaveDigit => "Save digit",
        Widget.WrongDigit => "Wrong digit",
        Widget.Plus => "+",
        Widget.Minus => "−",
        Widget.Times => "×",
        Widget.Divide => "÷",
        Widget.Negate => "±",
        Widget.Point => ".",
        Widget.Percent => "%",
        Widget.EqualsKey => "=",
        Widget.Reset => "Reset",
        _ => "",
    };

    /// <summary>Its action and its key, shown while the pointer is on it or it has the focus.</summary>
    public static string Hint(Widget widget) => widget switch
    {
        Widget.SaveDigit => "Take the digit into the number · Enter",
        Widget.WrongDigit => "Take the last digit back · Backspace",
        Widget.Plus => "Add · +",
        Widget.Minus => "Subtract · −",
        Widget.Times => "Multiply · *",
        Widget.Divide => "Divide · /",
        Widget.Negate => "Change the sign · N",
        Widget.Point => "Decimal point · . or ,",
        Widget.Percent => "Percent · %",
        Widget.EqualsKey => "Work it out · =",
        Widget.Reset => "Start anew · Esc",
        Widget.FirstAlternative or Widget.SecondAlternative => "It is this digit · 0 – 9",
        Widget.Undo => "Undo · Ctrl+Z",
        Widget.Redo => "Redo · Ctrl+Y",
        Widget.ClearPad => "Clear all · Del",
        Widget.Eraser => "Erase · E, or the right button",
        Widget.Loop => "Select: draw around it · O",
        Widget.Menu => "Save, open, copy the sheet · Ctrl+S, Ctrl+O, Ctrl+C",
        Widget.Pen => "Fine, medium or broad pen · P",
        Widget.Theme => "Dark or light · T",
        Widget.Mirror => "Pad left or right · M",
        Widget.Help => "Keys · F1",
        _ when widget.IsTape() => "Use this result, Ctrl+C copies it · Enter",
        _ => "",
    };
}
