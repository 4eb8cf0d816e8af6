// Finds where a frame differs from the one before, so that only this part of the canvas is drawn anew.

/** The bytes of a quad: its bounds first (x, y, width, height), in floats; the box that it is cut to from word 12 on; its kind in word 11. */
export const quadBytes = 72;

const words = quadBytes / 4, kind = 11, clip = 12;

/** From this kind on a quad shows a texture that changes: the picture, tiles. */
const firstTextured = 3;

export class Damage {
    constructor() {
        this.frame = new Frame();
        this.before = new Frame();
        this.forget();
    }

    /** Everything is to be drawn. */
    forget() {
        this.isAll = true;
    }

    /** The picture or the tiles have changed. */
    texturesChanged() {
        this.areTexturesNew = true;
    }

    /**
     * Takes the next frame.
     * @param {Uint8Array} quads in painting order
     * @param {string} ground the colour where no quad lies
     * @returns {[number, number, number, number] | null} left, top, right and bottom of what changed, in whole pixels; null: nothing
     */
    take(quads, ground) {
        [this.frame, this.before] = [this.before, this.frame];
        this.frame.fill(quads);
        const isAll = this.isAll || ground !== this.ground;
        const areTexturesNew = this.areTexturesNew;
        this.ground = ground;
        this.isAll = this.areTexturesNew = false;
        return isAll ? [-Infinity, -Infinity, Infinity, Infinity] : this.changed(areTexturesNew);
    }

    changed(areTexturesNew) {
        const { frame, before } = this;
        const box = [Infinity, Infinity, -Infinity, -Infinity];
        const shorter = Math.min(frame.count, before.count);
        let first = 0, last = 0;
        while (first < shorter && frame.isSame(first, before, first))
            first++;
        while (last < shorter - first && frame.isSame(frame.count - 1 - last, before, before.count - 1 - last))
            last++;
        const areAligned = frame.count === before.count;
        for (const [one, other] of [[frame, before], [before, frame]]) {
            for (let i = first; i < one.count - last; i++) {
                if (!areAligned || !one.isSame(i, other, i))
                    one.grow(box, i);
            }
        }
        for (let i = 0; areTexturesNew && i < frame.count; i++) {
            if (frame.floats[i * words + kind] >= firstTextured)
                frame.grow(box, i);
        }
        return box[0] < box[2] && box[1] < box[3] ? [Math.floor(box[0]), Math.floor(box[1]), Math.ceil(box[2]), Math.ceil(box[3])] : null;
    }
}

/** The quads of a frame, copied: the program's memory moves. */
class Frame {
    constructor() {
        this.reserve(1 << 16);
        this.count = 0;
    }

    reserve(size) {
        this.bytes = new Uint8Array(size);
        this.bits = new Uint32Array(this.bytes.buffer);
        this.floats = new Float32Array(this.bytes.buffer);
    }

    fill(quads) {
        if (quads.length > this.bytes.length)
            this.reserve(1 << Math.ceil(Math.log2(quads.length)));
        this.bytes.set(quads);
        this.count = quads.length / quadBytes;
    }

    isSame(quad, other, otherQuad) {
        for (let i = quad * words, k = otherQuad * words, end = i + words; i < end; i++, k++) {
            if (this.bits[i] !== other.bits[k])
                return false;
        }
        return true;
    }

    /** Grows a box so that it holds a quad. */
    grow(box, quad) {
        const at = quad * words, f = this.floats;
        const left = Math.max(f[at], f[at + clip]), right = Math.min(f[at] + f[at + 2], f[at + clip] + f[at + clip + 2]);
        const top = Math.max(f[at + 1], f[at + clip + 1]), bottom = Math.min(f[at + 1] + f[at + 3], f[at + clip + 1] + f[at + clip + 3]);
        box[0] = Math.min(box[0], left);
        box[1] = Math.min(box[1], top);
        box[2] = Math.max(box[2], right);
        box[3] = Math.max(box[3], bottom);
    }
}
