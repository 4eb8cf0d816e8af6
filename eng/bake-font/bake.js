// Inter Medium -> one 512x256 multi-channel distance-field atlas and its metrics. See README.md.
const fs = require("fs")
const path = require("path")
const { Msdfgen } = require("msdfgen-wasm")
const { repack } = require("./repack")

const SIZE = 40 // atlas pixels per em
const RANGE = 5 // width of the distance ramp in atlas pixels
const EXTRA = "×÷−√π²≈⌫✓←→’“”…·–—±≠°"

async function main(fontFile) {
  const wasm = fs.readFileSync(path.join(__dirname, "node_modules", "msdfgen-wasm", "wasm", "msdfgen.wasm"))
  const generator = await Msdfgen.create(wasm)
  const ascii = Array.from({ length: 95 }, (_, i) => 32 + i)
  const wanted = [...ascii, ...[...EXTRA].map(c => c.codePointAt(0))]
  generator.loadFont(fs.readFileSync(fontFile), wanted)
  generator.loadGlyphs(wanted, { preprocess: true })
  const missing = wanted.filter(code => !generator.glyphs.some(glyph => glyph.unicode === code))
  if (missing.length > 0) throw new Error("the font lacks " + missing.map(code => String.fromCodePoint(code)).join(" "))

  const options = { size: SIZE, range: RANGE, edgeColoring: "simple" }
  const bins = generator.packGlyphs(options, { maxWidth: 512, maxHeight: 256, padding: 1, pot: false, smart: false, allowRotation: false })
  if (bins.length !== 1) throw new Error(`the glyphs need ${bins.length} atlases of 512x256`)
  const bin = bins[0]
  bin.width = 512
  bin.height = 256

  const em = x => Math.round(x * 1e5) / 1e5
  const glyphs = bin.rects.map(({ x, y, width, height, glyph, msdfData: d }) => {
    const plain = { code: glyph.unicode, advance: em(glyph.advance) }
    if (!width || !height) return plain
    // msdfgen maps a point p of the shape to (p + translate) * scale.
    return { ...plain, x, y, width, height, left: em(-d.xTranslate), bottom: em(-d.yTranslate) }
  }).sort((a, b) => a.code - b.code)
  const { ascenderY, descenderY, lineHeight } = generator.metrics
  const metrics = { size: SIZE, range: RANGE, ascender: em(ascenderY), descender: em(descenderY), lineHeight: em(lineHeight), glyphs }
  const folder = path.join(__dirname, "..", "..", "Pictures", "Font")
  fs.writeFileSync(path.join(folder, "inter.png"), repack(Buffer.from(generator.createAtlasImage(bin))))
  const rows = glyphs.map(glyph => "    " + JSON.stringify(glyph)).join(",\n")
  const { glyphs: _, ...head } = metrics
  const lines = Object.entries(head).map(([key, value]) => `  "${key}": ${value},`).join("\n")
  fs.writeFileSync(path.join(folder, "inter.json"), `{\n${lines}\n  "glyphs": [\n${rows}\n  ]\n}\n`)
}

main(process.argv[2]).catch(error => {
  console.error(`bake-font: ${error.message}`)
  process.exit(1)
})
