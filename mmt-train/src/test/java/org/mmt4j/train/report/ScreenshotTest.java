package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Renders a report in headless Chromium and checks the image, {@code
 * target/screenshots/report.png}. Runs only in the profile {@code screenshots}.
 *
 * <p>Every plot gets a unique background close to white, which identifies its area.
 */
@Tag("screenshots")
class ScreenshotTest {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 3600;
  private static final int WHITE = 0xffffff;
  private static final int RIGHT_VIDEO = 0x2b8a3e;

  /** Colours of the lines in {@code report.css} for a light page. */
  private static final List<Integer> LINES = List.of(0x3b5bdb, 0xe8590c, 0x2b8a3e);

  private static final Report REPORT =
      MadeUpReport.of(
          List.of(
              MadeUpReport.example("a red disc moves left, then down", 1),
              MadeUpReport.example("a <small> blue square appears & vanishes", 3),
              MadeUpReport.example("two triangles meet while a bell rings", 17),
              new RankedExample(
                  "a caption whose videos have no frames",
                  2,
                  List.of(
                      new RankedVideo("video7", 0.5, false, List.of()),
                      new RankedVideo("video8", 0.4, true, List.of())))),
          List.of(new Ablation("times shuffled", MadeUpReport.metrics(2, new Random(3)))));

  private static final List<Plot> PLOTS = ReportPlots.of(REPORT.steps(), REPORT.evaluations());

  private static BufferedImage screenshot;

  @BeforeAll
  static void takeScreenshot(@TempDir Path profile) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "screenshots").toAbsolutePath());
    Path page = Files.writeString(folder.resolve("report.html"), pageWithMarkedPlots());
    Path image = folder.resolve("report.png");
    Files.deleteIfExists(image);
    Process chromium =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--user-data-dir=" + profile,
                "--window-size=" + WIDTH + "," + HEIGHT,
                "--screenshot=" + image,
                page.toUri().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    assertTrue(chromium.waitFor(2, TimeUnit.MINUTES), "Chromium did not end within 2 minutes");
    assertEquals(0, chromium.exitValue());
    screenshot = ImageIO.read(image.toFile());
  }

  private static String pageWithMarkedPlots() throws IOException {
    StringBuilder style = new StringBuilder();
    for (int i = 0; i < PLOTS.size(); i++) {
      style.append(
          "figure:nth-of-type(%d) svg { background: #%06x; }\n".formatted(i + 1, background(i)));
    }
    return HtmlReport.render(REPORT).replace("</style>", style + "</style>");
  }

  private static int background(int plot) {
    return WHITE - 1 - plot;
  }

  @Test
  void everyPlotShowsItsLinesAndLabels() {
    for (int i = 0; i < PLOTS.size(); i++) {
      String title = PLOTS.get(i).title();
      int background = background(i);
      Rectangle area = area(colour -> colour == background);
      assertTrue(area.width > 400 && area.height > 150, title + " at " + area);
      for (int line = 0; line < PLOTS.get(i).curves().size(); line++) {
        int colour = LINES.get(line);
        assertTrue(count(area, c -> c == colour) > 300, title + ", line " + line);
      }
      Rectangle labels = new Rectangle(area.x, area.y, area.width / 12, area.height);
      assertTrue(count(labels, c -> c != background) > 50, title + ", labels of values");
    }
  }

  @Test
  void lossPlotHasALineAndABand() {
    int background = background(0);
    Rectangle area = area(colour -> colour == background);

    assertTrue(count(area, c -> c != background) > 4 * count(area, c -> c == LINES.get(0)));
  }

  @Test
  void rightVideosAreMarkedBelowThePlots() {
    Rectangle lastPlot = area(colour -> colour == background(PLOTS.size() - 1));
    int below = lastPlot.y + lastPlot.height;
    Rectangle rest = new Rectangle(0, below, WIDTH, HEIGHT - below);

    assertTrue(count(rest, c -> c == RIGHT_VIDEO) > 1000);
  }

  @Test
  void screenshotContainsTheWholePage() {
    int page = colour(0, HEIGHT - 1);

    assertEquals(WIDTH, count(new Rectangle(0, HEIGHT - 1, WIDTH, 1), c -> c == page));
  }

  /** Returns the smallest rectangle around the pixels of some colours. */
  private static Rectangle area(IntPredicate colours) {
    int[] pixels =
        IntStream.range(0, WIDTH * HEIGHT)
            .filter(pixel -> colours.test(colour(pixel % WIDTH, pixel / WIDTH)))
            .toArray();
    assertTrue(pixels.length > 0, "no pixel of the colour");
    int left = IntStream.of(pixels).map(pixel -> pixel % WIDTH).min().orElseThrow();
    int right = IntStream.of(pixels).map(pixel -> pixel % WIDTH).max().orElseThrow();
    int top = pixels[0] / WIDTH;
    int bottom = pixels[pixels.length - 1] / WIDTH;
    return new Rectangle(left, top, right - left + 1, bottom - top + 1);
  }

  private static long count(Rectangle area, IntPredicate colours) {
    return IntStream.range(0, area.width * area.height)
        .map(i -> colour(area.x + i % area.width, area.y + i / area.width))
        .filter(colours)
        .count();
  }

  private static int colour(int x, int y) {
    return screenshot.getRGB(x, y) & WHITE;
  }
}
