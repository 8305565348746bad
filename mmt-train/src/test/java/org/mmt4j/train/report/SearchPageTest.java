package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class SearchPageTest {

  private static final String CAPTION = "a <b>man</b> & \"his\" dog";
  private static final String ID = "video<1>";

  @TempDir Path folder;

  @Test
  void containsCaptionIdsAndFrames() throws Exception {
    BufferedImage frame = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
    Path file = folder.resolve("pages/hits.html");
    new SearchPage(
            CAPTION,
            List.of("2 videos"),
            List.of(
                new RankedVideo(ID, 0.51234, false, List.of(frame, frame)),
                new RankedVideo("plain", 0.25, false, List.of())))
        .write(file);
    Document page = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertEquals(CAPTION, text(page, "//h1"));
    assertEquals(ID, text(page, "(//li[contains(@class,'clip')])[1]//span[@class='id']"));
    assertEquals("0.512", text(page, "(//li[contains(@class,'clip')])[1]//b"));
    assertEquals("plain", text(page, "(//li[contains(@class,'clip')])[2]//span[@class='id']"));
    assertEquals("2", text(page, "count(//img)"));
    BufferedImage shown = decoded(text(page, "(//img)[2]/@src"));
    assertEquals(160, shown.getWidth());
    assertEquals(90, shown.getHeight());
  }

  @Test
  void limitsTheHeightOfFrames() throws IOException {
    String page = new SearchPage(CAPTION, List.of(), List.of()).render();
    assertTrue(page.contains("max-height: 160px; object-fit: contain;"));
  }

  private static String text(Document page, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, page);
  }

  private static BufferedImage decoded(String address) throws IOException {
    String start = "data:image/jpeg;base64,";
    assertEquals(start, address.substring(0, start.length()));
    byte[] bytes = Base64.getDecoder().decode(address.substring(start.length()));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }
}
