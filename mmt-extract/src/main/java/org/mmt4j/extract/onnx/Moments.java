package org.mmt4j.extract.onnx;

import java.util.Optional;
import org.mmt4j.extract.VideoFileException;

/** The moments of one video, in order of time. */
interface Moments extends AutoCloseable {

  /** Returns the next moment; empty at the end. */
  Optional<Moment> next() throws VideoFileException;

  @Override
  void close();
}
