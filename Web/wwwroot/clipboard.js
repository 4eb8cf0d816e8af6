// Puts text into the clipboard. What is in it comes with a paste only (files.js).

/**
 * Tells the person if it does not work.
 * @param page the exports of the program
 */
export async function copy(text, page) {
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        // On plain HTTP there is the old way only: the browser is told to copy, and asks what.
        const give = event => {
            event.preventDefault();
            event.clipboardData.setData('text/plain', text);
        };
        addEventListener('copy', give);
        const isDone = document.execCommand('copy');
        removeEventListener('copy', give);
        // The program says first that it was copied.
        await null;
        if (!isDone)
            page.Complain('Not copied: this browser does not allow it here');
    }
}
