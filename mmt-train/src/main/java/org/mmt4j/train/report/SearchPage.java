package org.mmt4j.train.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The videos found for a caption as one self-contained HTML file with film strips, like {@link
 * HtmlReport}. Frames are embedded as JPEG.
 *
 * @param caption the query
 * @param facts short statements, shown in one line, such as "12 videos"
 * @param videos the videos, best first
 */
public record SearchPage(String caption, List<String> facts, List<RankedVideo> videos) {

  /** Data of the template, which uses the component names. */
  private record Shown(
      String style, String caption, List<String> facts, List<ReportPage.Clip> clips) {}

  public SearchPage {
    facts = List.copyOf(facts);
    videos = List.copyOf(videos);
  }

  /**
   * Writes the page. Creates its folder if needed, and replaces an existing page when the new one
   * is complete.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    HtmlReport.write(render(), file);
  }

  /**
   * Returns the page, which is also well-formed XML.
   *
   * @throws IOException if a frame cannot be encoded
   */
  public String render() throws IOException {
    List<ReportPage.Clip> clips = new ArrayList<>();
    for (RankedVideo video : videos) {
      clips.add(ReportPage.Clip.of(clips.size() + 1, video, "jpeg"));
    }
    return HtmlReport.render(
        "search.mustache", new Shown(HtmlReport.style(), caption, facts, clips));
  }
}
