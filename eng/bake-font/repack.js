// The same picture as a PNG that is not compressed inside: what carries it (the page's brotli, a package's gzip) compresses it better
// as a whole. Paeth's filter leaves the least for it.
const zlib = require("zlib")

const PAETH = 4, BYTES = 4 // Bytes a pixel: RGBA.

exports.repack = png => {
  const chunks = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)) })
  const of = type => Buffer.concat(chunks.filter(chunk => chunk.type === type).map(chunk => chunk.data))
  const head = of("IHDR")
  if (head[8] !== 8 || head[9] !== 6 || head[12] !== 0) throw new Error("the atlas must have four bytes a pixel, not interlaced")
  const rows = filtered(plain(zlib.inflateSync(of("IDAT")), BYTES * head.readUInt32BE(0)))
  return Buffer.concat([
    png.subarray(0, 8), chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(Buffer.concat(rows), { level: 0 })), chunk("IEND", Buffer.alloc(0)),
  ])
}

// The rows without their filters, behind one of zeros.
function plain(bytes, width) {
  const rows = [Buffer.alloc(width)]
  for (let at = 0; at < bytes.length; at += 1 + width) {
    const filter = bytes[at], row = Buffer.from(bytes.subarray(at + 1, at + 1 + width)), above = rows.at(-1)
    for (let i = 0; i < width; i++) row[i] += guess(filter, row[i - BYTES] ?? 0, above[i], above[i - BYTES] ?? 0)
    rows.push(row)
  }
  return rows
}

function filtered(rows) {
  return rows.slice(1).map((row, y) => {
    const bytes = Buffer.alloc(1 + row.length, PAETH)
    row.forEach((value, i) => { bytes[1 + i] = value - guess(PAETH, row[i - BYTES] ?? 0, rows[y][i], rows[y][i - BYTES] ?? 0) })
    return bytes
  })
}

// What a filter expects of a byte, from the ones on its left, above it, and above its left one (PNG, 9.2).
function guess(filter, left, above, corner) {
  if (filter < PAETH) return [0, left, above, (left + above) >> 1][filter]
  const [l, a, c] = [left, above, corner].map(value => Math.abs(left + above - corner - value))
  return l <= a && l <= c ? left : a <= c ? above : corner
}

function chunk(type, data) {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, "latin1")
  data.copy(bytes, 8)
  bytes.writeUInt32BE(zlib.crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}
