// Prints what TensorFlow.js computes of the networks that mmt converts: for each output the shape,
// the sum of the absolute values and 16 values.
//   npm install @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
//   node networks.mjs MODEL_DIR > networks.expected.json
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import fs from 'fs';

const NETWORKS = {
  centernet: ['float32', [1, 512, 512, 3], 127.5, 127.5,
    ['tower_0/keypoints', 'tower_0/wh', 'tower_0/detections']],
  nanodet: ['float32', [1, 3, 416, 416], 2, 0,
    ['Identity', 'Identity_1', 'Identity_2', 'Identity_3', 'Identity_4', 'Identity_5']],
  blazeface: ['float32', [1, 256, 256, 3], 1, 0, ['Identity', 'Identity_1', 'Identity_2', 'Identity_3']],
  faceres: ['float32', [1, 224, 224, 3], 127.5, 127.5,
    ['global_pooling/Mean', 'gender_pred/Sigmoid', 'age_pred/Softmax']],
  'movenet-lightning': ['int32', [1, 192, 192, 3], 127.5, 127.5, ['Identity']],
};
await tf.setBackend(process.argv[3] ?? 'wasm');
const found = {};
for (const [name, [dtype, shape, amplitude, offset, outputs]] of Object.entries(NETWORKS)) {
  const file = `${process.argv[2]}/${name}.json`;
  const model = JSON.parse(fs.readFileSync(file));
  const bin = fs.readFileSync(file.replace(/json$/, 'bin'));
  const loaded = await tf.loadGraphModel(tf.io.fromMemory({
    modelTopology: model.modelTopology, weightSpecs: model.weightsManifest[0].weights,
    weightData: bin.buffer.slice(bin.byteOffset, bin.byteOffset + bin.length)}));
  const size = shape.reduce((a, b) => a * b);
  const values = Array.from({length: size}, (_, i) => {
    const v = offset + amplitude * Math.sin(0.37 * i) * Math.cos(1e-4 * i);
    return dtype === 'int32' ? Math.round(v) : v;
  });
  const input = tf.tensor(values, shape, dtype);
  found[name] = {};
  for (const output of outputs) {
    const y = loaded.execute({[loaded.inputs[0].name]: input}, output);
    const data = Array.from(y.dataSync());
    const step = Math.max(1, Math.floor(data.length / 16));
    found[name][output] = {shape: y.shape, sum: data.reduce((a, b) => a + Math.abs(b), 0),
      values: data.filter((_, i) => i % step === 0).slice(0, 16)};
  }
}
console.log(JSON.stringify(found));
