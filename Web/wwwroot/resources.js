// Where the parts of the page are: beside it on a server, or inside it where everything is one file. The window and the workers
// get all their parts from here and never build an address themselves.

// In one file single-page.js has unpacked them, and holds the blob: address of each by its name.
const parts = globalThis.gpudigitsParts ?? null;

export const isSingleFile = parts !== null;

// The address of a part; names are as in the published folder: 'models/digits.safetensors'.
export function address(name) {
    if (!parts) return new URL(name, import.meta.url).href;
    if (!parts[name]) throw new Error(`${name} is not in this file`);
    return parts[name];
}

// The contents of a part, as an ArrayBuffer.
export async function resource(name) {
    const answer = await fetch(address(name));
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
    return answer.arrayBuffer();
}

// The builder of the .NET runtime (as dotnet.js exports it), which takes its own files from here too.
export async function loadDotnet() {
    const { dotnet } = await import(address('_framework/dotnet.js'));
    return parts ? dotnet.withResourceLoader((type, name) => address(`_framework/${name}`)) : dotnet;
}

// Starts a module as a worker, which may import this one.
export function startWorker(name) {
    if (!parts) return new Worker(address(name), { type: 'module' });
    // Two imports without await: a worker loses what is sent to it while it waits at its top level.
    const table = blob(`globalThis.gpudigitsParts = ${JSON.stringify(parts)};`);
    return new Worker(blob(`import '${table}'; import '${address(name)}';`), { type: 'module' });
}

// Lets the page start without the server, where the browser can: on HTTPS or the loopback address.
export async function keepOffline() {
    if (parts || !navigator.serviceWorker) return false;
    await navigator.serviceWorker.register(address('service-worker.js'), { updateViaCache: 'none' });
    return true;
}

function blob(text) {
    return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
