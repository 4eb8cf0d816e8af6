using GpuDigits.Engine.Tests.House;
using GpuDigits.Pictures;

namespace GpuDigits.Engine.Tests.Pictures.Kinds;

/// <summary>
/// What becomes of each kind of picture: it is read as it is, or refused with the reason, which is in the table of docs/model-files.md.
/// </summary>
[Collection(Documented.ModelFiles)]
public sealed class PictureKindsTests
{
    private const string File = "file";

    [SkippableFact]
    public void The_page_says_which_pictures_are_read()
    {
        var rows = PictureKinds.All
            .GroupBy(kind => (kind.Format, Outcome: Outcome(kind)))
            .Select(group => $"| {group.Key.Format} | {string.Join("; ", group.Select(kind => kind.Kind))} | {group.Key.Outcome} |\n");
        const string Head = "| format | kinds | read |\n| --- | --- | --- |\n";
        Documented.Replace(Documented.ModelFiles, "pictures", Head + string.Concat(rows), nameof(PictureKindsTests));
    }

    private static string Outcome(PictureKind kind)
    {
        Image image;
        try
        {
            image = Image.Read(kind.File, File);
        }
        catch (ImageException e)
        {
            Assert.StartsWith($"{File}: ", e.Message, StringComparison.Ordinal);
            return $"refused: {e.Message[(File.Length + 2)..]}";
        }

        Assert.Equal((PictureKinds.Width, PictureKinds.Height), (image.Width, image.Height));
        var most = (from y in Enumerable.Range(0, image.Height)
                    from x in Enumerable.Range(0, image.Width)
                    let at = ((y * image.Width) + x) * image.Channels
                    select Difference(image.Pixels.AsSpan(at, image.Channels), x >= image.Width / 2, kind.IsClear)).Max();
        Assert.True(most <= 4, $"{kind.Format} {kind.Kind}: {most} levels off");
        return most == 0 ? "exactly" : $"levels at most {most} of 255 off";
    }

    /// <summary>How far a pixel is off; of one that is clear only the transparency counts.</summary>
    private static int Difference(ReadOnlySpan<byte> pixel, bool isRight, bool isClear)
    {
        var most = 0;
        for (var channel = 0; channel < pixel.Length; channel++)
        {
            var isAlpha = channel == 3;
            if (!isAlpha && isClear && isRight)
                continue;
            var expected = isAlpha ? (isClear && isRight ? 0 : 255) : isRight ? 255 : 0;
            most = Math.Max(most, Math.Abs(pixel[channel] - expected));
        }

        return most;
    }
}
