// Writes a TensorFlow.js graph model with each operation that is converted, and what TensorFlow.js
// computes of it: operations.json, operations.bin, operations.expected.json.
//   npm install @tensorflow/tfjs@4.22.0 && node operations.mjs
import * as tf from '@tensorflow/tfjs';
import fs from 'fs';

const nodes = [], weights = [], bytes = [], outputs = [];
const b64 = text => Buffer.from(text).toString('base64');
const type = name => ({type: name});
const ints = values => ({list: {i: values.map(String)}});
const texts = values => ({list: {s: values.map(b64)}});
const T = {T: type('DT_FLOAT')};
const wave = (n, step, amplitude) =>
    Array.from({length: n}, (_, i) => amplitude * Math.sin(step * i));

function half(value) {  // nearest binary16 of a normal number
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const bits = (exponent + 15) * 1024 + Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return bits + (value < 0 ? 0x8000 : 0);
}

function constant(name, dtype, shape, values, quantization) {
  const stored = quantization?.dtype ?? dtype;
  for (const v of values) {
    const b = Buffer.alloc({float32: 4, int32: 4, float16: 2, uint8: 1, bool: 1}[stored]);
    if (stored === 'float32') b.writeFloatLE(v);
    else if (stored === 'int32') b.writeInt32LE(v);
    else if (stored === 'float16') b.writeUInt16LE(half(v));
    else b.writeUInt8(v);
    bytes.push(b);
  }
  weights.push({name, shape, dtype, ...(quantization ? {quantization} : {})});
  nodes.push({name, op: 'Const', attr: {
    dtype: type({float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL'}[dtype])}});
  return name;
}
const int = (name, values, shape) => constant(name, 'int32', shape ?? [values.length], values);
const scalar = (name, value) => constant(name, 'int32', [], [value]);
const float = (name, shape, values) => constant(name, 'float32', shape, values);

function node(name, op, input, attr = T) { nodes.push({name, op, input, attr}); return name; }
function out(name, op, input, attr = T) { outputs.push(name); return node(name, op, input, attr); }
function outInt(name, op, input, attr) {
  node(name + '_int', op, input, attr);
  out(name, 'Cast', [name + '_int'], {SrcT: type('DT_INT32'), DstT: type('DT_FLOAT')});
}

nodes.push({name: 'x', op: 'Placeholder', attr: {dtype: type('DT_FLOAT'),
  shape: {shape: {dim: [1, 6, 5, 2].map(size => ({size: String(size)}))}}}});
const image = (strides, padding, more = {}) => ({...T, strides: ints([1, strides, strides, 1]),
  padding: {s: b64(padding)}, data_format: {s: b64('NHWC')}, dilations: ints([1, 1, 1, 1]), ...more});

// images
float('k', [3, 3, 2, 4], wave(72, 0.9, 1));
constant('k16', 'float32', [3, 3, 2, 4], wave(72, 1.3, 2).map(v => Math.fround(v)),
    {dtype: 'float16', original_dtype: 'float32'});
constant('k8', 'float32', [2, 2, 2, 3], Array.from({length: 24}, (_, i) => 37 * i % 256),
    {dtype: 'uint8', original_dtype: 'float32', scale: 0.0078125, min: -1});
float('bias', [4], [0.5, -0.5, 1, 0]);
float('d', [3, 3, 2, 2], wave(36, 1.1, 1));
out('conv_same', 'Conv2D', ['x', 'k'], image(2, 'SAME'));
out('conv_valid', '_FusedConv2D', ['x', 'k16', 'bias'],
    image(1, 'VALID', {fused_ops: texts(['BiasAdd', 'Relu6']), num_args: {i: '1'}}));
out('conv_bytes', 'Conv2D', ['x', 'k8'], image(1, 'SAME'));
out('conv_dilated', 'Conv2D', ['x', 'k8'], image(1, 'VALID', {dilations: ints([1, 2, 2, 1])}));
out('depthwise', 'DepthwiseConv2dNative', ['x', 'd'], image(1, 'SAME'));
out('depthwise_fused', 'FusedDepthwiseConv2dNative', ['x', 'd', 'bias'],
    image(2, 'SAME', {fused_ops: texts(['BiasAdd', 'Relu']), num_args: {i: '1'}}));
out('max_pool', 'MaxPool', ['x'], image(2, 'SAME', {ksize: ints([1, 3, 3, 1])}));
int('size', [9, 7]);
for (const [name, corners, centers] of
    [['resize', false, false], ['resize_centers', false, true], ['resize_corners', true, false]])
  out(name, 'ResizeBilinear', ['x', 'size'],
      {...T, align_corners: {b: corners}, half_pixel_centers: {b: centers}});

// shapes
int('rows', [6, 10]);
out('reshape', 'Reshape', ['x', 'rows']);
float('m', [10, 4], wave(40, 0.3, 1));
out('product', '_FusedMatMul', ['reshape', 'm', 'bias'], {...T, transpose_a: {b: false},
  transpose_b: {b: false}, fused_ops: texts(['BiasAdd', 'Relu']), num_args: {i: '1'}});
int('axes', [1, 2]);
scalar('zero', 0); scalar('one', 1); scalar('two', 2); scalar('three', 3); scalar('last', -1);
out('mean', 'Mean', ['x', 'axes'], {...T, keep_dims: {b: true}});
out('mean_dropped', 'Mean', ['x', 'axes'], {...T, keep_dims: {b: false}});
outInt('arg_max', 'ArgMax', ['reshape', 'one'], {...T, output_type: type('DT_INT32')});
node('top', 'TopKV2', ['reshape', 'three'], {...T, sorted: {b: true}});
out('top_values', 'Identity', ['top']);
out('top_indices', 'Cast', ['top:1'], {SrcT: type('DT_INT32'), DstT: type('DT_FLOAT')});
int('chosen', [4, 0, 4]);
out('gather', 'GatherV2', ['reshape', 'chosen', 'one'], {...T, batch_dims: {i: '0'}});
int('places', [0, 1, 5, 9, 3, 3], [3, 2]);
out('gather_nd', 'GatherNd', ['reshape', 'places']);
out('transpose', 'Transpose', ['x', int('perm', [0, 3, 1, 2])]);
out('expand', 'ExpandDims', ['reshape', 'last']);
out('squeeze', 'Squeeze', ['x'], {...T, squeeze_dims: ints([0])});
out('concat', 'ConcatV2', ['x', 'x', 'three'], {...T, N: {i: '2'}});
out('pack', 'Pack', ['reshape', 'reshape'], {...T, N: {i: '2'}, axis: {i: '1'}});
node('rows_of', 'Unpack', ['reshape'], {...T, num: {i: '6'}, axis: {i: '0'}});
out('unpack', 'Identity', ['rows_of:2']);
node('parts', 'SplitV', ['reshape', int('lengths', [3, 7]), 'one'], {...T, num_split: {i: '2'}});
out('split', 'Identity', ['parts:1']);
const slice = (begin, end, shrink) => ({...T, begin_mask: {i: String(begin)},
  end_mask: {i: String(end)}, shrink_axis_mask: {i: String(shrink)}, new_axis_mask: {i: '0'},
  ellipsis_mask: {i: '0'}});
int('begin', [1, 4]); int('end', [5, 9]); int('step', [2, 1]);
out('slice', 'StridedSlice', ['reshape', 'begin', 'end', 'step'], slice(0, 0, 0));
out('slice_masked', 'StridedSlice', ['reshape', 'begin', 'end', 'step'], slice(1, 2, 0));
int('ones', [1, 1]);  // with another step, TensorFlow.js differs from TensorFlow
out('slice_shrunk', 'StridedSlice', ['reshape', 'begin', 'end', 'ones'], slice(0, 0, 2));
out('slice_last', 'StridedSlice', ['reshape', int('b1', [-1]), int('e1', [0]), int('s1', [1])],
    slice(0, 0, 1));
out('slice_reversed', 'StridedSlice', ['reshape', int('b2', [0]), int('e2', [0]), int('s2', [-1])],
    slice(1, 1, 0));
int('paddings', [0, 0, 1, 2, 0, 3, 0, 0], [4, 2]);
out('pad', 'Pad', ['x', 'paddings']);
out('pad_value', 'PadV2', ['x', 'paddings', float('filling', [], [-7])]);
int('no_places', [], [0, 1]); int('no_values', []);
int('two_axes', [2]); int('partial', [0, 10]);
node('sparse', 'SparseToDense', [int('first', [0], [1, 1]), 'two_axes', int('six', [6]), 'zero'],
    {T: type('DT_INT32')});
node('shape', 'AddV2', ['sparse', 'partial'], {T: type('DT_INT32')});
out('sparse_shape', 'Reshape', ['x', 'shape']);
node('empty', 'SparseToDense', ['no_places', 'two_axes', 'no_values', 'zero'],
    {T: type('DT_INT32')});
node('same_shape', 'AddV2', ['rows', 'empty'], {T: type('DT_INT32')});
out('empty_shape', 'Reshape', ['x', 'same_shape']);

// elements
float('y', [2], [0.25, -0.5]);
for (const op of ['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Minimum', 'Maximum', 'FloorDiv',
  'FloorMod', 'SquaredDifference']) out(op, op, ['x', 'y']);
for (const op of ['Relu', 'Relu6', 'Sigmoid', 'Identity']) out(op, op, ['x']);
out('Sqrt', 'Sqrt', ['SquaredDifference']);
out('LeakyRelu', 'LeakyRelu', ['x'], {...T, alpha: {f: 0.1}});
out('Softmax', 'Softmax', ['reshape']);
node('equal', 'Equal', ['x', 'Relu']);
out('Equal', 'Cast', ['equal'], {SrcT: type('DT_BOOL'), DstT: type('DT_FLOAT')});
int('a', [7, -7, 7, -7, 6]); int('b', [3, 3, -3, -3, 3]);
outInt('floor_div_int', 'FloorDiv', ['a', 'b'], {T: type('DT_INT32')});
outInt('floor_mod_int', 'FloorMod', ['a', 'b'], {T: type('DT_INT32')});
node('truncated', 'Cast', ['x'], {SrcT: type('DT_FLOAT'), DstT: type('DT_INT32')});
out('Cast', 'Cast', ['truncated'], {SrcT: type('DT_INT32'), DstT: type('DT_FLOAT')});

const model = {format: 'graph-model', modelTopology: {node: nodes, versions: {producer: 1, minConsumer: 1}},
  weightsManifest: [{paths: ['operations.bin'], weights}]};
const bin = Buffer.concat(bytes);
const loaded = await tf.loadGraphModel(tf.io.fromMemory({
  modelTopology: model.modelTopology, weightSpecs: weights,
  weightData: bin.buffer.slice(bin.byteOffset, bin.byteOffset + bin.length)}));
const x = tf.tensor(wave(60, 0.7, 3), [1, 6, 5, 2]);
const expected = {};
for (const name of outputs) {
  const y = loaded.execute({x}, name);
  expected[name] = {shape: y.shape,
    values: Array.from(y.dataSync(), v => Number(v.toPrecision(8)))};
}
fs.writeFileSync('operations.json', JSON.stringify(model) + '\n');
fs.writeFileSync('operations.bin', bin);
fs.writeFileSync('operations.expected.json', JSON.stringify(expected) + '\n');
