using ILGPU.Runtime;

namespace ILGPU.Checking;

/// <summary>Gives access to the options from objects of the package's interface.</summary>
public static class CheckingExtensions
{
    /// <summary>The options of an accelerator; a change applies from the next launch on.</summary>
    public static CheckOptions Checks(this Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Options;
    }

    /// <summary>Sets the initial options of every CPU accelerator of the context.</summary>
    public static Context.Builder Checks(this Context.Builder builder, Action<CheckOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        configure(builder.Options);
        return builder;
    }
}
