using System.Buffers.Binary;
using System.Text.Json;
using GpuDigits.Shipping;
using GpuDigits.Tests;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>The page is not larger than eng/budgets.json allows.</summary>
[Collection(InBrowsers.Name)]
public sealed class BudgetTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void A_first_visit_is_sent_no_more_than_its_budget()
    {
        var budget = Budgets.Read(Sources.Root).Sizes.Single(one => one.Files == "artifacts/web/wwwroot");
        var now = SizeBudget.Page(PublishedPage.Folder) / 1e6;

        Figures.Tell(output, "a first visit, as sent", FormattableString.Invariant($"{now:0.00} MB (at most {budget.Megabytes:0.00} MB)"));
        Assert.True(now <= budget.Megabytes, FormattableString.Invariant($"{now:0.00} MB are more than {budget.Megabytes:0.00} MB"));
    }

    [SkippableFact]
    public void The_document_knows_how_many_libraries_are_joined()
    {
        var joined = File.ReadAllBytes(Path.Combine(PublishedPage.Folder, "_framework", "libraries.bin"));
        using var list = JsonDocument.Parse(joined.AsMemory(sizeof(int), BinaryPrimitives.ReadInt32BigEndian(joined)));
        Assert.Contains(
            $"is one request instead of {list.RootElement.GetArrayLength()}.", Sources.Read("docs/browser.md"), StringComparison.Ordinal);
    }
}
