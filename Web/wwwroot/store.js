// The files that stay in the browser from one visit to the next: settings, steps, the sheet, corrected digits.

const storeName = 'files';

/** Opens the store. Fails where the browser keeps nothing, as in some private windows. */
export async function openStore() {
    const opening = indexedDB.open('gpudigits', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
    return new Store(await done(opening));
}

class Store {
    constructor(database) {
        this.database = database;
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
        const files = this.files('readwrite'), { transaction } = files;
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
