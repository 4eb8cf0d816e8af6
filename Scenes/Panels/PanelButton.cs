using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Panels;

/// <summary>Something in a panel that a press of the left button does something with, for a person who does not see it.</summary>
/// <param name="Name">What it does, or what is written on it.</param>
/// <param name="Box">Where, in pixels.</param>
/// <param name="CanPress">Whether it can be pressed now.</param>
/// <param name="IsOn">Whether it is chosen, if it is one that can be.</param>
internal readonly record struct PanelButton(string Name, Box Box, bool CanPress = true, bool? IsOn = null);
