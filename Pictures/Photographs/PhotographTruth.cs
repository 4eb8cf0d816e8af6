using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;

namespace GpuDigits.Pictures.Photographs;

/// <summary>What stands on a photograph: one of the three kinds of writing that are read in their own way.</summary>
public enum PhotographKind
{
    /// <summary>One digit.</summary>
    Digit,

    /// <summary>A number of several digits.</summary>
    Number,

    /// <summary>A whole calculation.</summary>
    Calculation,
}

/// <summary>What happened to a photograph, and how strongly: 0 is not at all, 1 is as much as a person can still read.</summary>
public readonly record struct PhotographDamage(string Name, float Strength);

/// <summary>
/// A photograph and what is written on it: one line of a set's truth,
/// <c>{"file":"photo-0001.jpg","kind":"digit","text":"7","damage":"shadow","damages":[{"name":"shadow","strength":0.62},…]}</c>.
/// </summary>
/// <param name="File">Its name in the folder of the set.</param>
/// <param name="Kind">What stands on it.</param>
/// <param name="Text">The writing, as <c>read --json</c> prints it and as <see cref="CalculationFile"/> has it.</param>
/// <param name="Damage">The damage that it was made for.</param>
/// <param name="Damages">All of them, the main one first.</param>
public sealed record PhotographTruth(
    string File, PhotographKind Kind, string Text, string Damage, ImmutableArray<PhotographDamage> Damages)
{
    /// <summary>The file of a set that holds these lines.</summary>
    public const string FileName = "truth.jsonl";

    /// <summary>Reads the truth of a set.</summary>
    /// <param name="folder">The folder of the set.</param>
    /// <exception cref="InkException">There is no truth in the folder, the set was not finished, or a line is invalid.</exception>
    public static ImmutableArray<PhotographTruth> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return [.. InkLines.Read(path, Parse, "photograph")];
        }
        catch (InkException) when (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            throw new InkException(folder, 0, "the photographs were not all rendered; run gpudigits data photos again");
        }
    }

    /// <summary>Writes the truth of a set, all of it or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static void Write(string folder, IEnumerable<PhotographTruth> photographs) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            foreach (var one in photographs)
            {
                using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                    one.Write(json);
                stream.Write("\n"u8);
            }
        });

    private static PhotographTruth Parse(JsonElement root)
    {
        InkLines.Require(root.ValueKind == JsonValueKind.Object, "expected an object, {\"file\":…}.");
        string file = InkLines.Text(root, "file"), kind = InkLines.Text(root, "kind");
        InkLines.Require(
            file.Length > 0 && file == Path.GetFileName(file), "\"file\" must be the name of a file in the same folder.");
        InkLines.Require(
            Enum.TryParse<PhotographKind>(kind, ignoreCase: true, out var known) && !char.IsAsciiDigit(kind[0]),
            "\"kind\" must be digit, number or calculation.");
        var text = InkLines.Text(root, "text");
        InkLines.Require(text.Length > 0, "\"text\" must not be empty.");
        InkLines.Require(
            known != PhotographKind.Digit || (text.Length == 1 && char.IsAsciiDigit(text[0])), "the \"text\" of a digit must be 0 to 9.");
        var damages = ImmutableArray.CreateBuilder<PhotographDamage>();
        if (root.TryGetProperty("damages", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in list.EnumerateArray())
            {
                InkLines.Require(
                    one.ValueKind == JsonValueKind.Object && one.TryGetProperty("strength", out var strength)
                        && strength.ValueKind == JsonValueKind.Number,
                    "\"damages\" must be a list of {\"name\":…,\"strength\":…}.");
                damages.Add(new(InkLines.Text(one, "name"), one.GetProperty("strength").GetSingle()));
            }
        }

        return new(file, known, text, InkLines.Text(root, "damage"), damages.ToImmutable());
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("file", File);
        json.WriteString("kind", Kind.ToString().ToLowerInvariant());
        json.WriteString("text", Text);
        json.WriteString("damage", Damage);
        json.WriteStartArray("damages");
        foreach (var (name, strength) in Damages)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("strength", MathF.Round(strength, 2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
