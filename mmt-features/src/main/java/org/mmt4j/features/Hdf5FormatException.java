package org.mmt4j.features;

/**
 * A data set is not what it should be; {@link Hdf5Contents} adds the names of file and data set.
 */
final class Hdf5FormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Hdf5FormatException(String foundAndExpected) {
    super(foundAndExpected);
  }
}
