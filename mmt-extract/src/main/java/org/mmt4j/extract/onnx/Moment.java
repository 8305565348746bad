package org.mmt4j.extract.onnx;

/**
 * The input of a network for one moment of a video.
 *
 * @param time middle of the moment, in seconds
 * @param input array that the network reads
 */
record Moment(double time, OnnxArray input) {}
