using GpuDigits.Engine.Data;
using GpuDigits.Engine.Model;
using GpuDigits.Tests;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>The published page with a worker, models and pictures for tests beside it.</summary>
internal static class ServedPage
{
    public static readonly string[] Models = ["digits", "tutorial"];

    private static readonly Lazy<string> Made = new(Make);

    public static string Folder => Made.Value;

    /// <summary>The 500 digits that are compared.</summary>
    public static DigitSet Digits => MnistExcerpt.Load().Train;

    public static string ModelFile(string name) =>
        ShippedModel.Find(name) ?? throw new FileNotFoundException($"models/{name}.safetensors is missing");

    private static string Make()
    {
        var folder = Path.Combine(Sources.Root, "artifacts", "web-tests", "served");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        PublishedPage.CopyTo(folder);
        var probe = Directory.CreateDirectory(Path.Combine(folder, "probe")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Browser", "probe-worker.js"), Path.Combine(probe, "worker.js"));
        File.WriteAllBytes(Path.Combine(probe, "pictures"), Digits.Images);
        foreach (var model in Models)
            File.Copy(ModelFile(model), Path.Combine(probe, model));
        return folder;
    }
}
