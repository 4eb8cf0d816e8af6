using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Replay;
using GpuDigits.Viewer.Window;

namespace GpuDigits.Viewer.Tests;

/// <summary>Pictures and recordings that cannot go where they should end no window and lose no work.</summary>
public sealed class KeptFilesTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 28, 12, 0, 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    [Fact]
    public void Pictures_of_one_second_are_all_kept_and_told_with_their_paths()
    {
        for (var i = 1; i <= 3; i++)
        {
            var (notice, isError) = KeptFiles.KeepPicture(_folder, Noon, Picture(i));
            Assert.False(isError);
            Assert.EndsWith(Path.Combine(_folder, i == 1 ? "gpudigits-20261128-120000.png" : $"gpudigits-20261128-120000-{i}.png"), notice,
                StringComparison.Ordinal);
        }
        Assert.Equal([1, 2, 3], Directory.GetFiles(_folder).Order().Select(file => (int)Image.Read(file).Pixels[0]).Order());
    }

    [Fact]
    public void A_picture_that_cannot_be_kept_is_a_notice()
    {
        File.WriteAllText(At("file"), "");
        foreach (var place in (string[])["missing", "file"])
        {
            var (notice, isError) = KeptFiles.KeepPicture(At(place), Noon, Picture(1));
            Assert.True(isError);
            Assert.StartsWith("No picture kept: ", notice, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', notice);
        }
    }

    [Fact]
    public void A_notice_shows_until_the_next_key()
    {
        using var person = new Person();
        person.App.Notify("Picture kept: somewhere");
        Assert.Equal(("Picture kept: somewhere", false), (person.App.View.Hint, person.App.View.HintIsError));
        person.App.Notify("No picture kept", isError: true);
        Assert.Equal(("No picture kept", true), (person.App.View.Hint, person.App.View.HintIsError));
        person.Type("1");
        Assert.Equal(("", false), (person.App.View.Hint, person.App.View.HintIsError));
    }

    [Fact]
    public void A_recording_makes_its_folder()
    {
        Assert.Null(KeptFiles.WhyNotWritable(At("new/folder/a.json")));
        Assert.Null(KeptFiles.Keep(Recorded(), At("new/folder/a.json"), At("spare.json")));
        Assert.Equal(1, Recording.Load(At("new/folder/a.json")).Count);
        Assert.Single(Directory.GetFiles(At("new/folder")));
        Assert.False(File.Exists(At("spare.json")));
    }

    [Fact]
    public void A_recording_that_cannot_go_where_it_should_goes_to_the_spare_place()
    {
        File.WriteAllText(At("file"), "");
        foreach (var place in (string[])["file/a.json", "."])
        {
            Assert.NotNull(KeptFiles.WhyNotWritable(At(place)));
            var problem = KeptFiles.Keep(Recorded(), At(place), At("spare.json"));
            Assert.EndsWith(At("spare.json"), problem, StringComparison.Ordinal);
            Assert.Equal(1, Recording.Load(At("spare.json")).Count);
            File.Delete(At("spare.json"));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Recording Recorded()
    {
        var recording = new Recording(100, 100);
        recording.Add(new Typed(0, '7'), 1);
        return recording;
    }

    private static Image Picture(int grey) => new(1, 1, 4, [(byte)grey, (byte)grey, (byte)grey, 255]);
}
