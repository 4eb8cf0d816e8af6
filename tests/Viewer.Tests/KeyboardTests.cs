using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lab;
using GpuDigits.Viewer.Window;
using SilkKey = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Tests;

/// <summary>Shortcuts and digits on keyboards of all layouts and scripts.</summary>
public class KeyboardTests
{
    private const string UsRows = "qwertyuiop[]asdfghjkl;'zxcvbnm,./";

    /// <summary>What the three rows of letters write, in the order of <see cref="UsRows"/>.</summary>
    private static readonly Dictionary<string, string> Layouts = new()
    {
        ["US"] = UsRows,
        ["French AZERTY"] = "azertyuiop^$qsdfghjklmùwxcvbn,;:!",
        ["German QWERTZ"] = "qwertzuiopü+asdfghjklöäyxcvbnm,.-",
        ["Dvorak"] = "',.pyfgcrl/=aoeuidhtns-;qjkxbmwvz",
        ["Turkish"] = "qwertyuıopğüasdfghjklşizxcvbnmöç.",
        ["Russian"] = "йцукенгшщзхъфывапролджэячсмитьбю.",
        ["Greek"] = ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./",
        ["Arabic"] = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلىةوزظ",
        ["Hebrew"] = "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.",
        ["Thai"] = "ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ",
    };

    public static TheoryData<string> Names => new(Layouts.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shortcut_can_be_pressed_on_one_key_of_every_layout(string name)
    {
        var letters = new KeyLetters(key => WrittenBy(Layouts[name], key));
        foreach (var shortcut in "abcdefghijklmnopqrstuvwxyz")
        {
            var keys = Enum.GetValues<SilkKey>().Distinct().Where(key => letters.Of(key) == shortcut).ToArray();
            var key = name == "Turkish" && shortcut == 'i' ? keys[0] : Assert.Single(keys);
            // Where the layout has the letter, it is the key that writes it; else the key at its place on a US keyboard.
            var place = Layouts[name].IndexOf(shortcut);
            if (place >= 0 && name != "Turkish")
                Assert.Equal(KeyAt(place), key);
            else if (place < 0)
                Assert.Equal(SilkKey.A + (shortcut - 'a'), key);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_view_opens_with_its_letter(string name)
    {
        var letters = new KeyLetters(key => WrittenBy(Layouts[name], key));
        foreach (var (shortcut, panel) in ((char, string)[])
            [('s', "Sheet"), ('l', "Lens"), ('f', "Filter lab"), ('w', "Learning"), ('h', "Your hand")])
        {
            using var person = new Person();
            var key = Enum.GetValues<SilkKey>().First(key => letters.Of(key) == shortcut);
            var written = WrittenBy(Layouts[name], key)![0];
            person.App.Handle(new Typed(0, Characters.Meant(written, letters.Of(key))));
            Assert.Equal(panel, person.App.View.Panel?.Name);
        }
    }

    [Fact]
    public void Undo_and_close_are_where_the_layout_has_their_letters()
    {
        Assert.Equal(SilkKey.W, KeyFor("French AZERTY", 'z'));
        Assert.Equal(SilkKey.Z, KeyFor("French AZERTY", 'w'));
        Assert.Equal(SilkKey.Y, KeyFor("German QWERTZ", 'z'));
        Assert.Equal(SilkKey.X, KeyFor("Dvorak", 'q'));
        Assert.Equal(SilkKey.Z, KeyFor("Russian", 'z'));
        Assert.Equal(SilkKey.W, KeyFor("Hebrew", 'w'));

        static SilkKey KeyFor(string layout, char letter)
        {
            var letters = new KeyLetters(key => WrittenBy(Layouts[layout], key));
            return Enum.GetValues<SilkKey>().First(key => letters.Of(key) == letter);
        }
    }

    [Fact]
    public void A_layout_that_is_not_known_counts_as_a_us_keyboard()
    {
        var letters = new KeyLetters(_ => null);
        Assert.Equal('z', letters.Of(SilkKey.Z));
        Assert.Null(letters.Of(SilkKey.F1));
        Assert.Null(letters.Of(SilkKey.Unknown));
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("٠١٢٣٤٥٦٧٨٩")]
    [InlineData("۰۱۲۳۴۵۶۷۸۹")]
    [InlineData("०१२३४५६७८९")]
    [InlineData("০১২৩৪৫৬৭৮৯")]
    [InlineData("๐๑๒๓๔๕๖๗๘๙")]
    [InlineData("０１２３４５６７８９")]
    public void Digits_of_any_script_count(string digits)
    {
        using var person = new Person();
        person.Type(digits[1..]);
        person.Type(digits[..1]);
        Assert.Equal("1234567890", person.Display);
        person.Type("+" + digits[5] + "=");
        Assert.Equal("1234567895", person.Display);
        // In the lab's filter, too.
        person.Type("fi" + digits[7]);
        Assert.Equal("7", ((LabPanel)person.App.View.Panel!).Entry);
    }

    [Theory]
    [InlineData("６＊７＝", "42")]
    [InlineData("6×7=", "42")]
    [InlineData("6－7＝", "−1")]
    public void Full_width_signs_count(string typed, string shown)
    {
        using var person = new Person();
        person.Type(typed);
        Assert.Equal(shown, person.Display);
    }

    [Theory]
    [InlineData('/', 'q', '/')]
    [InlineData('\'', 'w', 'w')]
    [InlineData('é', 'e', 'é')]
    [InlineData('д', 'l', 'l')]
    [InlineData('٣', 'e', '٣')]
    [InlineData('д', null, 'д')]
    public void What_a_key_writes_counts_before_its_letter(char typed, char? letter, char meant) =>
        Assert.Equal(meant, Characters.Meant(typed, letter));

    private static SilkKey KeyAt(int place) =>
        UsRows[place] is var name && char.IsAsciiLetter(name) ? SilkKey.A + (name - 'a') : (SilkKey)name;

    private static string? WrittenBy(string layout, SilkKey key)
    {
        for (var place = 0; place < UsRows.Length; place++)
            if (KeyAt(place) == key)
                return layout[place].ToString();
        return null;
    }
}
