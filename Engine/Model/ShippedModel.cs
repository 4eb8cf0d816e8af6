namespace GpuDigits.Engine.Model;

/// <summary>The models that come with the program.</summary>
public static class ShippedModel
{
    /// <summary>Path of a file in the folder <c>models</c> next to the program or in a parent folder; null if there is none.</summary>
    /// <param name="name"><c>digits</c>: the calculator's network; <c>symbols</c>: those that read calculations; <c>tutorial</c>: the
    /// tutorial's network, which packages do not have.</param>
    public static string? Find(string name = "digits")
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var file = Path.Combine(folder, "models", name + ".safetensors");
            if (File.Exists(file))
                return file;
        }

        return null;
    }
}
