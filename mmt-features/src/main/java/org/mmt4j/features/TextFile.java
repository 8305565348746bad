package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads text in UTF-8, with or without a byte order mark, or in UTF-16 with one. Lines may end as
 * on Unix, Windows or old Macs.
 */
final class TextFile {

  /** Maximum size of a file, 256 MiB. */
  private static final int MAX_BYTES = 1 << 28;

  private static final String MARK = "\uFEFF";

  private TextFile() {}

  /**
   * Returns the text of a file without byte order marks.
   *
   * @param expected description of the file for messages
   * @throws FeatureFileException if the file is missing, too large, in another encoding, or has a
   *     character NUL
   */
  static String read(Path file, String expected) throws FeatureFileException {
    return FileAccess.read(file, expected, () -> decode(file, bytes(file)).replace(MARK, ""));
  }

  /** As {@link #read}, but returns the lines without their ends. */
  static ImmutableList<String> lines(Path file, String expected) throws FeatureFileException {
    return read(file, expected).lines().collect(ImmutableList.toImmutableList());
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new FeatureFileException(
            file, "found more than " + MAX_BYTES + " bytes, expected at most that many");
      }
      return bytes;
    }
  }

  private static String decode(Path file, byte[] bytes) throws FeatureFileException {
    Charset charset = charset(bytes);
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, /* endOfInput= */ true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new FeatureFileException(
          file,
          "line %d: found byte 0x%02X, which is not %s, expected text in UTF-8; %s"
              .formatted(
                  lineAt(text, text.length()),
                  in.get(in.position()),
                  charset,
                  "save it as UTF-8 (from Windows: iconv -f WINDOWS-1252 -t UTF-8)"));
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new FeatureFileException(
          file,
          "line "
              + lineAt(text, nul)
              + ": found the character NUL, expected text in UTF-8, or in UTF-16 with a byte order"
              + " mark; save it as UTF-8");
    }
    return text;
  }

  private static Charset charset(byte[] bytes) {
    int start = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    return switch (start) {
      case 0xFEFF -> StandardCharsets.UTF_16BE;
      case 0xFFFE -> StandardCharsets.UTF_16LE;
      default -> StandardCharsets.UTF_8;
    };
  }

  /** Returns the number of the line of a character, from 1. */
  private static long lineAt(String text, int index) {
    return (text.substring(0, index) + "x").lines().count();
  }
}
