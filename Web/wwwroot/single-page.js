// Starts the page that is one file (gpudigits export --web puts this script into it). The parts are deflated and written in 85 characters;
// each gets a blob: address, and the page's own modules are linked by these addresses. resources.js finds them in gpudigitsPage.
try {
    const script = document.getElementById('parts');
    const packed = decode(script.textContent, Number(script.dataset.size));
    script.remove();
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const contents = await new Response(stream).arrayBuffer();
    globalThis.gpudigitsPage = { addresses: link(contents), startWorker: name => startWorker(name, contents) };
    await import(globalThis.gpudigitsPage.addresses['main.js']);
} catch (error) {
    const line = document.createElement('p');
    line.textContent = `This page could not start: ${error.message}. It needs a browser of 2023 or later.`;
    document.body.prepend(line);
    throw error;
}

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

// Five characters are four bytes, the highest digit first. The digits are the 85 characters from ( on, with } in the place of <.
function decode(text, size) {
    const words = new DataView(new ArrayBuffer(text.length / 5 * 4));
    for (let from = 0, to = 0; from < text.length; to += 4) {
        let word = 0;
        for (const end = from + 5; from < end; from++) {
            const code = text.charCodeAt(from);
            word = word * 85 + (code === 125 ? 60 : code) - 40;
        }
        words.setUint32(to, word);
    }
    return new Uint8Array(words.buffer, 0, size);
}

// The contents: the length of a list, the list of names, types and sizes, and the files one behind the other.
function link(contents) {
    const head = new DataView(contents).getUint32(0);
    const files = {}, addresses = {};
    let at = 4 + head;
    for (const { name, type, size } of JSON.parse(new TextDecoder().decode(new Uint8Array(contents, 4, head)))) {
        files[name] = { type, bytes: new Uint8Array(contents, at, size) };
        at += size;
    }
    for (const name in files) address(name);
    return addresses;

    function address(name) {
        if (!files[name]) throw new Error(`${name} is missing`);
        return addresses[name] ??= URL.createObjectURL(new Blob([linked(name, files[name])], { type: files[name].type }));
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
