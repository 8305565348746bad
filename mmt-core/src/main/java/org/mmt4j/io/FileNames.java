package org.mmt4j.io;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Names of files as text, independent of the locale. On Linux and macOS a name is a sequence of
 * bytes, and {@link Path} converts it by the locale: under {@code LC_ALL=C} it returns replacement
 * characters, and accepts ASCII only. This class always reads and writes UTF-8.
 */
public final class FileNames {

  private static final String URI_SAFE = "-._~";

  private FileNames() {}

  /**
   * Returns a path as text. A byte that is not UTF-8 is written as {@code %} and two hexadecimal
   * digits, so that different names stay different: {@code l%E4uft.mp4}.
   */
  public static String text(Path path) {
    if (!hasNamesOfBytes(path)) {
      return path.toString();
    }
    String whole = decoded(bytes(path));
    if (path.isAbsolute()) {
      return whole;
    }
    int from = whole.length();
    for (int i = 0; i < path.getNameCount(); i++) {
      from = whole.lastIndexOf('/', from - 1);
    }
    return whole.substring(from + 1);
  }

  /** Returns the last name of a path as {@link #text}. */
  public static String name(Path path) {
    String text = text(path);
    return text.substring(text.lastIndexOf(path.getFileSystem().getSeparator()) + 1);
  }

  /** Returns the file of a name in a folder. The name has no separator. */
  public static Path resolve(Path folder, String name) {
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    return ascii || !hasNamesOfBytes(folder)
        ? folder.resolve(name)
        : folder.resolve(Path.of(URI.create("file:///" + percentEncoded(name))).getFileName());
  }

  /** Returns the absolute path in the form in which native libraries take it, without a NUL. */
  public static byte[] bytes(Path path) {
    if (!hasNamesOfBytes(path)) {
      return path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = percentDecoded(path.toUri().getRawPath());
    boolean slash = bytes.length > 1 && bytes[bytes.length - 1] == '/'; // of a folder that exists
    return slash ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  private static boolean hasNamesOfBytes(Path path) {
    return File.separatorChar == '/' && path.getFileSystem() == FileSystems.getDefault();
  }

  private static String decoded(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(3 * bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      for (int i = 0; i < result.length(); i++) {
        out.put("%%%02X".formatted(in.get()));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean safe = b > 0 && (Character.isLetterOrDigit(b) || URI_SAFE.indexOf(b) >= 0);
      encoded.append(safe ? Character.toString(b) : "%%%02X".formatted(b));
    }
    return encoded.toString();
  }

  private static byte[] percentDecoded(String uri) {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    for (int i = 0; i < uri.length(); i++) {
      boolean escaped = uri.charAt(i) == '%';
      decoded.write(escaped ? Integer.parseInt(uri.substring(i + 1, i + 3), 16) : uri.charAt(i));
      i += escaped ? 2 : 0;
    }
    return decoded.toByteArray();
  }
}
