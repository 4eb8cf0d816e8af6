// The window: starts the program and its worker, and gives them what the browser has: a canvas, pointers, keys, a store.

import { Canvas } from './canvas.js';
import { copy } from './clipboard.js';
import { chooseFile, download, listenToFiles } from './files.js';
import { listenToKeys } from './keys.js';
import { listenToPointers } from './pointers.js';
import { keepOffline, loadDotnet, resource, startWorker } from './resources.js';
import { keepsAlone, openStore, stopKeeping } from './store.js';

const pause = 500, longestWait = 3000; // Milliseconds: the steps are kept at a pause, and where there is none, after a while.
const openElsewhere = 'GpuDigits is open in another tab, which keeps its steps; this one forgets them.';
const noStart = 'the worker did not start';

const element = name => document.getElementById(name);
const text = async name => new TextDecoder().decode(await resource(name));

try {
    await start();
} catch (error) {
    const loading = element('loading');
    loading.hidden = false;
    loading.className = 'problem';
    loading.textContent = `GpuDigits cannot start: ${error.message ?? error}`;
    throw error;
}

async function start() {
    const worker = startWorker('worker.js');
    const failure = new Promise(resolve => worker.addEventListener('error', event => resolve(event.message ?? noStart)));
    // What it says before the program is there waits.
    const early = [];
    let hear = message => early.push(message);
    worker.addEventListener('message', event => hear(event.data));
    const models = Promise.all(['digits.safetensors', 'symbols.safetensors'].map(async name => [name, new Uint8Array(await resource(`models/${name}`))]));
    const keeping = keptFiles();
    // A person may have adapted the network that reads digits.
    const brought = Promise.all([models, keeping]).then(
        ([all, kept]) => ({ models: all, own: kept.files.find(([name]) => name === 'digits.safetensors')?.[1] }));
    brought.then(all => worker.postMessage(all), () => {});
    const learners = new Map();
    const [runtime, vertex, fragment, atlas, kept] = await Promise.all([
        loadDotnet().then(dotnet => dotnet.create()), text('shaders/quad.vert'), text('shaders/quad.frag'),
        resource('font/inter.atlas').then(picture), keeping,
    ]);
    const paper = element('paper');
    let canvas, page, frameIsComing = false, pausing = 0, keepBy = 0;
    const now = () => performance.now() / 1000;
    const keep = () => {
        clearTimeout(pausing);
        keepBy = 0;
        if (kept.store)
            page.Keep();
    };
    const isNotKept = name => error => page.FailKeeping(name, reason(error));
    const keepSoon = () => {
        clearTimeout(pausing);
        const time = performance.now();
        keepBy ||= time + longestWait;
        pausing = setTimeout(keep, Math.min(pause, keepBy - time));
    };
    runtime.setModuleImports('gpudigits', {
        // The models go first.
        post: async message => {
            await brought;
            worker.postMessage(message, [message.buffer]);
        },
        startWork: async (name, order) => {
            const own = startWorker('worker.js');
            learners.set(name, own);
            const ifAwaited = tell => event => learners.get(name) === own && tell(event);
            own.addEventListener('message', ifAwaited(event => page.ReceiveWork(name, event.data)));
            own.addEventListener('error', ifAwaited(event => page.FailWork(name, event.message ?? noStart)));
            own.postMessage({ ...await brought, order });
        },
        stopWork: name => {
            learners.get(name)?.terminate();
            learners.delete(name);
        },
        requestFrame: () => {
            // A page that nobody sees draws none, and may end without a word.
            if (document.hidden)
                keepSoon();
            if (frameIsComing)
                return;
            frameIsComing = true;
            requestAnimationFrame(() => {
                frameIsComing = false;
                page.Frame(now());
                keepSoon();
            });
        },
        draw: (quads, red, green, blue) => canvas.draw(view(quads), red, green, blue),
        picture: levels => canvas.picture(view(levels)),
        tiles: (values, side, pages) => {
            const all = view(values);
            canvas.tiles(new Float32Array(all.buffer, all.byteOffset, all.byteLength / 4), side, pages);
        },
        cursor: meaning => paper.style.cursor = ['default', 'crosshair', 'pointer'][meaning],
        announce: said => element('said').textContent = said,
        buttons: json => showButtons(JSON.parse(json), ratio(), id => page.Activate(now(), id)),
        theme: (name, background) => {
            document.documentElement.style.colorScheme = name;
            document.documentElement.style.setProperty('--back', background);
            document.querySelector('meta[name=theme-color]').content = background;
        },
        copy: copied => copy(copied, page),
        keep: (name, content) => kept.store.put(name, content).catch(isNotKept(name)),
        forget: name => kept.store.delete(name).catch(isNotKept(name)),
        download,
        chooseFile: kinds => chooseFile(kinds, page, models),
    });
    page = (await runtime.getAssemblyExports('gpudigits-page')).GpuDigits.Web.BrowserWindow;
    canvas = new Canvas(paper, { vertex, fragment, atlas }, () => page.Redraw());

    const dark = matchMedia('(prefers-color-scheme: dark)');
    for (const [name, content] of kept.files)
        page.TakeFile(name, content);
    page.Start(dark.matches, !matchMedia('(pointer: coarse)').matches, kept.complaint);
    kept.whenLost = () => page.Complain(openElsewhere);
    hear = message => page.Receive(message);
    early.forEach(hear);
    failure.then(problem => page.FailReading(problem));
    dark.addEventListener('change', () => page.FollowTheme(dark.matches));
    const ratio = () => paper.width / Math.max(1, paper.clientWidth);
    const resize = () => {
        const scale = devicePixelRatio;
        const [width, height] = [Math.round(paper.clientWidth * scale), Math.round(paper.clientHeight * scale)];
        if (width === 0 || height === 0)
            return;
        canvas.resize(width, height);
        page.Resize(now(), width, height, scale);
        page.Frame(now());
    };
    resize();
    new ResizeObserver(resize).observe(paper);
    // The same size on a screen of another density.
    const followDensity = () => matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
        resize();
        followDensity();
    }, { once: true });
    followDensity();
    listenToPointers(paper, page, ratio);
    listenToKeys(page);
    listenToFiles(page, models);
    document.addEventListener('visibilitychange', () => document.hidden && keep());
    addEventListener('pagehide', () => {
        page.Leave();
        keep();
    });
    paper.focus({ preventScroll: true });
    element('loading').hidden = true;
    // A panel may look into the networks.
    for (const [name, content] of await models)
        page.TakeModel(name, content);
    globalThis.gpudigits = page;
    // Without it the page works as well, until the network is gone.
    await keepOffline().catch(console.error);
}

/** Why a file could not be kept. Chromium has no words for a full disk. */
function reason(error) {
    return error?.name === 'QuotaExceededError' ? 'there is no room for more' : error?.message || error?.name || 'it does not say why';
}

/** The bytes of the runtime's memory that a span covers; valid until the call returns. */
function view(span) {
    return span._unsafe_create_view();
}

function picture(file) {
    // As it is: colours are distances here.
    return createImageBitmap(new Blob([file]), { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
}

/** The files of earlier visits, and why none are kept now (empty if they are). One window at a time keeps its steps. */
async function keptFiles() {
    const kept = { store: null, files: [], complaint: '', whenLost: () => {} };
    const lose = () => {
        [kept.store, kept.isLost] = [null, true];
        kept.whenLost();
    };
    try {
        // A browser that keeps nothing refuses this too.
        if (!await keepsAlone(lose))
            return { ...kept, complaint: openElsewhere };
        const store = await openStore(), files = await store.all();
        return kept.isLost ? { ...kept, complaint: openElsewhere } : Object.assign(kept, { store, files });
    } catch (error) {
        // Another tab may have more luck.
        stopKeeping();
        return { ...kept, complaint: `This browser keeps nothing here: ${error.message}.` };
    }
}

/**
 * Buttons that nobody sees, over those that the canvas draws. Those that were there stay, and are not moved, which would take the focus
 * from them: so a reader keeps its place.
 */
function showButtons(buttons, ratio, activate) {
    const group = element('buttons');
    const ids = new Set(buttons.map(({ id }) => String(id)));
    [...group.children].filter(button => !ids.has(button.dataset.id)).forEach(button => button.remove());
    const old = new Map([...group.children].map(button => [button.dataset.id, button]));
    buttons.forEach(({ id, name, box, off, on }, i) => {
        const button = old.get(String(id)) ?? document.createElement('button');
        if (group.children[i] !== button)
            group.insertBefore(button, group.children[i] ?? null);
        button.dataset.id = id;
        button.textContent = name;
        button.tabIndex = -1;
        button.disabled = off;
        if (on === undefined)
            button.removeAttribute('aria-pressed');
        else
            button.setAttribute('aria-pressed', on);
        const [x, y, width, height] = box.map(pixels => `${pixels / ratio}px`);
        Object.assign(button.style, { left: x, top: y, width, height });
        button.onclick = () => activate(id);
    });
}
