package org.mmt4j.io;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people find in place of a data file: what a failed or unfinished download left, or the file
 * in an archive. Readers ask for it after they rejected a file, so nothing that can be read is
 * refused because of its looks.
 */
public enum FileKind {
  EMPTY("an empty file", Remedy.AGAIN),
  DIRECTORY("a directory", "name a file in it"),
  LFS_POINTER(
      "a pointer of Git LFS instead of the content",
      "run \"git lfs pull\" in the repository, or download the file itself"),
  WEB_PAGE("a web page", Remedy.PAGE),
  XML_ANSWER("an answer of a server in XML", Remedy.PAGE),
  JSON_ANSWER("an answer of a server in JSON", Remedy.PAGE),
  GZIP("a gzip archive", 0, "\u001f\u008b"),
  ZIP("a zip archive", 0, "PK\3\4"),
  TAR("a tar archive", 257, "ustar"),
  SEVEN_ZIP("a 7z archive", 0, "7z\u00bc\u00af'\u001c"),
  RAR("a rar archive", 0, "Rar!\u001a\7"),
  XZ("an xz archive", 0, "\u00fd7zXZ\0"),
  BZIP2("a bzip2 archive", 0, "BZh"),
  ZSTANDARD("a zstd archive", 0, "(\u00b5/\u00fd"),
  UNFINISHED("an unfinished download", "finish it, or download the file again");

  private static final class Remedy {
    static final String AGAIN = "copy or download it again";
    static final String PAGE =
        "download the file itself, and sign in or accept its license first if the site asks for it";
    static final String UNPACK = "unpack it and use the file in it";
  }

  private static final int HEAD = 512;
  private static final int EXCERPT = 80;

  private static final ImmutableSet<FileKind> TEXTS =
      ImmutableSet.of(WEB_PAGE, XML_ANSWER, JSON_ANSWER);

  /** Endings of files that browsers and download tools have not finished. */
  private static final ImmutableList<String> UNFINISHED_ENDINGS =
      ImmutableList.of(
          ".part", ".partial", ".crdownload", ".download", ".opdownload", ".incomplete", ".!ut");

  private static final Pattern LFS =
      Pattern.compile("version https://(git-lfs|hawser)\\.github\\.com/");

  /** A byte-order mark in UTF-8, white space and comments. */
  private static final Pattern TEXT_START =
      Pattern.compile("^(\u00ef\u00bb\u00bf)?(\\s++|<!--.*?-->)*+", Pattern.DOTALL);

  private static final Pattern PAGE =
      Pattern.compile("<(!doctype html|html|head|body|title|script|meta)\\b");

  /** A JSON object whose first field is one of those in which servers describe an error. */
  private static final Pattern ANSWER =
      Pattern.compile(
          "\\{\\s*\"(errors?|message|msg|detail|code|status|statuscode|documentation_url)\"\\s*:");

  private final String name;
  private final String remedy;
  private final int signatureAt;
  private final String signature; // empty if the kind has none

  FileKind(String name, String remedy) {
    this(name, remedy, 0, "");
  }

  FileKind(String archive, int signatureAt, String signature) {
    this(archive, Remedy.UNPACK, signatureAt, signature);
  }

  FileKind(String name, String remedy, int signatureAt, String signature) {
    this.name = name;
    this.remedy = remedy;
    this.signatureAt = signatureAt;
    this.signature = signature;
  }

  /**
   * Describes what is in place of a file that a reader rejected.
   *
   * @param expected the file that the reader reads, such as "a checkpoint of PyTorch"
   * @return {@code found WHAT, expected EXPECTED: REMEDY}, or empty if the file has no known kind
   */
  public static Optional<String> describe(Path file, String expected) {
    try {
      if (Files.isDirectory(file)) {
        return Optional.of(DIRECTORY.description("", expected));
      }
      byte[] head;
      try (InputStream in = Files.newInputStream(file)) {
        head = in.readNBytes(HEAD);
      }
      Optional<String> ofContent = describe(head, expected);
      return ofContent.isEmpty() && isUnfinished(file)
          ? Optional.of(UNFINISHED.description("", expected))
          : ofContent;
    } catch (IOException | SecurityException e) {
      return Optional.empty(); // the reader's own exception says why the file cannot be read
    }
  }

  /**
   * Describes what is in place of the content that a reader rejected.
   *
   * @param head the first 512 bytes, or all if there are fewer
   * @param expected as in {@link #describe(Path, String)}
   */
  public static Optional<String> describe(byte[] head, String expected) {
    String latin1 = new String(head, StandardCharsets.ISO_8859_1);
    return of(latin1)
        .map(
            kind ->
                kind.description(TEXTS.contains(kind) ? " (" + excerpt(head) + ")" : "", expected));
  }

  /** Returns whether the name of a file is one of an unfinished download. */
  public static boolean isUnfinished(Path file) {
    String name = Ascii.toLowerCase(String.valueOf(file.getFileName()));
    return UNFINISHED_ENDINGS.stream().anyMatch(name::endsWith)
        || Files.exists(file.resolveSibling(file.getFileName() + ".aria2"));
  }

  private String description(String excerpt, String expected) {
    return "found " + name + excerpt + ", expected " + expected + ": " + remedy;
  }

  private static Optional<FileKind> of(String head) {
    if (head.isEmpty()) {
      return Optional.of(EMPTY);
    }
    if (LFS.matcher(head).lookingAt()) {
      return Optional.of(LFS_POINTER);
    }
    return ofText(head).or(() -> ofSignature(head));
  }

  private static Optional<FileKind> ofText(String head) {
    String text = TEXT_START.matcher(head).replaceFirst("").toLowerCase(Locale.ROOT);
    if (PAGE.matcher(text).lookingAt()) {
      return Optional.of(WEB_PAGE);
    }
    if (text.startsWith("<?xml") || text.startsWith("<error>")) {
      return Optional.of(text.contains("<html") ? WEB_PAGE : XML_ANSWER);
    }
    return ANSWER.matcher(text).lookingAt() ? Optional.of(JSON_ANSWER) : Optional.empty();
  }

  private static Optional<FileKind> ofSignature(String head) {
    return Arrays.stream(values())
        .filter(kind -> !kind.signature.isEmpty())
        .filter(kind -> head.startsWith(kind.signature, kind.signatureAt))
        .findFirst();
  }

  /** Returns the start of a text on one line. */
  private static String excerpt(byte[] head) {
    String line =
        new String(head, StandardCharsets.UTF_8).replaceAll("[\\s\\p{Cntrl}\ufeff]+", " ").strip();
    return Ascii.truncate(line, EXCERPT, "...");
  }
}
