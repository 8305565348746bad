package org.mmt4j.graph.memory;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of a device other than the CPU. An array of the host is the handle of its twin there:
 * steps of the device read and write the twin, everything else the array. A twin has the layout of
 * all the memory that the array is a view of.
 */
public interface DeviceMemory {

  /** Copies the values of the twin to an array, if they are newer. */
  void download(INDArray array);

  /** States that the host has changed an array: the next step that uses it copies it first. */
  void changed(INDArray array);

  /** States that the content of all the memory of an array is arbitrary: it is not copied. */
  void arbitrary(INDArray array);

  /** Returns the number of bytes that are allocated on the device. */
  long bytes();

  /** Frees the twin of an array that is about to be closed. */
  void free(INDArray array);
}
