package org.mmt4j.train.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The videos found for a caption as one HTML file, with film strips, in the manner of {@link
 * HtmlReport}. Pictures are inside as JPEG.
 *
 * @param caption what was searched for
 * @param facts short statements shown in one line, such as "12 videos"
 * @param videos best first
 */
public record SearchPage(String caption, List<String> facts, List<RankedVideo> videos) {

  /** What the template shows; names are those in the template. */
  private record Shown(
      String style, String caption, List<String> facts, List<ReportPage.Clip> clips) {}

  public SearchPage {
    facts = List.copyOf(facts);
    videos = List.copyOf(videos);
  }

  /**
   * Writes the page, and the folder it goes to if there is none. A page that is there is replaced
   * when the new one is complete.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    HtmlReport.write(render(), file);
  }

  /**
   * The page. It is well-formed XML as well.
   *
   * @throws IOException if a picture cannot be encoded
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
