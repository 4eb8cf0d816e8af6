using System.Reflection;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>Compiles the kernels of a device, records which ones were used, and names a kernel that a driver refuses.</summary>
/// <param name="device">The beginning of an error message.</param>
internal class KernelLoader(string device)
{
    private readonly HashSet<(MethodInfo Kernel, int Shape, int SecondShape)> _used = [];

    /// <summary>The kernels that were used, with the codes of the tile shapes that they were specialised for.</summary>
    public IReadOnlyCollection<string> Used =>
        [.. _used.Select(use => NameOf(use.Kernel) + (use.Shape == 0 ? "" : $" [{use.Shape}, {use.SecondShape}]"))
            .Order(StringComparer.Ordinal)];

    /// <summary>
    /// Creates a launcher of a kernel. A kernel with specialised values is compiled at its launch, see <see cref="Specialise"/>.
    /// </summary>
    /// <exception cref="DeviceException">The kernel cannot be compiled.</exception>
    public virtual TLauncher Load<TKernel, TLauncher>(Func<TKernel, TLauncher> compile, TKernel kernel)
        where TKernel : Delegate
        where TLauncher : Delegate
    {
        _used.Add((kernel.Method, 0, 0));
        try
        {
            return compile(kernel);
        }
        catch (Exception error)
        {
            throw Refusal(kernel, error);
        }
    }

    /// <summary>Records the shapes for which a kernel will be specialised.</summary>
    public void Specialise(Delegate kernel, int shape, int secondShape = 0) => _used.Add((kernel.Method, shape, secondShape));

    /// <summary>The exception for a kernel that could not be compiled or launched.</summary>
    public DeviceException Refusal(Delegate kernel, Exception error) =>
        error as DeviceException
        ?? new DeviceException($"{device}: kernel {NameOf(kernel.Method)} cannot be run: {IlgpuError.Line(error)}", error);

    private static string NameOf(MethodInfo kernel)
    {
        var name = $"{kernel.DeclaringType!.Name}.{kernel.Name}";
        return kernel.IsGenericMethod ? $"{name}({string.Join(", ", kernel.GetGenericArguments().Select(type => type.Name))})" : name;
    }
}
