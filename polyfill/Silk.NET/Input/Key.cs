namespace Silk.NET.Input;

/// <summary>GLFW's key codes: positions on a US keyboard, not letters.</summary>
public enum Key
{
    Unknown = -1, Space = 32, Apostrophe = 39, Comma = 44, Minus = 45, Period = 46, Slash = 47, Number0 = 48, D0 = 48, Number1 =
    49, Number2 = 50, Number3 = 51, Number4 = 52, Number5 = 53, Number6 = 54, Number7 = 55, Number8 = 56, Number9 = 57,
    Semicolon = 59, Equal = 61, A = 65, B = 66, C = 67, D = 68, E = 69, F = 70, G = 71, H = 72, I = 73, J = 74, K = 75, L = 76,
    M = 77, N = 78, O = 79, P = 80, Q = 81, R = 82, S = 83, T = 84, U = 85, V = 86, W = 87, X = 88, Y = 89, Z = 90, LeftBracket
    = 91, BackSlash = 92, RightBracket = 93, GraveAccent = 96, World1 = 161, World2 = 162, Escape = 0x100, Enter = 0x101, Tab =
    0x102, Backspace = 0x103, Insert = 0x104, Delete = 0x105, Right = 0x106, Left = 0x107, Down = 0x108, Up = 0x109, PageUp =
    0x10A, PageDown = 0x10B, Home = 0x10C, End = 0x10D, CapsLock = 0x118, ScrollLock = 0x119, NumLock = 0x11A, PrintScreen =
    0x11B, Pause = 0x11C, F1 = 0x122, F2 = 0x123, F3 = 0x124, F4 = 0x125, F5 = 0x126, F6 = 0x127, F7 = 0x128, F8 = 0x129, F9 =
    0x12A, F10 = 0x12B, F11 = 0x12C, F12 = 0x12D, F13 = 0x12E, F14 = 0x12F, F15 = 0x130, F16 = 0x131, F17 = 0x132, F18 = 0x133,
    F19 = 0x134, F20 = 0x135, F21 = 0x136, F22 = 0x137, F23 = 0x138, F24 = 0x139, F25 = 0x13A, Keypad0 = 0x140, Keypad1 = 0x141,
    Keypad2 = 0x142, Keypad3 = 0x143, Keypad4 = 0x144, Keypad5 = 0x145, Keypad6 = 0x146, Keypad7 = 0x147, Keypad8 = 0x148,
    Keypad9 = 0x149, KeypadDecimal = 0x14A, KeypadDivide = 0x14B, KeypadMultiply = 0x14C, KeypadSubtract = 0x14D, KeypadAdd =
    0x14E, KeypadEnter = 0x14F, KeypadEqual = 0x150, ShiftLeft = 0x154, ControlLeft = 0x155, AltLeft = 0x156, SuperLeft = 0x157,
    ShiftRight = 0x158, ControlRight = 0x159, AltRight = 0x15A, SuperRight = 0x15B, Menu = 0x15C,
}
