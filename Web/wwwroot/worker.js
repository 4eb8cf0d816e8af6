// The worker: a second runtime with the same program, which reads what the window sends.

import { decode } from './photograph.js';
import { loadDotnet } from './resources.js';
import { wasmHost } from './wasm-host.js';

// What goes wrong here is told to the window, which hears errors but no rejected promises.
addEventListener('unhandledrejection', event => {
    throw event.reason;
});
const waiting = [];
let take = message => waiting.push(message);
addEventListener('message', event => take(event.data));

const runtime = await (await loadDotnet()).create();
runtime.setModuleImports('gpudigits', { post: message => postMessage(message, [message.buffer]) });
runtime.setModuleImports('wasm-host', wasmHost(runtime));
const worker = (await runtime.getAssemblyExports('gpudigits-page')).GpuDigits.Web.ReadingWorker;

// The first message brings the models.
take = ({ models, own, order, photograph }) => {
    for (const [name, content] of models)
        worker.TakeModel(name, content);
    if (own)
        worker.TakeOwnModel(own);
    take = message => worker.Receive(message);
    // A worker that learns gets its order with the models, and reads nothing; nor does one that traces a photograph.
    if (order)
        worker.Work(order);
    else if (photograph)
        trace(photograph);
    else
        worker.Start();
};
waiting.forEach(message => take(message));

async function trace(photograph) {
    try {
        const { width, height, pixels } = await decode(photograph);
        worker.Trace(photograph.name, width, height, pixels);
    } catch (error) {
        postMessage({ problem: error.message });
    }
}
