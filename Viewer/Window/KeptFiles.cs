using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Viewer.Window;

/// <summary>What a person at the window keeps. A place that cannot be written ends no window and loses no work.</summary>
internal static class KeptFiles
{
    /// <summary>Saves a picture of the window under a name that no file has.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="now">What the file is named after.</param>
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

    /// <summary>Makes the folder of a file, and tries whether a file can be written there.</summary>
    /// <returns>Why not; null where it can.</returns>
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

    /// <summary>Where a recording goes that cannot go where the person wanted it.</summary>
    public static string SpareRecording(DateTime now) => Path.Combine(Path.GetTempPath(), $"gpudigits-{Stamp(now)}.json");

    /// <summary>Saves a recording, in the spare place where the wanted one fails.</summary>
    /// <returns>What the person must know; null where all went well.</returns>
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
