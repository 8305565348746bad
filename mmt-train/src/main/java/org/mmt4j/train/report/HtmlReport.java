package org.mmt4j.train.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmt4j.io.AtomicFiles;

/**
 * A {@link Report} as one HTML file that needs nothing else: style and pictures are inside, and the
 * page forbids the browser to load anything. It follows the reader's choice of light or dark.
 */
public final class HtmlReport {

  private static final String FOLDER = "org/mmt4j/train/report/";

  private HtmlReport() {}

  /**
   * Writes the page, and the folder it goes to if there is none. A page that is there is replaced
   * when the new one is complete.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Report report, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFiles.write(file, render(report).getBytes(UTF_8));
  }

  /**
   * The page. It is well-formed XML as well.
   *
   * @throws IOException if a picture cannot be encoded
   */
  public static String render(Report report) throws IOException {
    String style = Resources.toString(Resources.getResource(FOLDER + "report.css"), UTF_8);
    Mustache template = new DefaultMustacheFactory(FOLDER).compile("report.mustache");
    StringWriter page = new StringWriter();
    template.execute(page, ReportPage.of(report, style)).flush();
    return page.toString();
  }
}
