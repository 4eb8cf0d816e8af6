namespace GpuDigits.Fuzz;

/// <summary>A reader said no without an exception.</summary>
internal sealed class RefusedException(string message) : Exception(message);
