using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>Which command a typed character means.</summary>
public sealed class CharactersTests
{
    [Theory]
    [InlineData('a', 'a')]
    [InlineData('Z', 'z')]
    [InlineData('É', 'é')]
    [InlineData('！', '!')]
    [InlineData('～', '~')]
    [InlineData('Ａ', 'a')]
    [InlineData('ｚ', 'z')]
    [InlineData('７', '7')]
    [InlineData('٧', '7')]
    [InlineData('०', '0')]
    [InlineData('İ', 'i')]
    [InlineData('ı', 'i')]
    [InlineData('٫', '.')]
    [InlineData('。', '.')]
    [InlineData('،', ',')]
    [InlineData('٪', '%')]
    [InlineData('Ḁ', 'ḁ')]
    [InlineData('Д', 'Д')]
    [InlineData('Σ', 'Σ')]
    [InlineData('Ɏ', 'ɏ')]
    [InlineData('\uFF00', '\uFF00')]
    [InlineData('｟', '｟')]
    [InlineData('½', '½')]
    [InlineData(' ', ' ')]
    public void A_character_of_any_keyboard_becomes_the_plain_one(char typed, char plain) => Assert.Equal(plain, Characters.Plain(typed));

    [Theory]
    [InlineData('a', true)]
    [InlineData('é', true)]
    [InlineData('ɏ', true)]
    [InlineData('Ḁ', true)]
    [InlineData('ỿ', true)]
    [InlineData('ɐ', false)]
    [InlineData('Ἀ', false)]
    [InlineData('д', false)]
    [InlineData('7', false)]
    [InlineData('+', false)]
    public void Latin_letters_are_known_with_their_accents(char character, bool isLatin) =>
        Assert.Equal(isLatin, Characters.IsLatin(character));

    [Theory]
    [InlineData('ф', 'a', 'a')]
    [InlineData('q', 'a', 'q')]
    [InlineData('5', 'a', '5')]
    [InlineData('+', 'a', '+')]
    [InlineData('×', 'a', '×')]
    [InlineData('-', 'a', '-')]
    [InlineData('*', 'a', '*')]
    [InlineData('/', 'a', '/')]
    [InlineData(':', 'a', ':')]
    [InlineData('?', 'a', '?')]
    [InlineData('.', 'a', '.')]
    [InlineData(',', 'a', ',')]
    [InlineData('%', 'a', '%')]
    [InlineData('٪', 'a', '٪')]
    [InlineData(';', 'q', 'q')]
    [InlineData('!', null, '!')]
    public void A_sign_stays_a_sign_where_its_key_has_a_letter_too(char typed, char? letter, char meant) =>
        Assert.Equal(meant, Characters.Meant(typed, letter));
}
