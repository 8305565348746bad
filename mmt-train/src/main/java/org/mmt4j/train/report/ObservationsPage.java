package org.mmt4j.train.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What experts observed in videos as one self-contained HTML file, like {@link HtmlReport}: for
 * each video a film strip, and below each frame what each expert observed in its span of time.
 *
 * @param title of the page
 * @param facts short statements, shown in one line, such as "12 videos"
 * @param videos in the order of the page
 */
public record ObservationsPage(String title, List<String> facts, List<Observed> videos) {

  /**
   * A video.
   *
   * @param seconds its length, which the frames divide into equal spans
   * @param frames in order of time, at least one
   * @param tracks in the order of the page
   */
  public record Observed(
      String id, double seconds, List<BufferedImage> frames, List<Track> tracks) {

    public Observed {
      frames = List.copyOf(frames);
      tracks = List.copyOf(tracks);
      if (frames.isEmpty()) {
        throw new IllegalArgumentException("frames of " + id + ": found none, expected some");
      }
    }
  }

  /** What one expert observed. */
  public record Track(String expert, List<Mark> marks) {

    public Track {
      marks = List.copyOf(marks);
    }
  }

  /** A text at a second. */
  public record Mark(double second, String text) {}

  /** Data of the template, which uses the component names. */
  private record Shown(String style, String title, List<String> facts, List<Strip> strips) {}

  private record Strip(String id, List<Picture> pictures, List<Row> rows) {}

  private record Picture(String from, String picture) {}

  private record Row(String expert, List<Cell> cells) {}

  private record Cell(List<Entry> entries) {}

  private record Entry(String second, String text) {}

  public ObservationsPage {
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
    List<Strip> strips = new ArrayList<>();
    for (Observed video : videos) {
      strips.add(strip(video));
    }
    return HtmlReport.render(
        "observations.mustache", new Shown(HtmlReport.style(), title, facts, strips));
  }

  private static Strip strip(Observed video) throws IOException {
    int count = video.frames().size();
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String picture = EmbeddedImage.of(video.frames().get(i), "jpeg");
      pictures.add(new Picture(seconds(video.seconds() * i / count), picture));
    }
    return new Strip(
        video.id(), pictures, video.tracks().stream().map(track -> row(video, track)).toList());
  }

  private static Row row(Observed video, Track track) {
    int count = video.frames().size();
    List<List<Entry>> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(new ArrayList<>());
    }
    for (Mark mark : track.marks()) {
      int span = (int) (mark.second() / video.seconds() * count); // a length of 0: at the end
      spans
          .get(Math.max(0, Math.min(count - 1, span)))
          .add(new Entry(seconds(mark.second()), mark.text()));
    }
    return new Row(track.expert(), spans.stream().map(Cell::new).toList());
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }
}
