using System.Text;

namespace GpuDigits.MutationScore;

/// <summary>A random sample of a folder's mutants: those that lie within lines drawn by chance, one of so many.</summary>
internal static class LineSample
{
    /// <summary>The patterns that choose the mutants: for each file, the places of its lines that were drawn.</summary>
    /// <param name="project">The project's folder, which the patterns' paths start from.</param>
    /// <param name="folder">The folder that is mutated.</param>
    /// <param name="every">One line of so many; 1 takes the files whole.</param>
    /// <param name="seed">Other lines with another seed.</param>
    public static string[] Patterns(string project, string folder, int every, int seed)
    {
        var random = new Random(seed);
        List<string> patterns = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var pattern = new StringBuilder(Path.GetRelativePath(project, file).Replace('\\', '/'));
            var at = 0;
            var any = every == 1;
            foreach (var line in File.ReadAllText(file).Split('\n'))
            {
                if (every > 1 && random.Next(every) == 0)
                {
                    pattern.Append('{').Append(at).Append("..").Append(at + line.Length).Append('}');
                    any = true;
                }

                at += line.Length + 1;
            }

            if (any)
                patterns.Add(pattern.ToString());
        }

        return [.. patterns];
    }
}
