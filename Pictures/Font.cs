using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuDigits.Pictures;

/// <summary>A glyph's place in the atlas, in texels, y downwards.</summary>
public readonly record struct AtlasBox(float X, float Y, float Width, float Height);

/// <summary>A glyph in em: its box (if it has ink) relative to the pen on the baseline, y upwards, and its place in the atlas.</summary>
public readonly record struct Glyph(float Advance, float Left, float Bottom, AtlasBox Atlas)
{
    /// <summary>Whether there is anything to draw.</summary>
    public bool HasInk => Atlas.Width > 0;
}

/// <summary>
/// The one font of the window and of pictures: Inter Medium as a multi-channel signed distance field. All lengths are in em unless a size
/// is given. How it was made is in <c>eng/bake-font</c>.
/// </summary>
public sealed partial class Font
{
    private const string AtlasFile = "inter.png";

    private readonly Dictionary<char, Glyph> _glyphs = [];
    private readonly float _digitAdvance;

    private Font(FontFile file)
    {
        AtlasSize = file.Size;
        AtlasRange = file.Range;
        foreach (var g in file.Glyphs)
            _glyphs[(char)g.Code] = new(g.Advance, g.Left, g.Bottom, new(g.X, g.Y, g.Width, g.Height));
        _digitAdvance = "0123456789".Max(digit => _glyphs[digit].Advance);
        CapHeight = HeightsOf('H').Top;
    }

    /// <summary>The program's font, from the embedded metrics.</summary>
    public static Font Default { get; } = Load();

    /// <summary>Atlas pixels in one em.</summary>
    public float AtlasSize { get; }

    /// <summary>Atlas pixels over which a distance goes from 0 to 1.</summary>
    public float AtlasRange { get; }

    /// <summary>Height of a capital.</summary>
    public float CapHeight { get; }

    /// <summary>The characters that the atlas has.</summary>
    public IReadOnlyCollection<char> Characters => _glyphs.Keys;

    /// <summary>The distance-field picture. A browser's page has it as a file beside the program.</summary>
    public static Image LoadAtlas()
    {
        using var stream = Open(AtlasFile);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Image.Read(bytes, AtlasFile);
    }

    /// <summary>The glyph, or that of a question mark for a character that the atlas lacks.</summary>
    public Glyph this[char character] => _glyphs.TryGetValue(character, out var glyph) ? glyph : _glyphs['?'];

    /// <summary>How far the pen moves over a character.</summary>
    /// <param name="character">The character.</param>
    /// <param name="tabular">Whether all digits are given the width of the widest, so that changing numbers stand still.</param>
    public float Advance(char character, bool tabular) => tabular && char.IsAsciiDigit(character) ? _digitAdvance : this[character].Advance;

    /// <summary>The width of a text in pixels.</summary>
    public float Measure(ReadOnlySpan<char> text, float size, bool tabular = false)
    {
        float width = 0;
        foreach (var character in text)
            width += Advance(character, tabular);
        return width * size;
    }

    /// <summary>The lower and the upper end of a character's ink above the baseline; 0 for a character without ink.</summary>
    public (float Bottom, float Top) HeightsOf(char character)
    {
        var glyph = this[character];
        // The atlas box has half the distance ramp around the ink.
        var ramp = AtlasRange / 2 / AtlasSize;
        return glyph.HasInk ? (glyph.Bottom + ramp, glyph.Bottom + (glyph.Atlas.Height / AtlasSize) - ramp) : (0, 0);
    }

    private static Font Load()
    {
        using var stream = Open("inter.json");
        return new(JsonSerializer.Deserialize(stream, FontJson.Default.FontFile)!);
    }

    private static Stream Open(string name) =>
        typeof(Font).Assembly.GetManifestResourceStream($"font/{name}")
            ?? throw new FileNotFoundException($"The program lacks its part '{name}'.");

    private sealed record FontFile(float Size, float Range, GlyphRow[] Glyphs);

    private sealed record GlyphRow(int Code, float Advance, float X, float Y, float Width, float Height, float Left, float Bottom);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(FontFile))]
    private sealed partial class FontJson : JsonSerializerContext;
}
