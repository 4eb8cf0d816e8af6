// Decodes a photograph, in a worker. The browser does it, in all formats that it knows, and turns it as the camera was held.

const mostPixels = 3e6; // A larger picture is shrunk: ink is looked for in fewer, and a person waits.

/**
 * @returns {Promise<{width: number, height: number, pixels: Uint8Array}>} RGBA
 * @throws {Error} for a person: what is wrong
 */
export async function decode({ name, file }) {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
        throw new Error(`${name}: this browser cannot read it as a picture; choose a JPEG or PNG that is whole`);
    });
    const shrunk = Math.min(1, Math.sqrt(mostPixels / (bitmap.width * bitmap.height)));
    const [width, height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.floor(side * shrunk)));
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return { width, height, pixels: new Uint8Array(context.getImageData(0, 0, width, height).data.buffer) };
}
