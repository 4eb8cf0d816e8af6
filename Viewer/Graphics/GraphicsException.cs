namespace GpuDigits.Viewer.Graphics;

/// <summary>The graphics system refuses or lacks something; the message says what, in one line.</summary>
internal sealed class GraphicsException(string message) : Exception(message);
