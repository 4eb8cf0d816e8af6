using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Tools;

namespace GpuDigits.MutationScore;

/// <summary>The committed scores, one for each folder that was measured.</summary>
internal static class ScoreFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static Score[] Read(string path) => File.Exists(path)
        ? Tool.Parse(path, text => JsonSerializer.Deserialize<Score[]>(text, Options) ?? [])
        : [];

    /// <summary>Puts a folder's score in place of the one before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="score">The score.</param>
    /// <param name="folders">The folders in their order.</param>
    public static void Put(string path, Score score, IEnumerable<SourceFolder> folders)
    {
        Score[] others = [.. Read(path).Where(other => other.Folder != score.Folder), score];
        Score[] inOrder = [.. from folder in folders from one in others where one.Folder == folder.Name select one];
        File.WriteAllText(path, JsonSerializer.Serialize(inOrder, Options).ReplaceLineEndings("\n") + "\n");
    }
}
