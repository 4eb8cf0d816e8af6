namespace GpuDigits.Engine.Files;

/// <summary>
/// The person's own folders, always absolute: what is kept must not depend on where the program was started. Follows the XDG base directory
/// specification on Linux and the habits of the other systems.
/// </summary>
public static class UserFolders
{
    private const string Name = "GpuDigits";

    /// <summary>For settings, history, corrections and the adapted model; null where the person has no home.</summary>
    public static string? Settings => SettingsOf(Environment.GetEnvironmentVariable);

    internal static string? SettingsOf(Func<string, string?> environment) =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Under(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), Name)
            : Under(environment("XDG_CONFIG_HOME"), Name) ?? Under(Home(environment), ".config", Name);

    /// <summary>For data that can be fetched again; null where the person has no home.</summary>
    internal static string? CacheOf(Func<string, string?> environment) =>
        Under(environment("XDG_CACHE_HOME"), "gpudigits")
            ?? (OperatingSystem.IsWindows()
                ? Under(Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gpudigits")
                : OperatingSystem.IsMacOS()
                    ? Under(Home(environment), "Library", "Caches", "gpudigits")
                    : Under(Home(environment), ".cache", "gpudigits"));

    /// <summary>$HOME, or the entry in the list of users.</summary>
    private static string? Home(Func<string, string?> environment) =>
        Under(environment("HOME"))
            ?? Under(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>A folder in another; null where the other is unknown or relative, which the specification has ignored.</summary>
    private static string? Under(string? folder, params string[] names) =>
        Path.IsPathFullyQualified(folder ?? "") ? Path.Combine([folder!, .. names]) : null;
}
