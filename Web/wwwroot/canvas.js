// Draws frames of quads on a canvas with WebGL 2, with the shaders of the desktop's window; only what has changed since the frame before.

import { Damage, quadBytes } from './damage.js';

export class Canvas {
    /**
     * @param {HTMLCanvasElement} element
     * @param {{vertex: string, fragment: string, atlas: ImageBitmap}} parts the shaders' texts, and the picture of the font
     * @param {() => void} lost called when all must be drawn anew
     */
    constructor(element, parts, lost) {
        this.element = element;
        this.parts = parts;
        this.damage = new Damage();
        element.addEventListener('webglcontextlost', event => {
            event.preventDefault();
            this.gl = null;
        });
        element.addEventListener('webglcontextrestored', () => {
            this.begin();
            lost();
        });
        this.begin();
    }

    begin() {
        const gl = this.element.getContext('webgl2', {
            alpha: false, antialias: false, depth: false, stencil: false, preserveDrawingBuffer: true,
        });
        if (!gl)
            throw new Error('This browser has no WebGL 2, which draws the page.');
        // Tiles are floats. Where these cannot be interpolated, shorter ones can.
        this.tileFormat = gl.getExtension('OES_texture_float_linear') ? gl.R32F : gl.R16F;
        const program = gl.createProgram();
        for (const [type, text] of [[gl.VERTEX_SHADER, this.parts.vertex], [gl.FRAGMENT_SHADER, this.parts.fragment]]) {
            const shader = gl.createShader(type);
            gl.shaderSource(shader, forWeb(text));
            gl.compileShader(shader);
            if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost())
                throw new Error(`A shader does not compile: ${gl.getShaderInfoLog(shader)}`);
            gl.attachShader(program, shader);
        }
        gl.linkProgram(program);
        if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
            throw new Error(`The shaders do not link: ${gl.getProgramInfoLog(program)}`);
        gl.useProgram(program);
        for (const [unit, name] of ['atlas', 'picture', 'tiles'].entries())
            gl.uniform1i(gl.getUniformLocation(program, name), unit);
        this.viewSize = gl.getUniformLocation(program, 'viewSize');

        // Four vectors of floats, then two packed colours.
        gl.bindVertexArray(gl.createVertexArray());
        gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
        for (let i = 0; i < 6; i++) {
            const isColor = i >= 4;
            gl.enableVertexAttribArray(i);
            gl.vertexAttribPointer(i, 4, isColor ? gl.UNSIGNED_BYTE : gl.FLOAT, isColor, quadBytes, isColor ? 64 + 4 * (i - 4) : 16 * i);
            gl.vertexAttribDivisor(i, 1);
        }

        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
        texture(gl, 0, gl.TEXTURE_2D, gl.LINEAR);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, this.parts.atlas);
        texture(gl, 1, gl.TEXTURE_2D, gl.NEAREST);
        gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, 28, 28);
        texture(gl, 2, gl.TEXTURE_2D_ARRAY, gl.LINEAR);
        gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, this.tileFormat, 1, 1, 1, 0, gl.RED, gl.FLOAT, null);

        gl.enable(gl.BLEND);
        gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        gl.enable(gl.SCISSOR_TEST);
        this.damage.forget();
        this.gl = gl;
    }

    /** A canvas of another size is empty until it is drawn. */
    resize(width, height) {
        [this.element.width, this.element.height] = [width, height];
        this.damage.forget();
    }

    /** @param {Uint8Array} levels 28×28 grey levels */
    picture(levels) {
        this.damage.texturesChanged();
        this.gl?.activeTexture(this.gl.TEXTURE1);
        this.gl?.texSubImage2D(this.gl.TEXTURE_2D, 0, 0, 0, 28, 28, this.gl.RED, this.gl.UNSIGNED_BYTE, levels);
    }

    /** @param {Float32Array} values [pages, side, side] */
    tiles(values, side, pages) {
        this.damage.texturesChanged();
        this.gl?.activeTexture(this.gl.TEXTURE2);
        this.gl?.texImage3D(this.gl.TEXTURE_2D_ARRAY, 0, this.tileFormat, side, side, pages, 0, this.gl.RED, this.gl.FLOAT, values);
    }

    /** @param {Uint8Array} quads in painting order; the colour is where none lies */
    draw(quads, red, green, blue) {
        const gl = this.gl;
        if (!gl)
            return;
        const { width, height } = this.element;
        const changed = this.damage.take(quads, `${red} ${green} ${blue}`);
        if (!changed)
            return;
        const [left, top, right, bottom] = changed.map((edge, i) => Math.min(Math.max(edge, 0), i % 2 ? height : width));
        gl.scissor(left, height - bottom, Math.max(0, right - left), Math.max(0, bottom - top));
        gl.viewport(0, 0, width, height);
        gl.clearColor(red / 255, green / 255, blue / 255, 1);
        gl.clear(gl.COLOR_BUFFER_BIT);
        gl.uniform2f(this.viewSize, width, height);
        gl.bufferData(gl.ARRAY_BUFFER, quads, gl.STREAM_DRAW);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, quads.length / quadBytes);
    }
}

/** A shader of the desktop for WebGL: another first line, and the precision that it has there anyway. */
function forWeb(text) {
    return text.replace('#version 330 core', '#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2DArray;');
}

function texture(gl, unit, target, filter) {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(target, gl.createTexture());
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, filter);
    gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(target, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}
