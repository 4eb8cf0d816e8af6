// Keeps the page's files, so that it starts at once and without the server. offline-files.js is made when the page is published: the
// names and hashes of all files, and a version that changes with any of them. A new version is fetched whole beside the old one and
// takes over when the page is next started; a page that runs never gets files of two versions.
importScripts('offline-files.js');

const { version, files } = self.offlineFiles;
const base = new URL('./', self.location);
// All pages of a server share its caches. No path has a space, so that none of these begins with another.
const prefix = `gpudigits ${base.pathname} `;
const own = prefix + version;

self.addEventListener('install', event => event.waitUntil(keep()));
self.addEventListener('activate', event => event.waitUntil(takeOver()));
self.addEventListener('fetch', event => event.respondWith(answer(event.request)));

async function keep() {
    const isNew = !await caches.has(own), cache = await caches.open(own);
    try {
        // no-cache: what has not changed is not sent again. A file that is not the listed one fails the installation.
        await cache.addAll(files.map(({ name, hash }) => new Request(new URL(name, base), { cache: 'no-cache', integrity: hash })));
    } catch (error) {
        // Where only this script has changed, it is the one in use.
        if (isNew) await caches.delete(own);
        throw error;
    }
}

async function takeOver() {
    const names = await caches.keys();
    await Promise.all(names.filter(name => name.startsWith(prefix) && name !== own).map(name => caches.delete(name)));
    await self.clients.claim();
}

async function answer(request) {
    const url = new URL(request.url);
    if (url.origin !== base.origin) return Response.error();
    const cache = await caches.open(own);
    const kept = await cache.match(request.mode === 'navigate' && url.pathname === base.pathname ? new URL('index.html', base) : request,
        { ignoreSearch: true, ignoreVary: true });
    return kept ?? fetch(request);
}
