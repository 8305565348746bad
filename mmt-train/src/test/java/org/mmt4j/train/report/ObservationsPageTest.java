package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.train.report.ObservationsPage.Mark;
import org.mmt4j.train.report.ObservationsPage.Observed;
import org.mmt4j.train.report.ObservationsPage.Track;
import org.w3c.dom.Document;

class ObservationsPageTest {

  private static final List<BufferedImage> FRAMES =
      Collections.nCopies(4, new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB));

  @TempDir Path folder;

  @Test
  void observationsAreBelowTheFrameOfTheirTime() throws Exception {
    Track track =
        new Track("ocr", List.of(new Mark(0, "one"), new Mark(4.9, "two"), new Mark(99, "end")));
    Document page = page(new Observed("clip", 8, FRAMES, List.of(track)));
    assertEquals("4", text(page, "count(//thead//img)"));
    assertEquals("6.0 s", text(page, "//thead//th[5]/small"));
    assertEquals("ocr", text(page, "//tbody//th"));
    assertEquals("0.0 s one", text(page, "normalize-space(//tbody//td[1])"));
    assertEquals("", text(page, "normalize-space(//tbody//td[2])"));
    assertEquals("4.9 s two", text(page, "normalize-space(//tbody//td[3])"));
    assertEquals("99.0 s end", text(page, "normalize-space(//tbody//td[4])"));
  }

  @Test
  void textOfVideosIsNoMarkup() throws Exception {
    String script = "<script>alert('x')</script> & \"y\"";
    Document page =
        page(
            new Observed(
                script, 0, FRAMES, List.of(new Track(script, List.of(new Mark(0, script))))));
    assertEquals(script, text(page, "//h2"));
    assertEquals(script, text(page, "//tbody//th"));
    assertEquals("0.0 s " + script, text(page, "normalize-space(//tbody//td)"));
    assertEquals("0", text(page, "count(//script)"));
    assertFalse(text(page, "//meta[@http-equiv]/@content").contains("script-src"));
  }

  @Test
  void rejectsVideosWithoutFrames() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new Observed("clip", 1, List.of(), List.of()));
    assertEquals("frames of clip: found none, expected some", e.getMessage());
  }

  private Document page(Observed video) throws Exception {
    Path file = folder.resolve("pages/report.html");
    new ObservationsPage("Observations", List.of("1 video"), List.of(video)).write(file);
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static String text(Document page, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, page);
  }
}
