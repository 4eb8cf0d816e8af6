namespace ILGPU.Execution.Il;

/// <summary>A kernel cannot be made resumable; the reason is for people. Such a kernel runs on a thread of its own for each GPU thread.</summary>
internal sealed class NotTransformableException(string message) : Exception(message);
