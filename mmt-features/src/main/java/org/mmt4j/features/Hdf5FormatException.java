package org.mmt4j.features;

/**
 * Thrown if a data set is not as expected. {@link Hdf5Contents} adds the names of the file and the
 * data set.
 */
final class Hdf5FormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Hdf5FormatException(String foundAndExpected) {
    super(foundAndExpected);
  }
}
