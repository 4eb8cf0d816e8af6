namespace GpuDigits.Engine.Model;

/// <summary>The model that comes with the program.</summary>
public static class ShippedModel
{
    /// <summary><c>models/digits.safetensors</c> beside the program or in a folder above it; null where there is none.</summary>
    public static string? Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string file = Path.Combine(folder, "models", "digits.safetensors");
            if (File.Exists(file)) return file;
        }

        return null;
    }
}
