using System.Numerics;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.App;

/// <content>What the pointer does at the pad and at the buttons.</content>
internal sealed partial class ViewerApp
{
    private void Move(Vector2 at, double time)
    {
        _pointer = at;
        if (_work.Drawing.PenIsDown)
        {
            var pen = PenAt();
            _work.Extend(pen.X, pen.Y, time * 1000);
        }
        if (_erasing)
        {
            var to = Space.ToInk(at);
            _work.EraseAlong(_erasedTo, to, Scene.EraserRadius);
            _erasedTo = to;
        }
    }

    /// <summary>A drag belongs to the button that began it; other buttons are ignored meanwhile.</summary>
    private void Press(PointerButton button, double time)
    {
        if (_drag is { } other && other != button)
            return;
        if (_helpIsOpen)
        {
            _helpIsOpen = false;
            return;
        }
        if (PointerIsOnPad && !_work.Drawing.PenIsDown)
        {
            _drag = button;
            if (button == PointerButton.Right || _eraserIsOut)
            {
                _erasing = true;
                _erasedTo = Space.ToInk(_pointer);
                Move(_pointer, time);
            }
            else
            {
                var at = PenAt();
                _work.Begin(at.X, at.Y, time * 1000);
            }
        }
        else if (button == PointerButton.Left && View.Layout.At(_pointer) is var widget && CanPress(widget))
        {
            _pressed = widget;
        }
    }

    private void Release(PointerButton button)
    {
        if (_drag is { } other && other != button)
            return;
        var pressed = _pressed;
        EndPress();
        if (pressed != Widget.None && View.Layout.At(_pointer) == pressed)
            Activate(pressed);
    }

    /// <summary>Ends what the pointer does, also where it is still down: the pad and the buttons are about to move, or to go.</summary>
    private void EndPress()
    {
        (_drag, _erasing, _pressed) = (null, false, Widget.None);
        _work.EndStroke();
    }

    private void Cancel()
    {
        _work.CancelStroke();
        EndPress();
    }

    /// <summary>The pointer in ink units, kept inside the pad.</summary>
    private Vector2 PenAt()
    {
        var inside = View.Layout.Pad.Grown(-PadInset * View.Layout.Unit);
        return Space.ToInk(Vector2.Clamp(_pointer, new(inside.X, inside.Y), new(inside.Right, inside.Bottom)));
    }
}
