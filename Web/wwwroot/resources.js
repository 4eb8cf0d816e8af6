// Where the parts of the page are: beside it on a server, or inside it where everything is one file. The window and the workers
// get all their parts from here and never build an address themselves.

// In one file single-page.js has unpacked them, and left the blob: address of each by its name.
const page = globalThis.gpudigitsPage;

export const isSingleFile = page !== undefined;

// What its steps are kept by. Browsers give all files of a disk, or of one server, the same store; those with other models are other pages.
export const pageName = page ? `gpudigits-${page.model}` : 'gpudigits';

// The address of a part; names are as in the published folder: 'models/digits.safetensors'.
export function address(name) {
    if (!page) return new URL(name, import.meta.url).href;
    if (!page.addresses[name]) throw new Error(`${name} is not in this file`);
    return page.addresses[name];
}

// The contents of a part, as an ArrayBuffer.
export async function resource(name) {
    const answer = await fetch(address(name));
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
    return answer.arrayBuffer();
}

// The builder of the .NET runtime (as dotnet.js exports it), which takes its own files from here too.
export async function loadDotnet() {
    // In a worker that listens already it takes itself for a thread of another runtime, unless this is set.
    if (typeof importScripts === 'function') globalThis.dotnetSidecar = true;
    const libraries = resource('_framework/libraries.bin').then(unpacked);
    const native = fetch(address('_framework/dotnet.native.wasm'));
    const { dotnet } = await import(address('_framework/dotnet.js'));
    return dotnet.withResourceLoader((type, name) => type === 'assembly' ? libraries.then(all => new Response(all.get(name)))
        : type === 'dotnetwasm' ? native
        : address(`_framework/${name}`));
}

// The libraries by name: the length of a list, the list of names and sizes, and the files one behind the other.
function unpacked(contents) {
    const head = new DataView(contents).getUint32(0);
    const all = new Map();
    let at = 4 + head;
    for (const { name, size } of JSON.parse(new TextDecoder().decode(new Uint8Array(contents, 4, head)))) {
        all.set(name, new Uint8Array(contents, at, size));
        at += size;
    }
    return all;
}

// Starts a module as a worker, which may import this one. It must begin to listen before it waits for anything:
// what is sent earlier is lost.
export function startWorker(name) {
    return page ? page.startWorker(name) : new Worker(address(name), { type: 'module' });
}

// Lets the page start without the server, where the browser can: on HTTPS or the loopback address.
export async function keepOffline() {
    if (page || !navigator.serviceWorker) return false;
    await navigator.serviceWorker.register(address('service-worker.js'), { updateViaCache: 'none' });
    return true;
}
