namespace ILGPU.Execution.Il;

/// <summary>
/// A kernel's IL cannot be written again. Where that is for its waits, the kernel runs on a thread of its own for each GPU thread; IL
/// that no GPU compiler takes either (exception handlers, calls through pointers) leaves the load as this exception.
/// </summary>
internal sealed class NotTransformableException(string message) : NotSupportedException(message);
