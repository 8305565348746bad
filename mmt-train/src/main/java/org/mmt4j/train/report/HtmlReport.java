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
 * Renders a {@link Report} as one self-contained HTML file. Styles and images are embedded, and the
 * page forbids the browser to load anything else. It follows the reader's light or dark mode.
 */
public final class HtmlReport {

  private static final String FOLDER = "org/mmt4j/train/report/";

  private HtmlReport() {}

  /**
   * Writes the page. Creates its folder if needed, and replaces an existing page when the new one
   * is complete.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Report report, Path file) throws IOException {
    write(render(report), file);
  }

  static void write(String page, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFiles.write(file, page.getBytes(UTF_8));
  }

  /**
   * Returns the page, which is also well-formed XML.
   *
   * @throws IOException if an image cannot be encoded
   */
  public static String render(Report report) throws IOException {
    return render("report.mustache", ReportPage.of(report, style()));
  }

  static String style() throws IOException {
    return Resources.toString(Resources.getResource(FOLDER + "report.css"), UTF_8);
  }

  /** Renders a template; escapes text. */
  static String render(String template, Object shown) throws IOException {
    Mustache compiled = new DefaultMustacheFactory(FOLDER).compile(template);
    StringWriter page = new StringWriter();
    compiled.execute(page, shown).flush();
    return page.toString();
  }
}
