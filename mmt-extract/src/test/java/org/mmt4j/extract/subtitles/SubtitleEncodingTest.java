package org.mmt4j.extract.subtitles;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.primitives.Bytes;
import java.nio.charset.Charset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SubtitleEncodingTest {

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String TEXT = "1\n00:00:00,500 --> 00:00:01,500\nГрüße 犬\n";

  @Test
  void decodesUtf8WithAndWithoutMark() {
    assertEquals(TEXT, SubtitleEncoding.decode(TEXT.getBytes(UTF_8)));
    assertEquals(TEXT, SubtitleEncoding.decode(("\ufeff" + TEXT).getBytes(UTF_8)));
  }

  @Test
  void decodesUtf16WithAndWithoutMark() {
    for (Charset charset : new Charset[] {UTF_16LE, UTF_16BE}) {
      assertEquals(TEXT, SubtitleEncoding.decode(TEXT.getBytes(charset)));
      assertEquals(TEXT, SubtitleEncoding.decode(("\ufeff" + TEXT).getBytes(charset)));
    }
  }

  @Test
  void decodesUtf32WithMark() {
    for (String name : new String[] {"UTF-32LE", "UTF-32BE"}) {
      byte[] bytes = ("\ufeff" + TEXT).getBytes(Charset.forName(name));
      assertEquals(TEXT, SubtitleEncoding.decode(bytes));
    }
  }

  @Test
  void decodesWindows1252() {
    assertEquals("“Grüße”…", SubtitleEncoding.decode("“Grüße”…".getBytes(WINDOWS)));
  }

  @Test
  void oneLineInAnotherEncodingLeavesTheOthers() {
    byte[] mixed = Bytes.concat("犬\r\n".getBytes(UTF_8), "Grüße\r\n犬".getBytes(WINDOWS));
    byte[] last = "犬".getBytes(UTF_8);
    assertEquals("犬\r\nGrüße\r\n?犬", SubtitleEncoding.decode(Bytes.concat(mixed, last)));
  }

  @Test
  void decodesNothing() {
    assertEquals("", SubtitleEncoding.decode(new byte[0]));
    assertEquals("a", SubtitleEncoding.decode(new byte[] {'a'}));
  }

  @Property
  void anyTextInUtf8ComesBack(@ForAll char[] letters) {
    String text = "a" + new String(letters).replaceAll("\\p{Cs}|\ufeff|\0", "");
    assertEquals(text, SubtitleEncoding.decode(text.getBytes(UTF_8)));
  }
}
