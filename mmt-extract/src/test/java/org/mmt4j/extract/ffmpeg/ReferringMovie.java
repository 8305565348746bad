package org.mmt4j.extract.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.List;

/** QuickTime files for tests whose media are in another file, as their data references say. */
public final class ReferringMovie {

  private static final List<String> PARENTS =
      List.of("dref", "dinf", "minf", "mdia", "trak", "moov");

  private ReferringMovie() {}

  /** Returns a file without media that refers to a file beside it by a Macintosh alias. */
  public static byte[] withAlias(byte[] movie, String name) {
    byte[] path = ("/" + name).getBytes(US_ASCII);
    byte[] record =
        Bytes.concat(
            new byte[] {0, 2, 0, (byte) path.length},
            path,
            new byte[path.length % 2],
            new byte[] {(byte) 0xff, (byte) 0xff, 0, 0});
    return refer(movie, "alis", Bytes.concat(new byte[150], record));
  }

  /** Returns a file without media that refers to an address. */
  public static byte[] withAddress(byte[] movie, String address) {
    return refer(movie, "url ", Bytes.concat(address.getBytes(US_ASCII), new byte[1]));
  }

  /** Replaces the last data reference to the file itself. */
  private static byte[] refer(byte[] movie, String kind, byte[] content) {
    byte[] bytes = movie.clone();
    int header = Bytes.indexOf(bytes, "moov".getBytes(US_ASCII)) - 4;
    Arrays.fill(bytes, Bytes.indexOf(bytes, "mdat".getBytes(US_ASCII)) + 4, header, (byte) 0);
    int at =
        Math.max(
            lastIndexOf(bytes, Bytes.concat("url ".getBytes(US_ASCII), Ints.toByteArray(1))),
            lastIndexOf(bytes, Bytes.concat("alis".getBytes(US_ASCII), Ints.toByteArray(1))));
    byte[] reference = Bytes.concat(kind.getBytes(US_ASCII), Ints.toByteArray(0), content);
    byte[] changed =
        Bytes.concat(
            Arrays.copyOf(bytes, at), reference, Arrays.copyOfRange(bytes, at + 8, bytes.length));
    addToSize(changed, at - 4, reference.length - 8);
    byte[] before = Arrays.copyOf(changed, at);
    for (String parent : PARENTS) {
      int start = lastIndexOf(before, parent.getBytes(US_ASCII)) - 4;
      addToSize(changed, start, reference.length - 8);
    }
    return changed;
  }

  private static int lastIndexOf(byte[] bytes, byte[] name) {
    int last = -1;
    for (int i = 0; i + name.length <= bytes.length; i++) {
      last = Arrays.equals(bytes, i, i + name.length, name, 0, name.length) ? i : last;
    }
    return last;
  }

  private static void addToSize(byte[] bytes, int at, int grown) {
    int size = Ints.fromBytes(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
    System.arraycopy(Ints.toByteArray(size + grown), 0, bytes, at, 4);
  }
}
