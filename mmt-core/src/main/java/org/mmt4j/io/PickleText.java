package org.mmt4j.io;

/** Decodes the strings of protocol 0, which are one line each. */
final class PickleText {

  private PickleText() {}

  /**
   * Decodes Python's raw-unicode-escape: Latin-1 with {@code \}{@code uXXXX} and {@code \}{@code
   * UXXXXXXXX}.
   */
  static String unicode(String line) throws PickleException {
    StringBuilder text = new StringBuilder(line.length());
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      char kind = c == '\\' && at + 1 < line.length() ? line.charAt(at + 1) : ' ';
      int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
      if (digits == 0) {
        text.append(c);
        at++;
      } else {
        text.appendCodePoint(hex(line, at + 2, digits));
        at += 2 + digits;
      }
    }
    return text.toString();
  }

  /** Decodes the {@code repr} of a Python 2 string. */
  static String quoted(String line) throws PickleException {
    int last = line.length() - 1;
    if (last < 1 || line.charAt(0) != line.charAt(last) || "'\"".indexOf(line.charAt(0)) < 0) {
      throw new PickleException("string: expected quotes around it");
    }
    StringBuilder text = new StringBuilder(line.length());
    int at = 1;
    while (at < last) {
      char c = line.charAt(at++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char kind = line.charAt(at++);
      switch (kind) {
        case '\\', '\'', '"' -> text.append(kind);
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'x' -> {
          text.append((char) hex(line, at, 2));
          at += 2;
        }
        default -> throw new PickleException("string: found an unknown escape");
      }
    }
    return text.toString();
  }

  private static int hex(String line, int start, int digits) throws PickleException {
    int value = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw new PickleException("string: expected " + digits + " hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    if (!Character.isValidCodePoint(value)) {
      throw new PickleException("string: found a character outside Unicode");
    }
    return value;
  }
}
