using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ILGPU.Checking;
using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>
/// A kernel on an accelerator: checks a launch, distributes its groups to workers, and reports faults with their positions.
/// </summary>
internal abstract class LoadedKernel<TArgs> : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly string _name;
    private readonly KernelArguments<TArgs> _arguments;
    private readonly OwnerCheck _ownerCheck;
    private readonly bool _indexed;
    private readonly Func<ThreadRunner<TArgs>> _makeRunner;
    private readonly List<Worker> _workers = [];
    private Worker? _observed;
    private IReadOnlyList<string> _observedSites = [];
    private (ThreadOrder Order, int Count, int[]? Threads) _threadOrder;
    private (ThreadOrder Order, int Count, int[]? Groups) _groupOrder;

    protected LoadedKernel(Accelerator accelerator, Delegate action, bool indexed)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        Method = action.Method;
        if (!Method.IsStatic
            && Method.DeclaringType!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0)
            throw new NotSupportedException("Only static methods and non-capturing lambdas are supported at the moment");
        _accelerator = accelerator;
        _indexed = indexed;
        _name = $"{Method.DeclaringType?.Name}.{Method.Name}";
        _arguments = new KernelArguments<TArgs>(Method, indexed ? 1 : 0);
        _ownerCheck = new OwnerCheck(_name, _arguments.Name, accelerator);
        _makeRunner = KernelProgram.Make<TArgs>(Method, indexed);
        accelerator.Own(this);
    }

    protected MethodInfo Method { get; }

    protected string Name => _name;

    protected Accelerator Accelerator => _accelerator;

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
        _workers.Clear();
        _observed?.Dispose();
    }

    /// <summary>Gives a runner what a launch needs in addition to the arguments.</summary>
    protected virtual void Prepare(ThreadRunner<TArgs> runner)
    {
    }

    protected void Run(Index3D gridDim, Index3D groupDim, ref TArgs args)
    {
        ObjectDisposedException.ThrowIf(_accelerator.IsDisposed, _accelerator);
        _accelerator.Options.Fault?.Count(FaultyWork.Launch);
        CheckSizes(gridDim, groupDim);
        _arguments.VisitViews(ref args, _ownerCheck);
        lock (_accelerator.LaunchLock)
        {
            if (_accelerator.Options.Inspector is { } inspector)
                Inspect(inspector, gridDim, groupDim, ref args);
            else
                RunGroups(gridDim, groupDim, ref args);
        }
    }

    /// <summary>Runs the launch, or a sample of its groups, one group after another, and observes every access.</summary>
    private void Inspect(Inspector inspector, Index3D gridDim, Index3D groupDim, ref TArgs args)
    {
        var options = _accelerator.Options;
        if (_observed is null)
        {
            var sites = new Il.AccessSites();
            _observed = new Worker(KernelProgram.Make<TArgs>(Method, _indexed, sites)());
            _observedSites = sites.Names;
        }

        var observer = new Observer(_name, _arguments.Name, _observedSites);
        _arguments.VisitViews(ref args, observer);
        _observed.Context.Observer = observer;
        _observed.Context.Begin(gridDim, groupDim, _accelerator.WarpSize, options.SharedMemoryBytes);
        _observed.Runner.Begin((int)groupDim.LongSize);
        _observed.Runner.Args = args;
        Prepare(_observed.Runner);
        var groups = gridDim.LongSize;
        // The first, the last, and at least one between them, which stands for the others.
        var run = inspector.SampleGroups > 0 ? Math.Min(Math.Max(inspector.SampleGroups, 3), groups) : groups;
        var order = run == groups
            ? groups <= Array.MaxLength ? GroupPermutation(options.Order, (int)groups) : null
            : [.. Enumerable.Range(0, (int)run).Select(i => (int)(i * (groups - 1) / (run - 1)))];
        var launch = new Launch
        {
            Groups = run,
            GroupOrder = order,
            ThreadOrder = ThreadPermutation(options.Order, (int)groupDim.LongSize),
        };
        Work(_observed, launch);
        _observed.Runner.Args = default!;
        inspector.Add(observer.Report(groups, (int)groupDim.LongSize));
        if (launch.Fault is not null)
            ExceptionDispatchInfo.Throw(launch.Fault);
    }

    private void CheckSizes(Index3D gridDim, Index3D groupDim)
    {
        if (gridDim.X < 1 || gridDim.Y < 1 || gridDim.Z < 1 || groupDim.X < 1 || groupDim.Y < 1 || groupDim.Z < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(gridDim), $"Invalid grid dimension: {_name} launched with grid {gridDim} of groups {groupDim}");
        }

        var max = _accelerator.Device.MaxGridSize;
        if (!gridDim.IsWithin(max))
            throw new ArgumentOutOfRangeException(nameof(gridDim), $"Invalid grid dimensions {gridDim} (exceeds maximum {max})");
        if (groupDim.LongSize > _accelerator.MaxNumThreadsPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(groupDim), $"Invalid group dimensions {groupDim} (exceeds {_accelerator.MaxNumThreadsPerGroup} threads)");
        }
    }

    private void RunGroups(Index3D gridDim, Index3D groupDim, ref TArgs args)
    {
        var options = _accelerator.Options;
        var groups = gridDim.LongSize;
        var threadOrder = ThreadPermutation(options.Order, (int)groupDim.LongSize);
        var groupOrder = groups <= Array.MaxLength ? GroupPermutation(options.Order, (int)groups) : null;
        var count = (int)Math.Min(options.Workers, groups);
        while (_workers.Count < count)
            _workers.Add(new Worker(_makeRunner()));
        for (var i = 0; i < count; i++)
        {
            var worker = _workers[i];
            worker.Context.Begin(gridDim, groupDim, _accelerator.WarpSize, options.SharedMemoryBytes);
            worker.Runner.Begin((int)groupDim.LongSize);
            worker.Runner.Args = args;
            Prepare(worker.Runner);
        }

        var launch = new Launch { Groups = groups, GroupOrder = groupOrder, ThreadOrder = threadOrder };
        if (count == 1)
            Work(_workers[0], launch);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count }, i => Work(_workers[i], launch));
        for (var i = 0; i < count; i++)
            _workers[i].Runner.Args = default!;
        if (launch.Fault is not null)
            ExceptionDispatchInfo.Throw(launch.Fault);
    }

    /// <summary>
    /// Runs groups until none is left. After a fault, only groups before the faulty one continue, so that the reported fault is the first
    /// in order, whatever the number of workers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(Worker worker, Launch launch)
    {
        var outer = GroupContext.Current;
        var context = worker.Context;
        var runner = worker.Runner;
        GroupContext.Current = context;
        try
        {
            while (true)
            {
                var turn = Interlocked.Increment(ref launch.Next) - 1;
                if (turn >= launch.Groups || turn > Volatile.Read(ref launch.FaultTurn))
                    return;
                context.BeginGroup(launch.GroupOrder is null ? turn : launch.GroupOrder[turn]);
                try
                {
                    worker.Scheduler.Run(context, runner, launch.ThreadOrder);
                }
#pragma warning disable CA1031 // It is rethrown at the end of the launch.
                catch (Exception e)
                {
                    launch.Report(turn, Explain(e, context, ref runner.Args));
                }
#pragma warning restore CA1031
            }
        }
        finally
        {
            GroupContext.Current = outer;
        }
    }

    private Exception Explain(Exception e, GroupContext context, ref TArgs args)
    {
        if (e is not KernelFault fault)
            return e;
        var where = $"in group {context.GridIndex}";
        if (fault is DivergenceFault)
            return new KernelFaultException($"{_name}: {fault.Message}, {where}", fault, _name, context.GridIndex, null);
        where += $", thread {context.ThreadIndex}";
        if (fault is not ViewFault miss)
            return new KernelFaultException($"{_name}: {fault.Message}, {where}", fault, _name, context.GridIndex, context.ThreadIndex);
        var view = ViewName(miss, context, ref args);
        var message = $"{_name}: view {view}: {miss.Message}, {where}";
        return new KernelFaultException(message, fault, _name, context.GridIndex, context.ThreadIndex)
        {
            View = view.StartsWith('\'') ? view.Trim('\'') : view,
            Index = miss.Index,
            Length = miss.Extent,
        };
    }

    private unsafe string ViewName(ViewFault miss, GroupContext context, ref TArgs args)
    {
        if (context.Shared.Contains(miss.Start))
            return "shared memory";
        var search = new ArgumentSearch(_arguments.Name, (nint)miss.Start);
        _arguments.VisitViews(ref args, search);
        return search.Found ?? "of unknown memory";
    }

    private int[]? ThreadPermutation(ThreadOrder order, int count)
    {
        if (_threadOrder.Order != order || _threadOrder.Count != count)
            _threadOrder = (order, count, order.Permutation(count));
        return _threadOrder.Threads;
    }

    private int[]? GroupPermutation(ThreadOrder order, int count)
    {
        if (_groupOrder.Order != order || _groupOrder.Count != count)
            _groupOrder = (order, count, order.Permutation(count));
        return _groupOrder.Groups;
    }

    private sealed class Worker(ThreadRunner<TArgs> runner) : IDisposable
    {
        public GroupContext Context { get; } = new();

        public GroupScheduler Scheduler { get; } = new();

        public ThreadRunner<TArgs> Runner { get; } = runner;

        public void Dispose() => Context.Shared.Dispose();
    }

    private sealed class Launch
    {
        public long Next;
        public long FaultTurn = long.MaxValue;
        private readonly Lock _lock = new();

        public required long Groups { get; init; }

        public required int[]? GroupOrder { get; init; }

        public required int[]? ThreadOrder { get; init; }

        public Exception? Fault { get; private set; }

        public void Report(long turn, Exception fault)
        {
            lock (_lock)
            {
                if (turn >= FaultTurn)
                    return;
                Volatile.Write(ref FaultTurn, turn);
                Fault = fault;
            }
        }
    }
}

/// <summary>A kernel whose caller chooses grid and group.</summary>
internal sealed class ExplicitKernel<TArgs>(Accelerator accelerator, Delegate action, KernelSpecialization specialization)
    : LoadedKernel<TArgs>(accelerator, action, indexed: false)
{
    public void Launch(KernelConfig config, TArgs args)
    {
        if (specialization.MaxNumThreadsPerGroup is { } max && config.GroupDim.LongSize > max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config), $"{Name}: group of {config.GroupDim.LongSize} threads, the kernel was specialised for {max} at most");
        }

        Run(config.GridDim, config.GroupDim, ref args);
    }
}

/// <summary>A kernel whose first parameter is its index; the simulator chooses the groups.</summary>
internal sealed class IndexedKernel<TIndex, TArgs> : LoadedKernel<TArgs>
    where TIndex : struct, IIndex
{
    private const int UsualGroup = 256;

    private readonly Index3D _groupDim;
    private long _extent;

    public IndexedKernel(Accelerator accelerator, Delegate action)
        : base(accelerator, action, indexed: true)
    {
        if (typeof(TIndex) != typeof(Index1D))
        {
            throw new NotSupportedException(
                $"{Name}: the simulator runs kernels with an Index1D; {typeof(TIndex).Name} needs an explicit grid (LoadStreamKernel)");
        }

        if (Suspension.IsReachedFrom(Method))
            throw new NotSupportedException($"{Name}: threads wait for each other, so it needs an explicit grid (LoadStreamKernel)");
        _groupDim = new Index3D(Math.Min(UsualGroup, accelerator.MaxNumThreadsPerGroup), 1, 1);
    }

    public void Launch(TIndex extent, TArgs args)
    {
        var groups = checked((int)((extent.Size + _groupDim.X - 1) / _groupDim.X));
        lock (Accelerator.LaunchLock)
        {
            _extent = extent.Size;
            Run(new Index3D(groups, 1, 1), _groupDim, ref args);
        }
    }

    protected override void Prepare(ThreadRunner<TArgs> runner) => ((IndexedRunner<TArgs>)runner).Extent = _extent;
}
