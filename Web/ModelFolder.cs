namespace GpuDigits.Web;

/// <summary>Where the program looks for models (<see cref="Engine.Model.ShippedModel"/>), in the runtime's file system.</summary>
internal static class ModelFolder
{
    public static void Take(string name, byte[] content)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name), content);
    }
}
