using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Web;

/// <inheritdoc/>
internal sealed class Downloads : IFileDoor
{
    public void Give(string name, byte[] content) => Browser.Download(name, content);

    public void Ask() => Browser.ChooseFile(".digits,image/*");

    public void AskForPhotograph() => Browser.ChooseFile("image/*");
}
