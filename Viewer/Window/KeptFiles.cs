using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Viewer.Window;

/// <summary>Files that the window stores for a person. If a place cannot be written, the window stays open and no work is lost.</summary>
internal static class KeptFiles
{
    /// <summary>Saves a picture of the window under a name that no file has.</summary>
    /// <param name="folder">The folder to write to.</param>
    /// <param name="now">The time for the file's name.</param>
    /// <param name="picture">The picture.</param>
    /// <returns>The notice for the person: the path, or why there is none.</returns>
    public static (string Notice, bool IsError) KeepPicture(string folder, DateTime now, Image picture)
    {
        try
        {
            var stem = Path.GetFullPath(Path.Combine(folder, $"gpudigits-{Stamp(now)}"));
            var path = stem + ".png";
            for (var number = 2; Path.Exists(path); number++)
                path = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}.png");
            Png.Save(path, picture);
            return ($"Picture kept: {path}", false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ($"No picture kept: {e.Message.ReplaceLineEndings(" ")}", true);
        }
    }

    /// <summary>Creates the folder of a file, and tests whether a file can be written there.</summary>
    /// <returns>The reason if it cannot; otherwise null.</returns>
    public static string? WhyNotWritable(string path)
    {
        try
        {
            AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.Check(path);
            return null;
        }
        catch (IOException e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>The place of a recording that cannot be written to the requested file.</summary>
    public static string SpareRecording(DateTime now) => Path.Combine(Path.GetTempPath(), $"gpudigits-{Stamp(now)}.json");

    /// <summary>Saves a recording, in the spare place if the requested one fails.</summary>
    /// <returns>The message for the person; null if there was no problem.</returns>
    /// <exception cref="IOException">The spare place cannot be written either.</exception>
    public static string? Keep(Recording recording, string wanted, string spare)
    {
        try
        {
            recording.Save(wanted);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            recording.Save(spare);
            return $"{e.Message.ReplaceLineEndings(" ")}. The recording is in {spare}";
        }
    }

    private static string Stamp(DateTime now) => now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
}
