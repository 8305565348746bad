package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.mmt4j.io.StoredArray;

/** The arrays of one video. */
interface VideoArrays {

  /** The experts that have an array; it may still say that they are missing. */
  Set<String> experts() throws IOException;

  /** The file that has an expert's array. */
  Path file(String expert);

  /** The array of one of {@link #experts}. */
  StoredArray array(String expert) throws IOException;
}
