using System.ComponentModel;
using System.Text.Json;
using System.Xml;

namespace GpuDigits.Tools;

/// <summary>What a person can do something about: one line says what is wrong, where, and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="code">The exit code.</param>
internal sealed class ToolException(string message, int code = Tool.Failed) : Exception(message)
{
    public int Code => code;
}

/// <summary>What the programs for developers have in common.</summary>
internal static class Tool
{
    public const int Failed = 1, WrongArguments = 2, Missing = 3;

    private static readonly JsonSerializerOptions Complete = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// Runs a program. What may go wrong on a sound machine becomes one line and an exit code; anything else is a fault of the program, of
    /// which the developer wants to see where it was.
    /// </summary>
    /// <param name="name">What the line begins with.</param>
    /// <param name="run">The program.</param>
    /// <returns>The exit code.</returns>
    public static int Guard(string name, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException)
        {
            return Complain(name, Failed, "interrupted");
        }
        catch (Win32Exception e)
        {
            // Only the start of another program throws it here; the message names that.
            return Complain(name, Missing, e.Message);
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            return Complain(name, e is ToolException { Code: var code } ? code : Failed, e.Message);
        }
    }

    /// <summary>Prints the line for people.</summary>
    /// <returns>The code.</returns>
    public static int Complain(string name, int code, string what)
    {
        Console.Error.WriteLine($"{name}: {what.ReplaceLineEndings(" ")}");
        return code;
    }

    /// <summary>Reads a JSON file as a record, all of whose members it must have.</summary>
    /// <exception cref="ToolException">It is damaged, or not of that form.</exception>
    public static T ReadJson<T>(string path) => Parse(path, text => JsonSerializer.Deserialize<T>(text, Complete)
        ?? throw new JsonException("it is empty"));

    /// <summary>Makes something of the bytes of a file of JSON or XML.</summary>
    /// <exception cref="ToolException">It is damaged, or not of the form that is expected.</exception>
    public static T Parse<T>(string path, Func<byte[], T> parse)
    {
        try
        {
            return parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is JsonException or XmlException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ToolException($"{path} is damaged, or of another form than is known; mend it or make it anew: {e.Message}");
        }
    }

    /// <summary>The repository: the first folder, from the given one upwards, that has its solution.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static string Repository(string from)
    {
        var folder = from;
        while (folder is not null && !File.Exists(Path.Combine(folder, "GpuDigits.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new ToolException($"there is no GpuDigits.sln in {from} or above it: run it within the repository");
    }
}
