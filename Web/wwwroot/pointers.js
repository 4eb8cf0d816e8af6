// Pens, fingers, mice and wheels. One pointer writes; two fingers move and zoom; while a pen is near, fingers and palms are ignored.

const penIsNear = 1.0; // Seconds after the last sign of a pen.
const palmWidth = 60; // CSS pixels; a finger is smaller.
const notch = 60; // Layout units that a notch of the wheel scrolls, and its zoom.
const notchZoom = 1.1;

/**
 * @param {HTMLCanvasElement} canvas
 * @param page the exports of the program
 * @param {() => number} ratio pixels of the canvas in one CSS pixel
 */
export function listenToPointers(canvas, page, ratio) {
    const fingers = new Map();
    let writing = null; // The pointer whose button is down.
    let pinch = null;
    let lastPen = -Infinity;

    const seconds = event => event.timeStamp / 1000;
    const place = event => {
        const box = canvas.getBoundingClientRect();
        return [(event.clientX - box.left) * ratio(), (event.clientY - box.top) * ratio()];
    };
    const move = event => {
        const events = event.getCoalescedEvents?.() ?? [];
        page.Move((events.length > 0 ? events : [event]).flatMap(one => [seconds(one), ...place(one)]), isFinger(event));
    };
    const isFinger = event => event.pointerType === 'touch';
    const isRight = event => event.button === 2 || event.button === 5; // 5: the eraser end of a pen.

    canvas.addEventListener('pointerdown', event => {
        event.preventDefault();
        if (event.button !== 0 && !isRight(event))
            return;
        canvas.focus({ preventScroll: true });
        const now = seconds(event);
        if (event.pointerType === 'pen') {
            lastPen = now;
            if (writing?.type === 'touch') {
                page.Cancel(now);
                writing = null;
            }
            pinch = null;
        }
        if (isFinger(event)) {
            if (now - lastPen < penIsNear || Math.max(event.width, event.height) > palmWidth || (writing && writing.type !== 'touch'))
                return;
            fingers.set(event.pointerId, place(event));
            if (fingers.size === 2) {
                page.Cancel(now);
                writing = null;
                pinch = measure(fingers);
            }
        }
        if (writing || pinch)
            return;
        writing = { id: event.pointerId, type: event.pointerType, isRight: isRight(event) };
        try {
            canvas.setPointerCapture(event.pointerId);
        } catch {
            // The pointer is gone already.
        }
        page.Move([now, ...place(event)], isFinger(event));
        page.Press(now, writing.isRight);
    });

    canvas.addEventListener('pointermove', event => {
        if (event.pointerType === 'pen')
            lastPen = seconds(event);
        if (fingers.has(event.pointerId)) {
            fingers.set(event.pointerId, place(event));
            if (pinch && fingers.size === 2) {
                const next = measure(fingers);
                page.Move([seconds(event), ...next.centre], false);
                page.Scroll(seconds(event),
                    (pinch.centre[0] - next.centre[0]) / (notch * ratio()), (next.centre[1] - pinch.centre[1]) / (notch * ratio()));
                page.Zoom(seconds(event), Math.log(next.distance / pinch.distance) / Math.log(notchZoom));
                pinch = next;
                return;
            }
        }
        if (writing ? writing.id === event.pointerId : event.pointerType !== 'touch')
            move(event);
    });

    const end = (event, isMeant) => {
        fingers.delete(event.pointerId);
        if (fingers.size === 0)
            pinch = null;
        else if (pinch && fingers.size === 2)
            pinch = measure(fingers); // Of three fingers one was lifted.
        if (writing?.id !== event.pointerId)
            return;
        if (isMeant) {
            page.Move([seconds(event), ...place(event)], isFinger(event));
            page.Release(seconds(event), writing.isRight);
        } else {
            page.Cancel(seconds(event));
        }
        writing = null;
        // A finger is nowhere once it is lifted.
        if (isFinger(event))
            page.Move([seconds(event), -1, -1], false);
    };
    canvas.addEventListener('pointerup', event => end(event, true));
    canvas.addEventListener('pointercancel', event => end(event, false));
    canvas.addEventListener('pointerleave', event => {
        if (!writing && event.pointerType !== 'touch')
            page.Move([seconds(event), -1, -1], false);
    });

    canvas.addEventListener('wheel', event => {
        event.preventDefault();
        const mode = event.deltaMode, unit = mode === WheelEvent.DOM_DELTA_LINE ? 3 : mode === WheelEvent.DOM_DELTA_PAGE ? 0.2 : 100;
        page.Move([seconds(event), ...place(event)], false);
        // A pinch on a touchpad comes as a wheel with Ctrl, in small steps.
        if (event.ctrlKey || event.metaKey)
            page.Zoom(seconds(event), -event.deltaY / (mode === WheelEvent.DOM_DELTA_PIXEL && Math.abs(event.deltaY) < 50 ? 10 : unit));
        else
            page.Scroll(seconds(event), event.deltaX / unit, -event.deltaY / unit);
    }, { passive: false });
    canvas.addEventListener('contextmenu', event => event.preventDefault());
    // Older Safari scrolls and zooms in spite of touch-action.
    for (const kind of ['touchstart', 'touchmove', 'gesturestart'])
        canvas.addEventListener(kind, event => event.preventDefault(), { passive: false });
}

function measure(fingers) {
    const [a, b] = [...fingers.values()];
    return { centre: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], distance: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])) };
}
