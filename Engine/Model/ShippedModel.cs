namespace GpuDigits.Engine.Model;

/// <summary>The models that come with the program.</summary>
public static class ShippedModel
{
    /// <summary>A file of the folder <c>models</c> beside the program or in a folder above it; null where there is none.</summary>
    /// <param name="name"><c>digits</c>: what the calculator reads with; <c>tutorial</c>: the network of the lesson.</param>
    public static string? Find(string name = "digits")
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string file = Path.Combine(folder, "models", name + ".safetensors");
            if (File.Exists(file)) return file;
        }

        return null;
    }
}
