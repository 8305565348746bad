package org.mmt4j.extract.image;

/** The order of the colour channels. */
public enum ChannelOrder {
  /** Red, green, blue: networks of PyTorch and TensorFlow. */
  RGB,
  /** Blue, green, red: networks of Caffe and OpenCV. */
  BGR;

  /** Returns the index in RGB of the given channel. */
  int source(int channel) {
    return this == RGB ? channel : Pixels.CHANNELS - 1 - channel;
  }
}
