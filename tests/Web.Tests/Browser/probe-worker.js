// Reads pictures with a model, in a worker as the page's own. Answers with ten probabilities of each, and with the milliseconds that
// each of many readings of one picture took.

import { loadDotnet } from '../resources.js';
import { wasmHost } from '../wasm-host.js';

const bytes = async name => new Uint8Array(await (await fetch(name)).arrayBuffer());
const pixels = 784;

addEventListener('message', async ({ data: { model, times } }) => {
    const runtime = await (await loadDotnet()).create();
    runtime.setModuleImports('wasm-host', wasmHost(runtime));
    const probe = (await runtime.getAssemblyExports('gpudigits-page')).GpuDigits.Web.Probe;
    const [weights, pictures] = await Promise.all([bytes(model), bytes('pictures')]);
    probe.Load(weights);
    const read = at => probe.Read(pictures.subarray(at * pixels, (at + 1) * pixels));
    const probabilities = [], milliseconds = [];
    for (let i = 0; i < pictures.length / pixels; i++)
        probabilities.push(...read(i));
    for (let i = 0; i < times; i++) {
        const began = performance.now();
        read(i);
        milliseconds.push(performance.now() - began);
    }
    postMessage({ probabilities, milliseconds });
});
