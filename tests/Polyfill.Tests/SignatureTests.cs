using ILGPU;

namespace GpuDigits.Polyfill.Tests;

/// <summary>
/// What the stand-in offers outside of ILGPU.Checking is in signatures.txt, and that file holds only lines which the same code
/// (<see cref="Signature"/>) prints for ILGPU 1.5.3 and ILGPU.Algorithms 1.5.3. So no member can be there that the real packages lack.
/// </summary>
public class SignatureTests
{
    /// <summary>Members that the real package inherits or declares elsewhere, harmless to sources.</summary>
    private static readonly string[] OurOwn = ["ILGPU.Runtime.CPU.CPUDevice: System.Boolean Equals(ILGPU.Runtime.CPU.CPUDevice other)"];

    [Fact]
    public void EveryMemberIsOneOfTheRealPackage()
    {
        HashSet<string> real = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "signatures.txt"))];
        string[] offered = [.. typeof(Context).Assembly.GetExportedTypes()
            .Where(t => t.Namespace != "ILGPU.Checking")
            .SelectMany(Signature.Of)
            .Distinct()
            .Except(OurOwn)];
        Assert.Empty(offered.Except(real));
        Assert.Empty(real.Except(offered));
        Assert.True(offered.Length > 1000);
    }
}
