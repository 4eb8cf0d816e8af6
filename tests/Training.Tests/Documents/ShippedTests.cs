using System.Text;
using System.Text.Json;
using GpuDigits.Shipping;
using GpuDigits.Tests;
using GpuDigits.Tools;

namespace GpuDigits.Training.Tests.Documents;

/// <summary>What is said about packages, ours and those of others: lock files, licences, bills of materials, archives.</summary>
public sealed class ShippedTests
{
    /// <summary>Restored without the repository's settings: whether the feed has its packages is the question.</summary>
    private const string Probe = "eng/probe/Probe.csproj";

    [SkippableFact]
    public void Every_project_has_a_lock_file() => Sources.None(
        from project in Sources.Files(".csproj")
        let file = Path.GetDirectoryName(project) + "/packages.lock.json"
        where project != Probe && !File.Exists(Path.Combine(Sources.Root, file))
        select $"{file} is missing: eng/lock.sh writes it");

    [SkippableFact]
    public void Lock_files_name_each_package_with_its_hash_and_no_server() => Sources.None(
        from file in Sources.Files(".json")
        where file.EndsWith(".lock.json", StringComparison.Ordinal)
        let text = Sources.Read(file)
        from fault in text.Contains("://", StringComparison.Ordinal) ? ["names a server"] : Unhashed(text)
        select $"{file}: {fault}");

    /// <summary>With a package more, the signatures are to be looked at again: docs/supply.md says how.</summary>
    [SkippableFact]
    public void The_pages_say_how_many_packages_the_lock_files_name()
    {
        var packages =
            from file in Sources.Files(".json")
            where file.EndsWith(".lock.json", StringComparison.Ordinal)
            from package in Packages(Sources.Read(file))
            select (package.Name.ToUpperInvariant(), package.Value.GetProperty("resolved").GetString());
        var count = packages.Distinct().Count();
        Assert.Contains($"| {count} packages, each with its hash", Sources.Read("README.md"), StringComparison.Ordinal);
        Assert.Contains($"on each of the {count} packages", Sources.Read("docs/supply.md").Replace('\n', ' '), StringComparison.Ordinal);
    }

    /// <summary>Accepts the table as <c>licences --write</c> does.</summary>
    [SkippableFact]
    public void The_notices_name_every_package_of_the_programs_with_its_licence()
    {
        var root = Sources.Root;
        Skip.IfNot(
            Array.TrueForAll(LockFiles.Programs, one => Directory.Exists(Path.Combine(root, one.Project, "obj"))),
            "the programs' packages are restored with the whole solution only");
        const string File = "THIRD-PARTY-NOTICES.md";
        Sources.Compare(File, Notices.WithTable(Sources.Read(File), LockFiles.Shipped(root)), nameof(ShippedTests));
    }

    [Theory]
    [InlineData("Google.Protobuf", "3.36.2", "BSD-3-Clause")]
    [InlineData("ILGPU", "1.5.3", "NCSA")]
    public void A_licence_is_read_from_a_package(string name, string version, string licence) =>
        Assert.Equal(licence, PackageFolder.Read(name, version, []).Licence);

    [Theory]
    [InlineData("xunit.abstractions", "2.0.3", "its licence is not known")]
    [InlineData("Google.Protobuf", "0.0.1", "restore first")]
    public void What_cannot_be_told_is_refused(string name, string version, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<ToolException>(() => PackageFolder.Read(name, version, [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_bill_has_what_the_program_carries_and_nothing_else()
    {
        const string Deps = """
            {
              "runtimeTarget": { "name": "net10.0/linux-x64" },
              "targets": {
                "net10.0/linux-x64": {
                  "program/1.0.0": { "dependencies": { "ILGPU.Algorithms": "1.5.3" }, "runtime": { "program.dll": {} } },
                  "ILGPU/1.5.3": { "runtime": { "lib/net7.0/ILGPU.dll": {} } },
                  "ILGPU.Algorithms/1.5.3": { "dependencies": { "ILGPU": "1.5.3" }, "runtime": { "lib/net7.0/ILGPU.Algorithms.dll": {} } },
                  "Google.Protobuf/3.36.2": { "dependencies": { "ILGPU": "1.5.3" } }
                }
              },
              "libraries": {
                "program/1.0.0": { "type": "project" },
                "ILGPU/1.5.3": { "type": "package" },
                "ILGPU.Algorithms/1.5.3": { "type": "package" },
                "Google.Protobuf/3.36.2": { "type": "package" }
              }
            }
            """;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["program.deps.json"], Deps);
        var parts = DepsFile.Read(folder["program.deps.json"]);
        var bill = CycloneDx.Write("1.0.0", parts, DateTimeOffset.UnixEpoch);

        using var document = JsonDocument.Parse(bill);
        var components = document.RootElement.GetProperty("components").EnumerateArray();
        string[] names = [.. components.Select(c => c.GetProperty("purl").GetString()!)];
        Assert.Equal(["pkg:nuget/ILGPU@1.5.3", "pkg:nuget/ILGPU.Algorithms@1.5.3"], names);
        var uses = document.RootElement.GetProperty("dependencies").EnumerateArray().ToDictionary(
            d => d.GetProperty("ref").GetString()!,
            d => d.GetProperty("dependsOn").EnumerateArray().Select(one => one.GetString()!).ToArray());
        Assert.Equal(names, uses["gpudigits"]);
        Assert.Equal([names[0]], uses[names[1]]);
        Assert.Equal(bill, CycloneDx.Write("1.0.0", parts, DateTimeOffset.UnixEpoch));
        Assert.DoesNotContain(Encoding.UTF8.GetString(bill), Guid.Empty.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_does_not_tell_when_and_by_whom_it_was_packed()
    {
        using TemporaryFolder one = new(), two = new();
        foreach (var (folder, minutes, names) in ((TemporaryFolder, int, string[])[])[(one, 0, ["a", "b"]), (two, 5, ["b", "a"])])
        {
            Directory.CreateDirectory(folder["packed/inner"]);
            foreach (var name in names)
            {
                var file = folder[$"packed/inner/{name}"];
                File.WriteAllText(file, name);
                File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddMinutes(minutes));
            }

            Archive.Write(new(folder["packed"]), new(folder["packed.tar.gz"]), DateTimeOffset.UnixEpoch);
        }

        Assert.Equal(File.ReadAllBytes(one["packed.tar.gz"]), File.ReadAllBytes(two["packed.tar.gz"]));
    }

    [Fact]
    public void A_page_that_is_not_whole_yet_has_no_size()
    {
        using TemporaryFolder folder = new();
        SizeBudget budget = new("page", "wwwroot", 1, "./digits web");
        Directory.CreateDirectory(folder["wwwroot"]);
        File.WriteAllText(folder["wwwroot/index.html"], "page");
        Assert.Null(budget.Measure(folder.Path));
        File.WriteAllText(folder["wwwroot/offline-files.js"], "[{ name: 'index.html' }]");
        Assert.Equal(4, budget.Measure(folder.Path));
    }

    private static IEnumerable<string> Unhashed(string lockFile) =>
        from package in Packages(lockFile)
        where !package.Value.TryGetProperty("contentHash", out var hash) || hash.GetBytesFromBase64().Length != 64
        select $"{package.Name} has no hash";

    private static IEnumerable<JsonProperty> Packages(string lockFile) =>
        from framework in JsonDocument.Parse(lockFile).RootElement.GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.GetProperty("type").GetString() != "Project"
        select package;
}
