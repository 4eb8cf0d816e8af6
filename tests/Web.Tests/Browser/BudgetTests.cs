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
}
