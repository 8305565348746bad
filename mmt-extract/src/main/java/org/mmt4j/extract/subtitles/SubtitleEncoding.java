package org.mmt4j.extract.subtitles;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Ints;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decodes the bytes of subtitles, which state no encoding: UTF-32 by its byte-order mark; UTF-16 by
 * its byte-order mark or by a zero byte in the first character, which is a digit or Latin letter in
 * all formats; else UTF-8, and Windows-1252 for each line that is not UTF-8.
 */
public final class SubtitleEncoding {

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Pattern AFTER_LINE = Pattern.compile("(?<=[\r\n])");

  /** Byte-order marks of UTF-32. */
  private static final int LITTLE_ENDIAN_MARK = 0xfffe0000;

  private static final int BIG_ENDIAN_MARK = 0x0000feff;

  private SubtitleEncoding() {}

  /** Returns the text, without a byte-order mark. */
  public static String decode(byte[] bytes) {
    String text =
        utf32(bytes)
            .or(() -> utf16(bytes))
            .map(charset -> new String(bytes, charset))
            .orElseGet(() -> lines(bytes));
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static Optional<Charset> utf32(byte[] bytes) {
    int mark = bytes.length < Integer.BYTES ? 0 : Ints.fromByteArray(bytes);
    if (mark == LITTLE_ENDIAN_MARK) {
      return Optional.of(Charset.forName("UTF-32LE"));
    }
    return mark == BIG_ENDIAN_MARK ? Optional.of(Charset.forName("UTF-32BE")) : Optional.empty();
  }

  private static Optional<Charset> utf16(byte[] bytes) {
    int first = bytes.length < 2 ? 1 : bytes[0] & 0xff;
    int second = bytes.length < 2 ? 1 : bytes[1] & 0xff;
    if ((first == 0xff && second == 0xfe) || (first != 0 && second == 0)) {
      return Optional.of(UTF_16LE);
    }
    return (first == 0xfe && second == 0xff) || (first == 0 && second != 0)
        ? Optional.of(UTF_16BE)
        : Optional.empty();
  }

  private static String lines(byte[] bytes) {
    return utf8(bytes)
        .orElseGet(
            () ->
                AFTER_LINE
                    .splitAsStream(new String(bytes, ISO_8859_1))
                    .map(line -> line(line.getBytes(ISO_8859_1)))
                    .collect(Collectors.joining()));
  }

  private static String line(byte[] bytes) {
    return utf8(bytes).orElseGet(() -> new String(bytes, WINDOWS));
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
