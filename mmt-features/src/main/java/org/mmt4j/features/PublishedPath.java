package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mmt4j.io.FileNames;

/**
 * Locates the features of a video in the published layout: {@code v/i/d/video7010.h5}. A dot among
 * the first three characters adds no folder, as in the reference; a shorter id has fewer folders.
 *
 * <p>Characters that are not safe in file names of every system are written as {@code %} and two
 * upper-case hexadecimal digits: {@code / \ : * ? " < > |}, control characters, a dot at the start,
 * the first letter of a name that Windows reserves, and a {@code %} that would read as such an
 * escape. So {@code cat/000} is {@code c/a/t/cat%2F000.h5}. A name of more than 250 bytes is split:
 * all parts but the last are folders whose names end in {@code %-}.
 */
final class PublishedPath {

  static final String EXTENSION = ".h5";

  private static final int FOLDERS = 3;
  private static final int MAX_NAME_BYTES = 250;
  private static final int MAX_BYTES = 3000;

  private static final String CONTINUED = "%-";
  private static final String FORBIDDEN = "/\\:*?\"<>|\u007f";
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(CON|PRN|AUX|NUL|(COM|LPT)[1-9])(\\..*)?", Pattern.DOTALL);

  /** Everything that is escaped somewhere: no other digits after a {@code %} are an escape. */
  private static final String ESCAPED = FORBIDDEN + "%.CPANLcpanl";

  private PublishedPath() {}

  /** Returns what is expected of an id that has no path in the layout; empty if the id is valid. */
  static Optional<String> problem(String id) {
    return VideoIds.problem(id).or(() -> tooLong(bytes(escape(id))));
  }

  private static Optional<String> tooLong(int bytes) {
    return bytes <= MAX_BYTES
        ? Optional.empty()
        : Optional.of("expected at most " + MAX_BYTES + " bytes, found " + bytes);
  }

  /** Returns the file of a video in a folder with that layout. The id must be valid. */
  static Path file(Path folder, String id) {
    Path parent = folder;
    for (int c : id.codePoints().limit(FOLDERS).toArray()) {
      parent = c == '.' ? parent : FileNames.resolve(parent, escape(Character.toString(c)));
    }
    ImmutableList<String> parts = parts(id);
    for (String part : parts.subList(0, parts.size() - 1)) {
      parent = FileNames.resolve(parent, part);
    }
    return FileNames.resolve(parent, parts.get(parts.size() - 1) + EXTENSION);
  }

  /**
   * Returns the id of the video in a file, in any folder. A name that this class does not write,
   * such as {@code a|b}, is an id as it is.
   */
  static String id(Path file) {
    String name = withoutExtension(FileNames.name(file));
    ImmutableList.Builder<String> parts = ImmutableList.<String>builder().add(name);
    StringBuilder escaped = new StringBuilder(name);
    Path folder = file.getParent();
    while (folder != null && folder.toString().endsWith(CONTINUED)) {
      String part = FileNames.name(folder);
      folder = folder.getParent();
      parts.add(part);
      escaped.insert(0, part.substring(0, part.length() - CONTINUED.length()));
    }
    String id = unescape(escaped.toString());
    return parts(id).equals(parts.build().reverse()) ? id : name;
  }

  private static String withoutExtension(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** Returns the names of folders and of the file, without the extension. */
  private static ImmutableList<String> parts(String id) {
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    StringBuilder part = new StringBuilder();
    int bytes = 0;
    for (int c : escape(id).codePoints().toArray()) {
      int more = bytes(Character.toString(c));
      if (bytes + more > MAX_NAME_BYTES) {
        parts.add(part + CONTINUED);
        part.setLength(0);
        bytes = 0;
      }
      part.appendCodePoint(c);
      bytes += more;
    }
    return parts.add(part.toString()).build();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String escape(String id) {
    StringBuilder escaped = new StringBuilder();
    boolean reserved = RESERVED.matcher(id).matches();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean first = i == 0 && (c == '.' || reserved);
      boolean unsafe = c < ' ' || FORBIDDEN.indexOf(c) >= 0;
      escaped.append(first || unsafe || isEscape(id, i) ? "%%%02X".formatted((int) c) : c);
    }
    return escaped.toString();
  }

  private static String unescape(String escaped) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      boolean escape = isEscape(escaped, i);
      id.append(escape ? (char) hexadecimal(escaped, i + 1) : escaped.charAt(i));
      i += escape ? 2 : 0;
    }
    return id.toString();
  }

  /** Returns whether an escape starts at a position. */
  private static boolean isEscape(String text, int position) {
    int value = text.charAt(position) == '%' ? hexadecimal(text, position + 1) : -1;
    return value >= 0 && (value < ' ' || ESCAPED.indexOf(value) >= 0);
  }

  /** Returns the value of two upper-case hexadecimal digits; negative if there are none. */
  private static int hexadecimal(String text, int position) {
    if (position + 2 > text.length()) {
      return -1;
    }
    String digits = text.substring(position, position + 2);
    boolean valid = digits.chars().allMatch(c -> "0123456789ABCDEF".indexOf(c) >= 0);
    return valid ? Integer.parseInt(digits, 16) : -1;
  }
}
