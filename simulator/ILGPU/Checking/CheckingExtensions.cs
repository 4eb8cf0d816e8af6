using ILGPU.Runtime;

namespace ILGPU.Checking;

/// <summary>Reaches the options from the objects of the package's own interface.</summary>
public static class CheckingExtensions
{
    /// <summary>The options of an accelerator; a change holds from the next launch on.</summary>
    public static CheckOptions Checks(this Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Options;
    }

    /// <summary>Sets the options that every CPU accelerator of the context starts with.</summary>
    public static Context.Builder Checks(this Context.Builder builder, Action<CheckOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        configure(builder.Options);
        return builder;
    }
}
