using ILGPU.Checking;

namespace GpuDigits.Polyfill.Tests;

/// <summary>Defaults are the process's, so nothing may run beside this.</summary>
[CollectionDefinition(nameof(DefaultsTests), DisableParallelization = true)]
[Collection(nameof(DefaultsTests))]
public class DefaultsTests
{
    [Fact]
    public void DefaultsComeFromTheAppContext()
    {
        AppContext.SetData("ILGPU.Checking.Order", "shuffled:5");
        AppContext.SetData("ILGPU.Checking.Workers", "3");
        try
        {
            using var gpu = new Gpu();
            Assert.Equal((ThreadOrder.Shuffled(5), 3), (gpu.Accelerator.Checks().Order, gpu.Accelerator.Checks().Workers));
        }
        finally
        {
            AppContext.SetData("ILGPU.Checking.Order", null);
            AppContext.SetData("ILGPU.Checking.Workers", null);
        }

        Assert.Throws<FormatException>(() => ThreadOrder.Parse("sideways"));
    }
}
