// Files of the person: sheets are opened, the writing of photographs goes onto the sheet. They are chosen, dropped or pasted.

import { startWorker } from './resources.js';

const largestFile = 64; // Mebibytes, of a sheet as of a photograph.

/**
 * Lets the person choose a file of some kinds, as the accept attribute of HTML names them.
 * @param page the exports of the program
 * @param models a promise of the models, with which a photograph is read
 */
export function chooseFile(kinds, page, models) {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = kinds;
    input.onchange = () => input.files.length > 0 && open(input.files[0], input.files[0].name, page, models);
    input.click();
}

/** See chooseFile for the parameters. */
export function listenToFiles(page, models) {
    addEventListener('dragover', event => event.preventDefault());
    addEventListener('drop', event => {
        event.preventDefault();
        if (event.dataTransfer?.files.length > 0)
            open(event.dataTransfer.files[0], event.dataTransfer.files[0].name, page, models);
    });
    addEventListener('paste', event => {
        const data = event.clipboardData, picture = [...data?.files ?? []].find(isPicture), text = data?.getData('text/plain') ?? '';
        // Some programs copy a picture of the text beside it; file managers copy the name of the file.
        if (picture && (!text || text.includes(picture.name)))
            open(picture, 'the pasted picture', page, models);
        else if (text)
            page.Paste(event.timeStamp / 1000, text);
    });
}

export function download(name, content) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function open(file, name, page, models) {
    const size = Math.ceil(file.size / 2 ** 20);
    if (size > largestFile)
        page.Complain(`${name}: ${size} MB are too many, at most ${largestFile} are read; choose a smaller file`);
    else if (isPicture(file))
        readPhotograph(file, name, page, models);
    else
        file.arrayBuffer().then(
            content => page.Open(name, new Uint8Array(content)),
            () => page.Complain(`${name}: it cannot be read; choose a file that is there, and no folder`));
}

function isPicture(file) {
    return file.type.startsWith('image/');
}

/** In a worker of its own, which ends with its memory: reading goes on meanwhile. */
function readPhotograph(file, name, page, models) {
    const worker = startWorker('worker.js');
    const end = told => {
        worker.terminate();
        told();
    };
    worker.addEventListener('message', ({ data }) =>
        end(() => data.problem ? page.FailPhotograph(data.problem) : page.ReceivePhotograph(name, data)));
    worker.addEventListener('error', event => end(() => page.FailPhotograph(`${name}: ${event.message ?? 'its worker did not start'}`)));
    page.AwaitPhotograph(name);
    models.then(
        all => worker.postMessage({ models: all, photograph: { name, file } }), error => end(() => page.FailPhotograph(error.message)));
}
