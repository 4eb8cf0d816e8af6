using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

public sealed partial class Context
{
    /// <summary>Collects devices and properties. What concerns the real compiler is kept and has no effect.</summary>
    public sealed class Builder
    {
        internal Builder()
        {
        }

        public OptimizationLevel OptimizationLevel { get; private set; } = OptimizationLevel.Release;

        public InliningMode InliningMode { get; private set; }

        public MathMode MathMode { get; private set; }

        public CachingMode CachingMode { get; private set; }

        public PageLockingMode PageLockingMode { get; private set; }

        public bool EnableProfiling { get; private set; }

        public bool EnableAssertions { get; private set; }

        internal List<Device> Registered { get; } = [];

        internal CheckOptions Options { get; } = new();

        public Builder Default() => AllAccelerators();

        public Builder AllAccelerators() => this.DefaultCPU();

        public Builder AllAccelerators(Predicate<Device> predicate)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            return predicate(CPUDevice.Default) ? this.DefaultCPU() : this;
        }

        public Builder Inlining(InliningMode inliningMode) => With(() => InliningMode = inliningMode);

        public Builder Math(MathMode mathMode) => With(() => MathMode = mathMode);

        public Builder Caching(CachingMode cachingMode) => With(() => CachingMode = cachingMode);

        public Builder Optimize(OptimizationLevel level) => With(() => OptimizationLevel = level);

        public Builder PageLocking(PageLockingMode mode) => With(() => PageLockingMode = mode);

        public Builder Profiling() => With(() => EnableProfiling = true);

        public Builder Assertions() => With(() => EnableAssertions = true);

        public Builder AutoAssertions() => this;

        public Builder AutoDebug() => this;

        public Builder Debug() => Optimize(OptimizationLevel.Debug);

        public Builder Release() => Optimize(OptimizationLevel.Release);

        public Builder Verify() => this;

        public Builder LibDevice() => this;

        public Builder LibDevice(string libNvvmPath, string libDevicePath) => this;

        public Context ToContext() => new(this);

        internal void Add(Device device)
        {
            if (!Registered.Contains(device))
                Registered.Add(device);
        }

        private Builder With(Action change)
        {
            change();
            return this;
        }
    }
}
