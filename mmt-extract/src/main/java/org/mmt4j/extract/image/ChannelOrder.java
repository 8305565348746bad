package org.mmt4j.extract.image;

/** Which colour comes first. */
public enum ChannelOrder {
  /** Red, green, blue: networks of PyTorch and TensorFlow. */
  RGB,
  /** Blue, green, red: networks of Caffe and OpenCV. */
  BGR;

  /** Where the channel of this place is in red, green, blue. */
  int source(int channel) {
    return this == RGB ? channel : Pixels.CHANNELS - 1 - channel;
  }
}
