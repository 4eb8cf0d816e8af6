using System.Collections.Immutable;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Ui;

/// <summary>The kind of button of a widget.</summary>
internal enum Role { Primary, Operator, Key, Quiet }

/// <summary>A button's colours: its face in four states, its text, and its outline.</summary>
internal sealed record ButtonLook(Rgba Normal, Rgba Hover, Rgba Pressed, Rgba Disabled, Rgba Text, Rgba DisabledText, Rgba Edge);

/// <summary>Every colour of the program. There are two themes, and no colour is named anywhere else.</summary>
internal sealed record Theme
{
    public required string Name { get; init; }
    public required Rgba Background { get; init; }
    public required Rgba Card { get; init; }
    public required Rgba CardEdge { get; init; }
    public required Rgba Shadow { get; init; }
    public required Rgba Text { get; init; }
    public required Rgba DimText { get; init; }
    public required Rgba Accent { get; init; }
    public required Rgba Error { get; init; }
    /// <summary>An uncertain reading.</summary>
    public required Rgba Unsure { get; init; }
    public required Rgba Ink { get; init; }
    public required Rgba Pad { get; init; }
    /// <summary>The dots of the sheet's paper.</summary>
    public required Rgba Grid { get; init; }
    public required Rgba BarTrack { get; init; }
    public required Rgba Bar { get; init; }
    public required Rgba Focus { get; init; }

    /// <summary>
    /// The lowest and the highest value of a tile in grey; the same in both themes, because the lesson calls them black and white.
    /// </summary>
    public Rgba Lowest { get; } = Rgba.Hex(0x000000);
    public Rgba Highest { get; } = Rgba.Hex(0xFFFFFF);

    /// <summary>Values below and above zero in two colours, and the grey level of zero.</summary>
    public required Rgba Negative { get; init; }
    public required Rgba Positive { get; init; }
    public required float Zero { get; init; }
    /// <summary>Colours that tell neighbours apart: the symbols of a calculation, in turn.</summary>
    public required ImmutableArray<Rgba> Series { get; init; }

    public required ButtonLook Primary { get; init; }
    public required ButtonLook Operator { get; init; }
    public required ButtonLook Key { get; init; }
    public required ButtonLook Quiet { get; init; }

    public ButtonLook this[Role role] => role switch
    {
        Role.Primary => Primary,
        Role.Operator => Operator,
        Role.Key => Key,
        _ => Quiet,
    };

    public static Theme Dark { get; } = new()
    {
        Name = "dark",
        Background = Rgba.Hex(0x101216),
        Card = Rgba.Hex(0x181B21),
        CardEdge = Rgba.Hex(0x262A33),
        Shadow = Rgba.Hex(0x000000).WithAlpha(0.35f),
        Text = Rgba.Hex(0xEDEFF3),
        DimText = Rgba.Hex(0x9AA3B2),
        Accent = Rgba.Hex(0x7AA7FF),
        Error = Rgba.Hex(0xFF9A8F),
        Unsure = Rgba.Hex(0xF0B866),
        Ink = Rgba.Hex(0xF4F5F7),
        Pad = Rgba.Hex(0x1B1E25),
        Grid = Rgba.Hex(0x343945),
        BarTrack = Rgba.Hex(0x242831),
        Bar = Rgba.Hex(0x596273),
        Focus = Rgba.Hex(0xA9C6FF),
        Negative = Rgba.Hex(0x4E9BF5),
        Positive = Rgba.Hex(0xFF9B45),
        Zero = 0.07f,
        Series =
        [
            Rgba.Hex(0x7AA7FF), Rgba.Hex(0xF0B866), Rgba.Hex(0x7FD1AE), Rgba.Hex(0xF28BA8), Rgba.Hex(0xB79CFF), Rgba.Hex(0x6CC7E0),
        ],
        Primary = new(
            Rgba.Hex(0x7AA7FF), Rgba.Hex(0x8FB5FF), Rgba.Hex(0x6A98F2), Rgba.Hex(0x262B36),
            Rgba.Hex(0x0C1424), Rgba.Hex(0x7D8696), Rgba.Clear),
        Operator = new(
            Rgba.Hex(0x263046), Rgba.Hex(0x2F3B56), Rgba.Hex(0x212A3D), Rgba.Hex(0x1E222A),
            Rgba.Hex(0xA9C6FF), Rgba.Hex(0x7D8696), Rgba.Clear),
        Key = new(
            Rgba.Hex(0x262A33), Rgba.Hex(0x30353F), Rgba.Hex(0x20242C), Rgba.Hex(0x1E2128),
            Rgba.Hex(0xEDEFF3), Rgba.Hex(0x7D8696), Rgba.Clear),
        Quiet = new(
            Rgba.Hex(0x101216), Rgba.Hex(0x21252D), Rgba.Hex(0x1B1E25), Rgba.Hex(0x101216),
            Rgba.Hex(0xB4BCC9), Rgba.Hex(0x6E7685), Rgba.Clear),
    };

    public static Theme Light { get; } = new()
    {
        Name = "light",
        Background = Rgba.Hex(0xF3F4F7),
        Card = Rgba.Hex(0xFFFFFF),
        CardEdge = Rgba.Hex(0xE0E3EA),
        Shadow = Rgba.Hex(0x2A3350).WithAlpha(0.10f),
        Text = Rgba.Hex(0x171A21),
        DimText = Rgba.Hex(0x5C6473),
        Accent = Rgba.Hex(0x2F5FD0),
        Error = Rgba.Hex(0xB3261E),
        Unsure = Rgba.Hex(0x9A5B00),
        Ink = Rgba.Hex(0x1B2030),
        Pad = Rgba.Hex(0xFFFFFF),
        Grid = Rgba.Hex(0xD3D8E2),
        BarTrack = Rgba.Hex(0xECEEF3),
        Bar = Rgba.Hex(0xA9B1C0),
        Focus = Rgba.Hex(0x2F5FD0),
        Negative = Rgba.Hex(0x145CB0),
        Positive = Rgba.Hex(0xBC4C08),
        Zero = 0.97f,
        Series =
        [
            Rgba.Hex(0x2F5FD0), Rgba.Hex(0x9A5B00), Rgba.Hex(0x1E7A4F), Rgba.Hex(0xB8305F), Rgba.Hex(0x6B3FC9), Rgba.Hex(0x0B7285),
        ],
        Primary = new(
            Rgba.Hex(0x2F5FD0), Rgba.Hex(0x3C6BDA), Rgba.Hex(0x2752BA), Rgba.Hex(0xE6E9F0),
            Rgba.Hex(0xFFFFFF), Rgba.Hex(0x747C8B), Rgba.Clear),
        Operator = new(
            Rgba.Hex(0xE3EAFB), Rgba.Hex(0xD7E2FA), Rgba.Hex(0xCBD9F8), Rgba.Hex(0xEDEFF3),
            Rgba.Hex(0x234BAA), Rgba.Hex(0x747C8B), Rgba.Clear),
        Key = new(
            Rgba.Hex(0xFFFFFF), Rgba.Hex(0xF7F8FA), Rgba.Hex(0xECEEF3), Rgba.Hex(0xF1F2F5),
            Rgba.Hex(0x171A21), Rgba.Hex(0x747C8B), Rgba.Hex(0xD5D9E2)),
        Quiet = new(
            Rgba.Hex(0xF3F4F7), Rgba.Hex(0xE6E9EF), Rgba.Hex(0xDCE0E8), Rgba.Hex(0xF3F4F7),
            Rgba.Hex(0x4B5362), Rgba.Hex(0x8C93A1), Rgba.Clear),
    };
}
