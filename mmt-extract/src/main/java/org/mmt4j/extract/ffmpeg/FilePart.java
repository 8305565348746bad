package org.mmt4j.extract.ffmpeg;

/**
 * A range of bytes of a file that is a file of its own, as joining files makes them.
 *
 * @param from first byte
 * @param until byte after the last one
 * @param start second of the whole file at which the part starts
 * @param end second of the whole file at which the part ends; 0 if it was not read
 */
record FilePart(long from, long until, double start, double end) {

  /** A file that is not joined. */
  static final FilePart WHOLE = new FilePart(0, Long.MAX_VALUE, 0, 0);

  /** Creates a part whose times are not known yet. */
  FilePart(long from, long until) {
    this(from, until, 0, 0);
  }

  /** Returns the part with the time at which it starts. */
  FilePart startingAt(double second) {
    return new FilePart(from, until, second, second);
  }

  /** Returns the part with the time at which it ends. */
  FilePart endingAt(double second) {
    return new FilePart(from, until, start, second);
  }

  /** Returns the FFmpeg protocols for reading the part, separated by commas. */
  String protocols() {
    return equals(WHOLE) ? "file" : "file,subfile";
  }

  /** Returns what precedes the path of the file in its address. */
  String addressPrefix() {
    return equals(WHOLE) ? "file:" : "subfile,,start," + from + ",end," + until + ",,:file:";
  }

  /** Returns what messages call the part. */
  @Override
  public String toString() {
    return "the joined file at byte " + from;
  }
}
