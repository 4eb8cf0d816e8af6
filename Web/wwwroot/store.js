// The files that stay in the browser from one visit to the next: settings, steps, the sheet, corrected digits.

import { pageName } from './resources.js';

const storeName = 'files', keeperName = `${pageName}-keeper`;
const patience = 10_000; // Milliseconds: a busy machine takes some seconds to close the database of a window that has ended.

/** Opens the store. Fails where the browser keeps nothing, as in some private windows. */
export async function openStore() {
    const store = new Store();
    await store.open();
    return store;
}

/**
 * Whether this window is the one that keeps its steps, until it ends or crashes: two would write over each other's. Fails where the
 * browser keeps nothing.
 * @param whenLost is called if it is no longer the one
 */
export function keepsAlone(whenLost) {
    // On plain HTTP there are no locks.
    return navigator.locks === undefined ? makesDatabase(whenLost) : new Promise((resolve, reject) =>
        navigator.locks.request(pageName, { ifAvailable: true }, lock => {
            resolve(lock !== null);
            return lock && new Promise(free => giveUp = free);
        }).catch(reject));
}

let giveUp = () => {};

/** Lets another window be the one that keeps. */
export function stopKeeping() {
    giveUp();
}

// The database of the window that keeps, while it lives: what nobody refers to may be closed. And how it says so to those who ask.
let made, voice;

/** A database that is open is not deleted, and one window only makes it anew: who can do both has what no other window has. */
async function makesDatabase(whenLost) {
    voice ??= new BroadcastChannel(keeperName);
    if (!await unlessKept(indexedDB.deleteDatabase(keeperName)))
        return false;
    const opening = indexedDB.open(keeperName);
    let isMaker = false;
    opening.onupgradeneeded = () => isMaker = true;
    if (!await unlessKept(opening)) {
        // It waits behind a window that waits for the one that keeps; when it is opened at last, it is in nobody's way.
        opening.onsuccess = () => opening.result.close();
        return false;
    }
    const database = opening.result;
    if (!isMaker) {
        database.close();
        return false;
    }
    made = database;
    voice.onmessage = ({ data }) => data === 'who keeps?' && voice.postMessage('here');
    voice.postMessage('here');
    giveUp = () => {
        voice.onmessage = made.onclose = null;
        made.close();
    };
    // The browser closes it when the person clears what pages keep.
    made.onclose = () => makesDatabase(whenLost).then(keeps => keeps || whenLost(), whenLost);
    return true;
}

/** Waits for a request, unless another window says that it keeps, or has what is asked for. */
function unlessKept(request) {
    return new Promise((resolve, reject) => {
        voice.onmessage = ({ data }) => data === 'here' && resolve(false);
        voice.postMessage('who keeps?');
        request.onsuccess = () => resolve(true);
        request.onerror = () => reject(request.error);
        // A window that is frozen says nothing, and another that waits already is the only one to hear of this.
        request.onblocked = () => resolve(false);
        setTimeout(() => resolve(false), patience);
    });
}

class Store {
    async open() {
        const opening = indexedDB.open(pageName, 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
        this.database = await done(opening);
    }

    /** @returns {Promise<[string, Uint8Array][]>} names and contents */
    async all() {
        const files = this.files('readonly');
        const [names, contents] = await Promise.all([done(files.getAllKeys()), done(files.getAll())]);
        return names.map((name, i) => [name, contents[i]]);
    }

    put(name, content) {
        return this.write(files => files.put(content, name));
    }

    delete(name) {
        return this.write(files => files.delete(name));
    }

    /** Commits at once: a page that is being left does not live to be told that it was written. */
    async write(change) {
        let files;
        try {
            files = this.files('readwrite');
        } catch (error) {
            if (error.name !== 'InvalidStateError')
                throw error;
            // The browser has closed the database, as it may. All writes that wait for it go on in their order.
            await (this.opening ??= this.open().finally(() => this.opening = null));
            files = this.files('readwrite');
        }
        const { transaction } = files;
        change(files);
        transaction.commit?.();
        // A full disk is found out after the request has succeeded.
        await new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
    }

    files(mode) {
        return this.database.transaction(storeName, mode).objectStore(storeName);
    }
}

function done(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}
