// Starts the page that is one file (gpudigits export --web puts this script into it). The parts are deflated bytes in a script; each gets a
// blob: address, and the page's own modules are linked by these addresses. resources.js finds them in gpudigitsPage.
try {
    const script = document.getElementById('parts');
    const { model } = script.dataset;
    const text = document.characterSet === 'windows-1252' ? script.textContent : await ownText();
    script.remove();
    const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const contents = await new Response(stream).arrayBuffer();
    globalThis.gpudigitsPage = { model, addresses: link(contents), startWorker: name => startWorker(name, contents) };
} catch (error) {
    const line = document.createElement('p');
    line.textContent = `This page could not start: ${error.message}. It needs a browser of 2023 or later.`;
    document.body.prepend(line);
    throw error;
}
// What goes wrong from here on, main.js tells itself.
await import(globalThis.gpudigitsPage.addresses['main.js']);

// Chromium gives a page from the disk no module workers, and its workers none of its blob: addresses: so the worker is a plain script that
// is sent all parts and makes its own addresses.
function startWorker(name, contents) {
    const script = new Blob([`${link}\n${work}\nwork('${name}');`], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(script));
    worker.postMessage(contents);
    return worker;
}

// Runs in the worker: the first message has the parts. What comes while the module loads is given to it afterwards.
function work(name) {
    const waiting = [];
    addEventListener('message', hold);

    function hold(event) {
        event.stopImmediatePropagation();
        if (globalThis.gpudigitsPage) {
            waiting.push(event);
            return;
        }
        globalThis.gpudigitsPage = { addresses: link(event.data) };
        import(globalThis.gpudigitsPage.addresses[name]).then(() => {
            removeEventListener('message', hold);
            for (const { data, ports } of waiting) dispatchEvent(new MessageEvent('message', { data, ports }));
        }).catch(reportError);
    }
}

// A server may have called the page UTF-8, which no longer has all bytes: the page reads itself again.
async function ownText() {
    const all = new TextDecoder('windows-1252').decode(await (await fetch(location.href)).arrayBuffer());
    const begin = ' id="parts">';
    const from = all.indexOf(begin) + begin.length;
    return all.slice(from, all.indexOf('<', from));
}

// Each letter is a byte; behind the letter 1 it is one with another bit, which could not stand in HTML.
function bytes(text) {
    // Letters of windows-1252 that are not where Latin-1 has them.
    const letters = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 128 + i));
    const moved = new Map(Array.from(letters, (letter, i) => [letter.charCodeAt(0), 128 + i]));
    const found = new Uint8Array(text.length);
    let size = 0;
    for (let at = 0; at < text.length; at++) {
        let code = text.charCodeAt(at);
        if (code === 1) code = text.charCodeAt(++at) ^ 64;
        found[size++] = code < 128 ? code : moved.get(code) ?? code;
    }
    return found.subarray(0, size);
}

// The contents: the length of a list, the list of names, types, sizes and forms, and the files one behind the other.
function link(contents) {
    const head = new DataView(contents).getUint32(0);
    const files = {}, addresses = {};
    let at = 4 + head;
    for (const { name, type, size, planes } of JSON.parse(new TextDecoder().decode(new Uint8Array(contents, 4, head)))) {
        const bytes = new Uint8Array(contents, at, size);
        files[name] = { type, bytes: planes ? together(bytes) : bytes };
        at += size;
    }
    for (const name in files) address(name);
    return addresses;

    function address(name) {
        if (!files[name]) throw new Error(`${name} is missing`);
        return addresses[name] ??= URL.createObjectURL(new Blob([linked(name, files[name])], { type: files[name].type }));
    }

    // Numbers of four bytes whose first bytes come first, then the second ones and so on: so they pack better.
    function together(planes) {
        const bytes = planes.slice(), count = planes.length >> 2;
        for (let i = 0; i < 4 * count; i++) bytes[i] = planes[(i & 3) * count + (i >> 2)];
        return bytes;
    }

    // What our modules import by a relative path must have its address first; those of .NET ask resources.js. No path is relative to a
    // blob: address, so they are told another one, which nothing is loaded from.
    function linked(name, { type, bytes }) {
        if (type !== 'text/javascript') return bytes;
        const place = `file:///${name}`;
        const text = new TextDecoder().decode(bytes).replaceAll('import.meta.url', `'${place}'`);
        return name.startsWith('_framework/') ? text : text.replace(
            /\b((?:from|import)\s*\(?\s*)(['"])(\.\.?\/[^'"]+)\2/g,
            (_, before, quote, path) => before + quote + address(new URL(path, place).pathname.slice(1)) + quote);
    }
}
