using System.Runtime.ExceptionServices;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>
/// Gives every GPU thread an operating-system thread, of which only one runs at a time. For kernels that cannot be made resumable:
/// a switch costs microseconds.
/// </summary>
internal sealed class OwnStackRunner<TArgs>(PlainBody<TArgs> body) : ThreadRunner<TArgs>
{
    private const int StackBytes = 512 << 10;

    private static readonly Site[] AllSites = [new(Scope.Group, "a group barrier"), new(Scope.Warp, "a warp operation")];

    private readonly List<Stack> _stacks = [];
    private readonly AutoResetEvent _back = new(false);
    private GroupContext? _context;
    private bool _abandon;
    private bool _stop;

    public override IReadOnlyList<Site> Sites => AllSites;

    public override void Begin(int threads)
    {
        while (_stacks.Count < threads)
            _stacks.Add(new Stack(this));
    }

    public override int Run(GroupContext context, int thread, int state)
    {
        _context = context;
        context.HandOver = HandOver;
        Stack stack = _stacks[thread];
        stack.Go.Set();
        _back.WaitOne();
        stack.Fault?.Throw();
        return stack.Site;
    }

    public override void Abandon()
    {
        _abandon = true;
        foreach (Stack stack in _stacks.Where(s => s.Site != 0))
        {
            stack.Go.Set();
            _back.WaitOne();
        }

        _abandon = false;
    }

    public override void Dispose()
    {
        _stop = true;
        foreach (Stack stack in _stacks)
            stack.Go.Set();
        foreach (Stack stack in _stacks)
            stack.Dispose();
        _back.Dispose();
        base.Dispose();
    }

    private void HandOver(Scope scope)
    {
        Stack stack = _stacks[_context!.Linear];
        stack.Site = scope == Scope.Group ? 1 : 2;
        _back.Set();
        stack.Go.WaitOne();
        if (_abandon)
            throw new AbandonedException();
    }

    private void Loop(Stack stack)
    {
        while (true)
        {
            stack.Go.WaitOne();
            if (_stop)
                return;
            GroupContext.Current = _context;
            stack.Fault = null;
            try
            {
                body(_context!, ref Args);
            }
            catch (AbandonedException)
            {
                // The group is given up; whoever gave it up knows why.
            }
#pragma warning disable CA1031 // It is thrown again where the launch was asked for.
            catch (Exception e)
            {
                stack.Fault = ExceptionDispatchInfo.Capture(e);
            }
#pragma warning restore CA1031

            stack.Site = 0;
            _back.Set();
        }
    }

    private sealed class Stack : IDisposable
    {
        private readonly Thread _thread;

        public Stack(OwnStackRunner<TArgs> owner)
        {
            _thread = new Thread(() => owner.Loop(this), StackBytes) { IsBackground = true, Name = "GPU thread" };
            _thread.Start();
        }

        public AutoResetEvent Go { get; } = new(false);

        public int Site { get; set; }

        public ExceptionDispatchInfo? Fault { get; set; }

        public void Dispose()
        {
            _thread.Join();
            Go.Dispose();
        }
    }

    private sealed class AbandonedException : Exception;
}
