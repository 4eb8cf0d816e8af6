// The keyboard.

const keys = {
    Enter: 'Enter', ' ': 'Space', Backspace: 'Backspace', Delete: 'Delete', Escape: 'Escape', F1: 'Help', ArrowLeft: 'Left',
    ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down', PageUp: 'PageUp', PageDown: 'PageDown',
};

// A key that is held goes on and erases again and again, but presses and commands once.
const pressed = ['Enter', 'Space', 'Escape', 'Help'];

// With Ctrl, or the command key of a Mac. The others are the browser's.
const commands = { z: 'Undo', y: 'Redo', c: 'Copy', s: 'Save', o: 'Open' };

/** @param page the exports of the program */
export function listenToKeys(page) {
    const seconds = event => event.timeStamp / 1000;
    addEventListener('keydown', event => {
        // A composed character comes as another key. A button that a screen reader has gone to is pressed, or left, as any other.
        if (event.isComposing || (event.target.closest?.('#buttons') && ['Enter', ' ', 'Tab'].includes(event.key)))
            return;
        // Alt with such a key is the browser's; with others it writes signs on a Mac.
        if (event.altKey && !event.ctrlKey && (keys[event.key] || /^[a-z0-9]$/i.test(event.key)))
            return;
        const letter = /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : '';
        if ((event.ctrlKey || event.metaKey) && !event.altKey) {
            const written = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : letter;
            const command = event.shiftKey ? { z: 'Redo', s: 'SaveAs' }[written] : commands[written];
            if (command) {
                event.preventDefault();
                page.PressKey(seconds(event), command);
            }
            return;
        }
        const key = event.key === 'Tab' ? (event.shiftKey ? 'PreviousWidget' : 'NextWidget') : keys[event.key];
        if (key) {
            event.preventDefault();
            if (!event.repeat || !pressed.includes(key))
                page.PressKey(seconds(event), key);
        } else if (event.key.length === 1) {
            event.preventDefault();
            if (!event.repeat || /[0-9]/.test(event.key) || page.TakesText())
                page.Type(seconds(event), event.key, letter);
        }
    });
}
