// node run.js MODEL INPUT OUTPUT TYPE SIZE…: gives the raw little-endian numbers in INPUT (TYPE float32 or uint8) to a model, as a tensor of
// the sizes, and writes those of its one output, floats, to OUTPUT.
const fs = require("fs")
const ort = require("onnxruntime-node")

async function main([model, input, output, type, ...sizes]) {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 })
  const bytes = fs.readFileSync(input)
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  const data = type === "uint8" ? new Uint8Array(buffer) : new Float32Array(buffer)
  const results = await session.run({ [session.inputNames[0]]: new ort.Tensor(type, data, sizes.map(Number)) })
  const { data: numbers } = results[session.outputNames[0]]
  fs.writeFileSync(output, Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength))
}

main(process.argv.slice(2)).catch(error => {
  console.error(error.message)
  process.exit(1)
})
