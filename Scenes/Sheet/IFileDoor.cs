namespace GpuDigits.Scenes.Sheet;

/// <summary>A browser's way for files: it asks the person for them, and puts them among the downloads.</summary>
internal interface IFileDoor
{
    void Give(string name, byte[] content);

    /// <summary>Lets the person choose a sheet or a photograph, which is opened later.</summary>
    void Ask();

    /// <summary>Lets the person choose or take a photograph, whose writing is put on the sheet later.</summary>
    void AskForPhotograph();
}
