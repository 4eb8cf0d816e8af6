namespace ILGPU.Execution.Il;

/// <summary>
/// A kernel's IL cannot be emitted again: it contains constructs that no GPU compiler supports (exception handlers, calls through
/// pointers), or it keeps a reference to a local variable while a thread waits, which the simulator does not support.
/// </summary>
internal sealed class NotTransformableException(string message) : NotSupportedException(message);
