namespace ILGPU.Execution.Il;

/// <summary>
/// A kernel's IL cannot be written again: it holds what no GPU compiler takes (exception handlers, calls through pointers), or keeps a
/// reference to a local variable while a thread waits, which the simulator does not take.
/// </summary>
internal sealed class NotTransformableException(string message) : NotSupportedException(message);
