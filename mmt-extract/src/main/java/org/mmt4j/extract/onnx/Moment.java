package org.mmt4j.extract.onnx;

/**
 * What a network sees of one moment.
 *
 * @param time second in the middle of it
 * @param seen what the network reads
 */
record Moment(double time, OnnxArray seen) {}
